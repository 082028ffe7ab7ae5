#pragma once

#include "recorded.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace xrep::test {

using Texts = std::vector<std::string>;

/// Records tests of catch2_traps in the order of their definition.
inline Recorded traps(const std::string& tests, Texts arguments = {},
                      std::map<std::string, std::string> environment = {}) {
  arguments.insert(arguments.begin(), {tests, "--xray", "--order", "decl"});
  return record(XREP_CATCH2_TRAPS, arguments, std::move(environment));
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

inline const char* word(StepOutcome outcome) {
  switch (outcome) {
    case StepOutcome::passed:
      return "passed";
    case StepOutcome::failed:
      return "failed";
    case StepOutcome::skipped:
      return "skipped";
    case StepOutcome::open:
      break;
  }
  return "open";
}

/// "2 outer/inner: failed" for each step: its pass, its path, its outcome.
inline Texts steps_of(const TestRecord& test) {
  const auto paths = step_paths(test);
  Texts texts;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const auto& step = test.steps[i];
    texts.push_back(std::to_string(step.pass) + " " + paths[i] + ": " + word(step.outcome));
  }
  return texts;
}

/// "2 value" for each parameter: its pass and its value.
inline Texts values_of(const TestRecord& test) {
  Texts texts;
  for (const auto& parameter : test.parameters) {
    texts.push_back(std::to_string(parameter.pass) + " " + parameter.value);
  }
  return texts;
}

inline Texts failures_of(const TestRecord& test) {
  Texts texts;
  for (const auto& failure : test.failures) {
    texts.push_back(failure.text);
  }
  return texts;
}

/// The path of the step in which a failure or a skip happened; empty: in none.
inline std::string place_of(const TestRecord& test, const Message& message) {
  const auto paths = step_paths(test);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (test.steps[i].number == message.step) {
      return paths[i];
    }
  }
  return {};
}

}  // namespace xrep::test
