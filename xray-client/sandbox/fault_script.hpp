#pragma once

#include <tl/expected.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace xrep::sandbox {

enum class FaultAction {
  status,
  commit_then_status,
  drop,
  commit_then_drop,
  html,
  commit_then_html,
  delay,
  slow,
  truncate,
  lose,
  hide,
  refuse_test,
  max_body
};

/// The parts of a result that are not stored although the answer says so.
struct LostParts {
  bool results = false;
  bool status = false;
  bool steps = false;
  bool iterations = false;
  bool evidence = false;
  bool comment = false;
};

/// One rule of a fault script; docs/sandbox.md explains the members.
struct FaultRule {
  FaultAction action = FaultAction::status;
  std::string on;
  std::int64_t after = 0;
  /// Negative: for ever.
  std::int64_t times = 1;
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<std::int64_t> retry_after;
  std::optional<std::int64_t> retry_after_date;
  std::string body;
  std::string type;
  std::chrono::milliseconds time{0};
  std::uint64_t bytes = 0;
  LostParts parts;
  std::vector<std::string> tests;

  /// True when only what a request brings tells whether the rule is about it.
  [[nodiscard]] bool by_test() const { return !tests.empty(); }
  /// True when the rule decides how the request is answered; one rule can do that.
  [[nodiscard]] bool ends() const { return action <= FaultAction::commit_then_html; }
};

/// Reads the JSON text of a script: a list of rules. The error names the rule and what is wrong.
[[nodiscard]] tl::expected<std::vector<FaultRule>, std::string> parse_fault_script(
    const std::string& text);

/// Reads a script from a file; an empty path is an empty script.
[[nodiscard]] tl::expected<std::vector<FaultRule>, std::string> read_fault_script(
    const std::filesystem::path& path);

}  // namespace xrep::sandbox
