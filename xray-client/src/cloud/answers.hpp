#pragma once

#include "dialect.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace xrep::client::cloud {

/// The member `name` as text: strings as they are, numbers in decimal, anything else empty. Answers
/// come from a server: nothing in them is taken for granted.
std::string text_at(const nlohmann::json& object, const char* name);

/// The member `name` if it is an object, else an empty one. Lives as long as `object`.
const nlohmann::json& object_at(const nlohmann::json& object, const char* name);

/// The member `name` if it is an array, else an empty one. Lives as long as `object`.
const nlohmann::json& list_at(const nlohmann::json& object, const char* name);

std::uint64_t number_at(const nlohmann::json& object, const char* name);

/// The custom fields of Test Runs in settings of a project.
RunFields run_fields_of(const nlohmann::json& settings);

RemoteTest test_of(const nlohmann::json& issue);
RemoteRun run_of(const nlohmann::json& run);
RemoteIteration iteration_of(const nlohmann::json& iteration);
std::vector<std::string> texts_of(const nlohmann::json& list);

}  // namespace xrep::client::cloud
