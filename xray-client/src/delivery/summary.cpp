#include "delivery/summary.hpp"

#include "plan/listed.hpp"
#include "plan/outcome.hpp"
#include "plan/text_limits.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace xrep::client {

namespace {

constexpr std::size_t kMostLines = 5;      // of one kind: the whole summary fits a screen
constexpr std::size_t kLongestLine = 400;  // characters

void add_lines(std::string& text, const std::string& head, const std::vector<std::string>& lines,
               const char* all = " (xrep status shows all)") {
  for (std::size_t i = 0; i < std::min(lines.size(), kMostLines); ++i) {
    text += "xrep: " + head + limited(one_line(lines[i]), kLongestLine, "…") + "\n";
  }
  if (lines.size() > kMostLines) {
    text += "xrep: … and " + std::to_string(lines.size() - kMostLines) + " more like these" + all +
            "\n";
  }
}

void add_step_differences(std::string& text, const StepDifferences& differences) {
  for (const auto& line : differences.lines) {
    text += "xrep: steps differ: " + limited(one_line(line), kLongestLine, "…") + "\n";
  }
  if (differences.tests > differences.lines.size()) {
    text += "xrep: … and those of " +
            plural(differences.tests - differences.lines.size(), "more Test") + "\n";
  }
  if (differences.tests != 0) {
    text +=
        "xrep: the steps of these Tests stay as they are, and results went to them by position; "
        "change the steps in Xray or in the test. Where only the last ones lack, the label xrep on "
        "the Test lets later runs add them\n";
  }
}

// What was imported and not read back yet may still turn out to be lost.
bool is_delivered(const Work& work) {
  return work.state == WorkState::delivered && (work.checked || work.done);
}

std::string counts_per_status(const Delivery& delivery) {
  constexpr std::array kOrder{Outcome::passed, Outcome::failed, Outcome::crashed, Outcome::skipped,
                              Outcome::not_started};
  std::map<Outcome, std::size_t> counts;
  for (const auto& work : delivery.work) {
    if (is_delivered(work)) {
      ++counts[work.outcome];
    }
  }
  std::string text;
  for (const auto outcome : kOrder) {
    if (counts[outcome] != 0) {
      text +=
          (text.empty() ? "" : ", ") + std::to_string(counts[outcome]) + " " + word_for(outcome);
    }
  }
  return text;
}

std::string headline(const Delivery& delivery, const Tally& tally) {
  if (delivery.execution.key.empty()) {
    return "nothing was sent to Xray";
  }
  std::string text = plural(tally.delivered, "result") + " in " + delivery.execution.key;
  if (tally.delivered != 0) {
    text += ": " + counts_per_status(delivery);
  }
  if (tally.files_planned != 0) {
    text +=
        "; " + std::to_string(tally.files_delivered) + " of " + plural(tally.files_planned, "file");
  }
  return text;
}

std::vector<std::string> reasons(const Delivery& delivery, WorkState state) {
  std::vector<std::string> lines;
  for (const auto& work : delivery.work) {
    if (work.state == state && !work.why.empty()) {
      lines.push_back(state == WorkState::refused
                          ? load(delivery.entries, work).identity + ": " + work.why
                          : work.why);
    }
  }
  return lines;
}

// A refused result takes its files with it.
void count_files(const Delivery& delivery, const Work& work, Tally& tally) {
  tally.files_planned += work.files;
  tally.files_refused += work.state == WorkState::refused ? work.files : work.files_refused;
  if (work.done) {
    tally.files_delivered += work.files;
  } else if (work.files != 0) {
    const Entry entry = load(delivery.entries, work);
    for (const auto& file : entry.files) {
      tally.files_delivered += delivery.log.state().files.count(file_receipt(entry.id, file));
    }
  }
}

void sort_left_out(const std::vector<LeftOut>& left_out, std::vector<std::string>& refused,
                   std::vector<std::string>& left) {
  for (const auto& result : left_out) {
    (result.refused ? refused : left).push_back(result.test + ": " + result.why);
  }
}

PushOutcome outcome_of(const Delivery& delivery, const Tally& tally, const Error* stopped) {
  if (stopped != nullptr && stopped->code == Errc::settings) {
    return PushOutcome::settings;
  }
  const bool files_pending = tally.files_delivered + tally.files_refused < tally.files_planned;
  if (stopped != nullptr || tally.pending != 0 || files_pending) {
    return stopped != nullptr && stopped->code == Errc::refused ? PushOutcome::refused
                                                                : PushOutcome::pending;
  }
  const bool refused =
      tally.refused != 0 || tally.files_refused != 0 || delivery.refused_links != 0;
  return refused ? PushOutcome::refused : PushOutcome::delivered;
}

std::string what_is_missing(const Tally& tally, std::size_t links) {
  const std::size_t files = tally.files_planned - tally.files_delivered - tally.files_refused;
  std::string text;
  if (tally.pending != 0) {
    text = plural(tally.pending, "result");
  }
  if (files != 0) {
    text += (text.empty() ? "" : " and ") + plural(files, "file");
  }
  if (links != 0) {
    text += (text.empty() ? "" : " and ") + plural(links, "link") + " to requirements";
  }
  return text.empty() ? "something" : text;
}

}  // namespace

std::string push_command(const std::vector<std::string>& directories) {
  std::string command = "xrep push";
  for (const auto& directory : directories) {
    const bool plain = directory.find_first_of(" '\"\\$&;()") == std::string::npos;
    command += plain ? " " + directory : " \"" + directory + "\"";
  }
  return command;
}

Tally tally_of(const Delivery& delivery, const std::vector<LeftOut>& left_out) {
  Tally tally;
  for (const auto& work : delivery.work) {
    if (work.state == WorkState::left_out) {
      continue;
    }
    ++tally.planned;
    const bool delivered = is_delivered(work);
    const bool refused = work.state == WorkState::refused;
    tally.delivered += delivered ? 1 : 0;
    tally.refused += refused ? 1 : 0;
    tally.pending += delivered || refused ? 0 : 1;
    count_files(delivery, work, tally);
  }
  for (const auto& result : left_out) {
    tally.planned += result.refused ? 1 : 0;
    tally.refused += result.refused ? 1 : 0;
  }
  return tally;
}

namespace {

std::vector<std::string> earlier_failures(const Delivery& delivery) {
  const auto& keys = delivery.still_failed;
  if (keys.empty()) {
    return {};
  }
  std::string text;
  constexpr std::size_t kMost = 10;
  for (std::size_t i = 0; i < std::min(kMost, keys.size()); ++i) {
    text += (i == 0 ? "" : ", ") + keys[i];
  }
  if (keys.size() > kMost) {
    text += " and " + std::to_string(keys.size() - kMost) + " more";
  }
  return {delivery.execution.key + " had failures of " + text +
          ", which stay although they did not fail here; --retries last lets the newer result "
          "replace them"};
}

}  // namespace

PushReport report_of(const Delivery& delivery, const std::vector<LeftOut>& left_out,
                     const Error* stopped, const std::vector<std::string>& directories) {
  const Tally tally = tally_of(delivery, left_out);
  PushReport report;
  report.outcome = outcome_of(delivery, tally, stopped);
  report.execution_key = delivery.execution.key;
  report.link = delivery.execution.link;
  report.summary = "xrep: " + headline(delivery, tally) + "\n";
  std::vector<std::string> refused = reasons(delivery, WorkState::refused);
  std::vector<std::string> left = reasons(delivery, WorkState::left_out);
  sort_left_out(left_out, refused, left);
  add_lines(report.summary, "refused: ", refused);
  add_lines(report.summary, "left out: ", left);
  add_lines(report.summary, "contradiction: ", delivery.contradictions);
  add_step_differences(report.summary, delivery.step_differences);
  add_lines(report.summary, "", earlier_failures(delivery));
  add_lines(report.summary, "not done: ", delivery.not_done, "");
  if (report.outcome == PushOutcome::pending || stopped != nullptr) {
    report.summary += "xrep: " + what_is_missing(tally, delivery.pending_links) + " not delivered" +
                      (stopped != nullptr ? ": " + stopped->message : "") + "\n" +
                      "xrep: nothing is lost; to go on: " + push_command(directories) + "\n";
  } else if (report.outcome == PushOutcome::refused) {
    report.summary += "xrep: once that is mended: " + push_command(directories) + "\n";
  }
  if (!report.link.empty()) {
    report.summary += "View in Xray: " + report.link + "\n";
  }
  return report;
}

PushReport report_of(const std::vector<LeftOut>& left_out,
                     const std::vector<std::string>& directories) {
  std::vector<std::string> refused;
  std::vector<std::string> left;
  sort_left_out(left_out, refused, left);
  PushReport report;
  report.outcome = refused.empty() ? PushOutcome::delivered : PushOutcome::refused;
  add_lines(report.summary, "refused: ", refused);
  add_lines(report.summary, "left out: ", left);
  if (report.summary.empty()) {
    report.summary = "xrep: the run holds no test result; nothing to push\n";
  } else if (!refused.empty()) {
    report.summary += "xrep: once that is mended: " + push_command(directories) + "\n";
  }
  return report;
}

PushReport report_of(const Error& error, const std::vector<std::string>& directories) {
  PushReport report;
  report.outcome = error.code == Errc::settings  ? PushOutcome::settings
                   : error.code == Errc::refused ? PushOutcome::refused
                                                 : PushOutcome::pending;
  report.summary = "xrep: not pushed: " + error.message + "\n" +
                   "xrep: everything is kept; to try again: " + push_command(directories) + "\n";
  return report;
}

}  // namespace xrep::client
