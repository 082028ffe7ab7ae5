#include "plan/result_text.hpp"

#include "plan/messages.hpp"
#include "plan/outcome.hpp"
#include "plan/parameters.hpp"
#include "plan/passes.hpp"
#include "plan/text_limits.hpp"
#include "plan/utc_time.hpp"

#include <algorithm>

namespace xrep::client {
namespace {

std::string name_of_step(const TestRecord& record, std::uint32_t number) {
  const auto found = std::find_if(record.steps.begin(), record.steps.end(),
                                  [&](const StepRecord& step) { return step.number == number; });
  return found == record.steps.end() ? std::string() : one_line(found->name);
}

std::string step_label(const TestRecord& record, std::uint32_t step, const StepPlan& steps) {
  const auto number = steps.number(record, step);
  return number.empty() ? name_of_step(record, step) : number + " " + name_of_step(record, step);
}

constexpr std::size_t kMaxLabel = 200;  // of a case, in the middle of a line

std::string place_in_step(const TestRecord& record, const Message& message, const StepPlan& steps) {
  return message.step == 0 ? "" : "in step " + step_label(record, message.step, steps);
}

// Which of several passes matters where passes are cases; elsewhere steps tell more.
std::string place_in_test(const TestRecord& record, const Message& message, const StepPlan& steps,
                          bool pass_is_case) {
  auto where = place_in_step(record, message, steps);
  if (message.pass == 0 || record.passes.size() < 2) return where;
  const auto& passes = record.passes;
  const bool counts = std::find(passes.begin(), passes.end(), message.pass) != passes.end();
  if (pass_is_case && counts) {
    const auto label = one_line(label_of_pass(record, message.pass));
    where += (where.empty() ? "in case " : ", case ") + limited(label, kMaxLabel, "...");
  } else if (where.empty()) {
    where = "in pass " + std::to_string(message.pass);
  }
  return where;
}

void append_block(std::string& text, const std::string& block) {
  if (block.empty()) return;
  if (!text.empty()) text += '\n';
  text += block;
  if (text.back() != '\n') text += '\n';
}

// Of one pass, or for 0 of all of them, each with its own.
void append_messages(std::string& text, const TestRecord& record, const StepPlan& steps,
                     std::uint32_t pass) {
  const bool pass_is_case = pass == 0 && iterates_by_pass(record);
  const auto place = [&](const Message& message) {
    return pass == 0 ? place_in_test(record, message, steps, pass_is_case)
                     : place_in_step(record, message, steps);
  };
  for (const auto& message : record.failures) {
    if (pass != 0 && message.pass != pass) continue;
    append_block(text, message_block(message, place(message)));
  }
  for (const auto& message : record.skips) {
    if (pass != 0 && message.pass != pass) continue;
    auto skipped = message;
    skipped.text = "Skipped" + (message.text.empty() ? "." : ": " + message.text);
    append_block(text, message_block(skipped, place(message)));
  }
}

void append_wrong_keys(std::string& text, const char* what, const std::vector<std::string>& keys) {
  for (const auto& key : keys) {
    if (is_issue_key(key)) continue;
    append_block(text, std::string(what) + " \"" + one_line(key) +
                           "\" was not linked: it is not an issue key such as CALC-12.");
  }
}

void append_end(std::string& text, const TestRecord& record, const StepPlan& steps) {
  const auto* open = open_step(record);
  const auto in_step = open == nullptr ? "" : " in step " + step_label(record, open->number, steps);
  if (outcome_of(record.outcome) == Outcome::crashed) {
    append_block(text, cause_of_death(record) + in_step + ".");
  } else if (record.outcome == TestOutcome::interrupted && open != nullptr) {
    append_block(text, "Interrupted" + in_step + ".");
  }
}

// What iterations would show.
void append_parameters(std::string& text, const TestRecord& record) {
  std::string block;
  for (const auto& parameter : record.parameters) {
    block += "Parameter " + one_line(parameter.name) + ": " + parameter.value + '\n';
  }
  append_block(text, block);
}

std::string record_text(const TestRecord& record, const StepPlan& steps, bool with_remarks) {
  std::string text;
  append_end(text, record, steps);
  append_messages(text, record, steps, 0);
  if (with_remarks) {
    for (const auto& remark : record.remarks) append_block(text, remark);
  }
  for (const auto& comment : record.comments) append_block(text, comment);
  append_wrong_keys(text, "Requirement", record.requirements);
  append_wrong_keys(text, "Defect", record.defects);
  for (const auto& refused : record.refused_attachments) {
    append_block(text, "Attachment " + one_line(refused.name) +
                           " was not recorded: " + one_line(refused.why));
  }
  return text;
}

// Iterations show the parameters of the attempt that counts, and of no other.
std::string attempt_text(const Part& part, const TestRecord& attempt, const StepPlan& steps,
                         bool with_remarks, bool iterated) {
  std::string text;
  if (!iterated || &attempt != part.counts) append_parameters(text, attempt);
  append_block(text, record_text(attempt, steps, with_remarks));
  return text;
}

std::string part_text(const Part& part, const StepPlan& steps, bool with_remarks, bool iterated) {
  if (part.attempts.size() == 1) {
    return attempt_text(part, *part.counts, steps, with_remarks, iterated);
  }
  std::string text;
  const auto count = std::to_string(part.attempts.size());
  for (std::size_t i = 0; i < part.attempts.size(); ++i) {
    const auto said = attempt_text(part, *part.attempts[i], steps, true, iterated);
    if (said.empty()) continue;
    append_block(text, "--- attempt " + std::to_string(i + 1) + " of " + count + ": " +
                           word_for(part.attempts[i]->outcome));
    text += said;
  }
  return text;
}

std::string sentence_about(const Part& part, const std::string& in_step) {
  const auto& record = *part.counts;
  switch (record.outcome) {
    case TestOutcome::passed:
      return "Passed in " + seconds_text(record.finished - record.started) + ".";
    case TestOutcome::failed:
      return "Failed" + in_step + " after " + seconds_text(record.finished - record.started) + ".";
    case TestOutcome::crashed:
    case TestOutcome::exited:
      return cause_of_death(record) + " while this test was running" + in_step + ".";
    case TestOutcome::interrupted:
      return "Interrupted while this test was running" + in_step + ".";
    case TestOutcome::skipped:
      return "Skipped.";
    case TestOutcome::disabled:
      return "Disabled in the code.";
    default:
      return "Not started.";
  }
}

std::string failed_step(const TestRecord& record, const StepPlan& steps) {
  auto number = std::string();
  if (const auto* open = open_step(record)) number = steps.number(record, open->number);
  if (record.outcome == TestOutcome::failed) {
    const auto found = std::find_if(record.failures.begin(), record.failures.end(),
                                    [](const Message& message) { return message.step != 0; });
    if (found != record.failures.end()) number = steps.number(record, found->step);
  }
  return number.empty() ? "" : " in step " + number;
}

std::string sentence_about_attempts(const Part& part, RetryPolicy policy) {
  constexpr std::size_t kMaxListed = 10;
  const auto count = part.attempts.size();
  if (count == 1) return {};
  std::string list;
  if (count <= kMaxListed) {
    for (const auto* attempt : part.attempts) {
      list += (list.empty() ? "" : ", ") + std::string(word_for(attempt->outcome));
    }
  } else {
    std::vector<Outcome> outcomes;
    for (const auto* attempt : part.attempts) outcomes.push_back(outcome_of(attempt->outcome));
    list = counted(outcomes);
  }
  return "Ran " + std::to_string(count) + " times (" + list + "); the " +
         (policy == RetryPolicy::worst ? "worst" : "last") + " result counts.";
}

void append_sentence(std::string& line, const std::string& sentence) {
  if (sentence.empty()) return;
  if (!line.empty()) line += ' ';
  line += sentence;
}

std::string summary_of(const Group& group, const std::vector<Case>& cases) {
  std::vector<Outcome> outcomes;
  outcomes.reserve(cases.size());
  for (const auto& one : cases) outcomes.push_back(one.outcome);
  const bool by_case = cases.size() != group.parts.size() || !group.parts.front().instance.empty();
  std::string line =
      std::to_string(cases.size()) + (by_case ? " cases: " : " tests: ") + counted(outcomes) + ".";
  for (const auto& part : group.parts) {
    if (part.outcome != Outcome::crashed) continue;
    const auto sentence = cause_of_death(*part.counts) + " while one of them was running.";
    if (line.find(sentence) == std::string::npos) append_sentence(line, sentence);
  }
  return line;
}

std::string remarks_of(const TestRecord& record) {
  std::string line;
  for (const auto& remark : record.remarks) {
    auto sentence = plain_line(remark);
    if (!sentence.empty() && sentence.back() != '.') sentence += '.';
    append_sentence(line, sentence);
  }
  return line;
}

// An instance is often known by a number only.
std::string heading_of(const Part& part, const std::string& label, bool iterated) {
  auto heading = "=== " + one_line(label);
  const auto values = one_line(values_text(parameters_of(*part.counts, 0)));
  if (iterated && !values.empty()) heading += " (" + limited(values, kMaxLabel, "...") + ")";
  return heading + ": " + word_for(part.counts->outcome) + '\n';
}

}  // namespace

std::string remark_of(const Group& group, const std::vector<Case>& cases, const StepPlan& steps,
                      const Settings& settings) {
  constexpr std::size_t kMaxRemark = 1000;
  const auto& first = group.parts.front();
  std::string line = cases.size() > 1 ? summary_of(group, cases)
                                      : sentence_about(first, failed_step(*first.counts, steps));
  for (const auto& part : group.parts) {
    if (part.attempts.size() > 1)
      append_sentence(line, sentence_about_attempts(part, settings.retries));
  }
  if (group.parts.size() == 1) append_sentence(line, remarks_of(*first.counts));
  return limited(line, kMaxRemark, "...");
}

std::string text_of(const Group& group, const StepPlan& steps, const Settings& settings,
                    bool iterated) {
  const auto labels = part_labels(group);
  std::string text;
  std::string silent;
  const bool several = group.parts.size() > 1;
  for (std::size_t i = 0; i < group.parts.size(); ++i) {
    const auto& part = group.parts[i];
    std::string said;
    if (several) append_block(said, sentence_about_attempts(part, settings.retries));
    append_block(said, part_text(part, steps, several, iterated));
    if (!several) {
      append_block(text, said);
    } else if (!said.empty() || part.outcome != Outcome::passed) {
      append_block(text, heading_of(part, labels[i], iterated) + said);
    } else if (!iterated && steps.size() == 0) {
      silent += one_line(labels[i]) + '\n';
    }
  }
  // Last: they must not push failures out of a comment that is cut.
  if (!silent.empty()) append_block(text, "=== passed:\n" + silent);
  for (const auto& name : group.withheld) {
    append_block(text, "=== " + one_line(name) + ": not started");
  }
  return text;
}

std::string log_of(const Group& group, const Case& one, const StepPlan& steps) {
  const auto& record = *group.parts[one.part].counts;
  std::string text;
  if (one.pass == 0) {
    text = record_text(record, steps, true);
  } else {
    append_messages(text, record, steps, one.pass);
  }
  return step_text(text);
}

}  // namespace xrep::client
