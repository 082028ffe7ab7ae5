#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>

namespace xrep::test {

using OrderedJson = nlohmann::ordered_json;

/// The same document from every run, machine and edit of the test programs: times, durations, line
/// numbers and folders are replaced.
OrderedJson normalised(const OrderedJson& document);

/// What one element of `tests[]` of an import document says, in the form of shown_run().
nlohmann::json said_of(const OrderedJson& test);

/// What the site with this /sandbox/state shows of a run; of a Test that the run did not create,
/// the result alone.
nlohmann::json shown_run(const nlohmann::json& state, const nlohmann::json& run, bool created);

/// What the import document cannot carry: the defects of a run, and the names of its files by the
/// place where they are, "test", "step 2", "iteration 1, step 1".
nlohmann::json beside_the_import(const nlohmann::json& run);

/// Both texts line by line: "-" what is expected, "+" what is there, in between what is equal.
std::string difference(const std::string& expected, const std::string& actual);

}  // namespace xrep::test
