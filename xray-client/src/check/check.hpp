#pragma once

#include "check/fact.hpp"
#include "settings.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace xrep::client {

/// What is looked at.
struct CheckRequest {
  /// Run directories, whose tests are looked at together; none: only settings and links file.
  std::vector<std::string> directories;
  /// As PushRequest::settings, and what they are with the environment and xrep.json.
  std::vector<std::pair<std::string, std::string>> settings;
  ResolvedSettings resolved;
  std::chrono::seconds timeout{0};  ///< zero: none
  bool verbose = false;             ///< a fact for each key; requests are told as progress
};

struct CheckReport {
  Facts facts;
  bool bad_settings = false;  ///< settings are wrong in themselves, whatever the site says
  bool unreached = false;     ///< something that a push needs gave no answer
};

/// Looks at everything that a push depends on. Nothing is changed, neither in Xray nor in Jira.
CheckReport check(const CheckRequest& request,
                  const std::function<void(const std::string&)>& progress);

/// 0 when a push would work, 1 when a fact is wrong, 2 for bad settings, 75 when Xray was not
/// reached.
int exit_code_of(const CheckReport& report);

/// For people; ends in a newline.
std::string table_of(const CheckReport& report);

/// For machines, one JSON object.
std::string json_of(const CheckReport& report);

}  // namespace xrep::client
