#include "comparison.hpp"

#include "run.hpp"
#include "support/temp_dir.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

namespace xrep::test {
namespace {

namespace fs = std::filesystem;
using endless::Entry;

/// The events of a run by kind and number.
class Found {
 public:
  explicit Found(const Run& run, std::vector<std::string>& faults) : faults_(faults) {
    for (const auto& test : run.tests) {
      for (const auto& comment : test.comments) {
        add(comment, comment);
      }
      for (const auto& step : test.steps) {
        add_step(step);
      }
      for (const auto& failure : test.failures) {
        const auto start = failure.text.find("f ");
        add(start == std::string::npos ? failure.text : failure.text.substr(start), failure.text);
      }
      for (const auto& attachment : test.attachments) {
        add(attachment.name, read_file(attachment.file));
      }
    }
  }

  bool has(const Entry& entry) const { return found_.count({entry.kind, entry.number}) != 0; }
  std::size_t size() const { return found_.size(); }
  std::uint64_t last() const { return last_; }
  const std::set<std::uint64_t>& open_steps() const { return open_steps_; }

 private:
  void add(const std::string& named, const std::string& content) {
    if (named.size() < 3 || named[1] != ' ') {
      faults_.push_back("an event that nobody recorded: " + named.substr(0, 60));
      return;
    }
    const Entry entry{named[0], std::strtoull(named.c_str() + 2, nullptr, 10)};
    if (!found_.emplace(entry.kind, entry.number).second) {
      faults_.push_back("twice there: " + named.substr(0, 20));
    }
    // Catch2's text has lines of its own around it.
    if (content.find(endless::text_of(entry)) == std::string::npos) {
      faults_.push_back("not whole: " + named.substr(0, 20));
    }
    last_ = std::max(last_, entry.number);
  }

  void add_step(const StepRecord& step) {
    if (step.name == "records") {
      return;  // the section of a Catch2 test
    }
    add(step.name, step.name);
    if (step.outcome == StepOutcome::open) {
      open_steps_.insert(std::strtoull(step.name.c_str() + 2, nullptr, 10));
    }
  }

  std::vector<std::string>& faults_;
  std::set<std::pair<char, std::uint64_t>> found_;
  std::set<std::uint64_t> open_steps_;
  std::uint64_t last_ = 0;
};

/// What the ledger says as a whole.
struct Acknowledged {
  std::uint64_t tests = 0;
  std::uint64_t last = 0;  ///< number of the last entry that has one of the row
  std::vector<std::uint64_t> open_steps;
};

Acknowledged read(const std::vector<Entry>& ledger) {
  Acknowledged result;
  for (const auto& entry : ledger) {
    if (entry.kind == 't') {
      result.tests = entry.number;
    } else if (entry.kind == 'd') {
      result.open_steps.pop_back();
    } else {
      result.last = entry.number;
      if (entry.kind == 's') {
        result.open_steps.push_back(entry.number);
      }
    }
  }
  return result;
}

bool is_outside(const TestRecord& test) {
  return test.name.find("[outside a test]") != std::string::npos;
}

class Check {
 public:
  Check(const Run& run, const std::vector<Entry>& ledger, Comparison& result)
      : run_(run),
        ledger_(ledger),
        acknowledged_(read(ledger)),
        found_(run, result.faults),
        result_(result) {}

  void all() {
    process();
    events();
    tests();
    steps();
  }

 private:
  void expect(bool is_so, const std::string& fault) {
    if (!is_so) {
      result_.faults.push_back(fault);
    }
  }

  void process() {
    expect(run_.processes.size() <= 1, "more than one process");
    for (const auto& process : run_.processes) {
      expect(!process.alive && !process.ended, "the process does not count as died");
    }
    expect(run_.damaged_lines <= 1, "more than one line is torn");
    result_.torn = run_.damaged_lines != 0;
  }

  // The program does one thing after the other: there may be one event more than it acknowledged.
  void events() {
    for (const auto& entry : ledger_) {
      const bool in_row = entry.kind != 't' && entry.kind != 'd';
      expect(!in_row || found_.has(entry),
             "lost: " + std::string(1, entry.kind) + " " + std::to_string(entry.number));
    }
    expect(found_.size() == found_.last(), "there are gaps");
    expect(found_.last() <= acknowledged_.last + 1, "there are events that nobody recorded");
    result_.in_flight = found_.last() > acknowledged_.last;
  }

  void tests() {
    std::uint64_t started = run_.tests.size();
    if (started > 0 && is_outside(run_.tests.back())) {
      --started;
      result_.between_tests = true;
    }
    expect(started == acknowledged_.tests || started == acknowledged_.tests + 1,
           std::to_string(started) + " tests, " + std::to_string(acknowledged_.tests) +
               " of them acknowledged");
    for (std::uint64_t i = 0; i + 1 < run_.tests.size(); ++i) {
      const auto outcome = endless::fails(i + 1) ? TestOutcome::failed : TestOutcome::passed;
      expect(run_.tests[i].outcome == outcome,
             "test " + std::to_string(i + 1) + " has the wrong outcome");
    }
    if (!run_.tests.empty()) {
      expect(run_.tests.back().outcome == TestOutcome::crashed, "the last test did not crash");
    }
    result_.in_flight = result_.in_flight || started > acknowledged_.tests;
  }

  // One more or one less than acknowledged: that one was just being opened or closed.
  void steps() {
    std::set<std::uint64_t> open(acknowledged_.open_steps.begin(), acknowledged_.open_steps.end());
    auto one_closed = open;
    if (!acknowledged_.open_steps.empty()) {
      one_closed.erase(acknowledged_.open_steps.back());
    }
    auto one_opened = open;
    one_opened.insert(acknowledged_.last + 1);
    const auto& seen = found_.open_steps();
    const bool closing = seen == one_closed && seen != open;
    const bool opening = seen == one_opened && found_.last() > acknowledged_.last;
    expect(seen == open || closing || opening, "the open steps are not those of the ledger");
    expect(!closing || found_.last() == acknowledged_.last, "two events are in flight");
    result_.in_flight = result_.in_flight || closing;
    result_.in_step = !seen.empty();
  }

  const Run& run_;
  const std::vector<Entry>& ledger_;
  Acknowledged acknowledged_;
  Found found_;
  Comparison& result_;
};

}  // namespace

Comparison compare(const fs::path& results, const std::vector<Entry>& ledger) {
  Comparison result;
  const auto directories = find_run_directories(results);
  result.has_run = !directories.empty();
  if (!result.has_run) {
    if (!ledger.empty()) {
      result.faults.emplace_back("there is no run directory");
    }
    return result;
  }
  Run run;
  ReadError error;
  if (directories.size() > 1) {
    result.faults.emplace_back("more than one run directory");
  } else if (!read_run(directories, run, error)) {
    result.faults.push_back("unreadable: " + error.message);
  } else {
    Check(run, ledger, result).all();
  }
  return result;
}

}  // namespace xrep::test
