#pragma once

#include "plan/import_plan.hpp"

#include <string>
#include <vector>

namespace xrep::client {

/// Marks the Tests that xrep created: their steps may be extended, those of others never.
inline constexpr char kOwnLabel[] = "xrep";

/// A label as Jira takes it: no blanks, at most 255 characters; empty if nothing is left.
std::string label_of(const std::string& text);

/// Labels made of `texts`, without repetitions.
std::vector<std::string> labels_of(const std::vector<std::string>& texts);

/// Labels for the Test of a local test: its tags and the framework. Tags that only speak to the
/// framework ([.], [!mayfail]) or to xrep ([xray:CALC-1]) are none.
std::vector<std::string> labels_of(const Run& run, const TestRecord& record);

}  // namespace xrep::client
