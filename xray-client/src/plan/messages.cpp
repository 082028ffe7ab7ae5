#include "plan/messages.hpp"

#include "plan/text_limits.hpp"

#include <algorithm>
#include <string_view>

namespace xrep::client {

std::string location_of(const std::string& file, int line) {
  if (file.empty() || line <= 0) return one_line(file);
  return one_line(file) + ":" + std::to_string(line);
}

std::string message_block(const Message& message, const std::string& where) {
  const auto place = location_of(message.file, message.line);
  auto text = place + (place.empty() || where.empty() ? "" : ", ") + where;
  if (!text.empty()) text += ":\n";
  text += message.text;
  if (text.empty() || text.back() != '\n') text += '\n';
  return text;
}

std::string cause_of_death(const TestRecord& record) {
  if (record.outcome == TestOutcome::exited) return "The process called exit";
  const auto cause = plain_line(record.died_of);
  return cause.empty() ? "The process died of an unknown cause" : "The process died of " + cause;
}

std::string step_text(const std::string& text) {
  const auto end = text.find_last_not_of('\n');
  const auto trimmed = std::string_view(text).substr(0, end == std::string::npos ? 0 : end + 1);
  return limited(trimmed, kMaxStepText, "\n[cut: the comment of the test has more]");
}

const StepRecord* open_step(const TestRecord& record) {
  // Steps are numbered as they start: the last open one has no open step inside.
  const auto& steps = record.steps;
  const auto found = std::find_if(steps.rbegin(), steps.rend(), [](const StepRecord& step) {
    return step.outcome == StepOutcome::open;
  });
  return found == steps.rend() ? nullptr : &*found;
}

}  // namespace xrep::client
