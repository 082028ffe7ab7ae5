#include "recording.hpp"

#include "support/run_writer.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace xrep::schedules {

namespace {

using test::RunWriter;
namespace fs = std::filesystem;

const char* status_of(const std::string& result) {
  return result == "passed" ? "PASSED" : result == "failed" ? "FAILED" : "TODO";
}

/// The Tests that every sandbox starts with (docs/sandbox.md) and that a run may fill.
struct Existing {
  const char* key;
  const char* name;  ///< definition or summary
  std::size_t steps;
};

std::string hex(std::uint64_t value) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (int i = 0; i < 8; ++i, value >>= 4U) {
    text += kDigits[value & 0xfU];
  }
  return text;
}

// The writer gives every process the same number.
std::string as_other_process(std::string text) {
  const std::string number = "4711-";
  for (std::size_t at = 0; (at = text.find(number, at)) != text.npos; at += number.size()) {
    text.replace(at, number.size(), "4712-");
  }
  return text;
}

class Drawing {
 public:
  Drawing(Chance& chance, const std::filesystem::path& folder, int directories) : chance_(chance) {
    for (int i = 0; i < directories; ++i) {
      writers_.emplace_back(folder,
                            "20260301-02000" + std::to_string(i) + "-" + hex(chance.next()));
      recording_.directories.push_back(writers_.back().path());
    }
  }

  Recording draw_later(Recording earlier) {
    recording_.results = std::move(earlier.results);
    late_ = "Late";
    for (auto& result : recording_.results) {
      if (!result.iterations.empty() && chance_.percent(60)) {
        draw_later_iterations(result);
      }
    }
    draw_new(0);
    writers_.front().end();
    earlier.results = std::move(recording_.results);
    return earlier;
  }

  Recording draw() {
    draw_settings();
    draw_existing();
    const int few = chance_.between(1, 6);
    const int count = chance_.percent(80) ? few : chance_.between(7, 40);
    for (int i = 0; i < count; ++i) {
      draw_new(i);
    }
    if (chance_.percent(10)) {
      draw_key_of_nothing();
    }
    for (auto& writer : writers_) {
      if (chance_.percent(15)) {
        draw_crash(writer);
      } else {
        writer.end();
      }
    }
    return std::move(recording_);
  }

 private:
  void draw_settings() {
    if (chance_.percent(30)) {
      recording_.plan = "DEMO-9";
    }
    if (chance_.percent(20)) {
      recording_.environments = {"linux", "gcc12"};
    }
    for (auto& writer : writers_) {
      if (!recording_.plan.empty()) {
        writer.setting("test_plan", recording_.plan);
      }
      if (!recording_.environments.empty()) {
        writer.setting("environments", "linux,gcc12");
      }
    }
    if (chance_.percent(20)) {
      writers_.front().setting("revision", "9f1c2ab");
    }
  }

  RunWriter& writer() {
    const int last = static_cast<int>(writers_.size()) - 1;
    return writers_[static_cast<std::size_t>(chance_.between(0, last))];
  }

  std::string verdict() { return chance_.percent(70) ? "passed" : "failed"; }

  std::string word(const char* kind) {
    return std::string(kind) + "-" + std::to_string(++words_) + "-" + hex(chance_.next());
  }

  File draw_file(RunWriter& to, int step) {
    const int n = ++files_;
    const std::string name = (chance_.percent(10) ? "Bild \u00e4 " : "file-") + late_ +
                             std::to_string(n) + (chance_.percent(50) ? ".log" : ".png");
    const int kind = chance_.below(100);
    const int size = kind < 3    ? chance_.between(1'048'577, 1'400'000)
                     : kind < 12 ? chance_.between(20'000, 200'000)
                                 : chance_.between(1, 2'000);
    to.file(name, chance_.percent(50) ? "text/plain" : "image/png",
            std::string(static_cast<std::size_t>(size), 'x'), step);
    return {name, static_cast<std::uint64_t>(size)};
  }

  void draw_files(RunWriter& to, int step, Files& files, int share) {
    while (chance_.percent(share)) {
      files.insert(draw_file(to, step));
      share /= 2;
    }
  }

  void draw_words(RunWriter& to, const std::string& result, ExpectedResult& expected) {
    if (result == "failed") {
      expected.words.push_back(word("failure"));
      to.event("failure",
               {{"text", expected.words.back()}, {"file", "shop_test.cpp"}, {"line", 12}});
    }
    if (chance_.percent(20)) {
      expected.words.push_back(word("comment"));
      to.event("comment", {{"text", expected.words.back()}});
    }
  }

  void draw_defect(RunWriter& to, ExpectedResult& expected) {
    if (chance_.percent(10)) {
      to.event("defect", {{"value", "DEMO-3"}});
      expected.defects = {"DEMO-3"};
    }
  }

  void draw_requirement(RunWriter& to, ExpectedResult& expected) {
    if (chance_.percent(15)) {
      to.event("requirement", {{"value", "DEMO-1"}});
      expected.requirements = {"DEMO-1"};
    }
  }

  // Steps of one test or of one iteration, and the files on them.
  std::vector<ExpectedStep> draw_steps(RunWriter& to, int count, std::string& result) {
    std::vector<ExpectedStep> steps;
    for (int s = 1; s <= count; ++s) {
      const std::string of_step = chance_.percent(80) ? "passed" : "failed";
      to.step(s, "Step " + std::to_string(s), of_step);
      steps.push_back({status_of(of_step), {}});
      draw_files(to, s, steps.back().files, 25);
      if (of_step == "failed") {
        result = "failed";
      }
    }
    return steps;
  }

  void draw_plain(ExpectedResult& expected) {
    auto& to = writer();
    start(to, expected);
    expected.outcome = verdict();
    draw_words(to, expected.outcome, expected);
    draw_defect(to, expected);
    draw_files(to, 0, expected.files, 40);
    to.finish(expected.outcome);
  }

  void draw_with_steps(ExpectedResult& expected, int steps, std::size_t of_test) {
    auto& to = writer();
    start(to, expected);
    expected.outcome = verdict();
    expected.steps = draw_steps(to, steps, expected.outcome);
    expected.steps.resize(std::max(of_test, expected.steps.size()), {"TODO", {}});
    draw_words(to, expected.outcome, expected);
    draw_defect(to, expected);
    draw_files(to, 0, expected.files, 20);
    to.finish(expected.outcome);
  }

  // Where xrep puts a file of an iteration that belongs to none of its steps.
  static ExpectedStep& step_for_files(ExpectedIteration& iteration) {
    const auto failed =
        std::find_if(iteration.steps.begin(), iteration.steps.end(),
                     [](const ExpectedStep& step) { return step.status == "FAILED"; });
    return failed == iteration.steps.end() ? iteration.steps.front() : *failed;
  }

  void draw_iterations(ExpectedResult& expected, int steps) {
    expected.outcome = expected.outcome.empty() ? "passed" : expected.outcome;
    expected.steps_recorded = steps;
    expected.steps_at_first = steps;
    const int count = chance_.between(1, 4);
    for (int i = 0; i < count; ++i) {
      auto& to = writer();
      const std::string value = "case" + late_ + std::to_string(i);
      to.test(expected.name + "/" + value, {{"identity", expected.name}, {"instance", value}});
      if (!expected.key.empty()) {
        to.event("key", {{"value", expected.key}});
      }
      to.event("parameter", {{"name", "currency"}, {"value", value}});
      std::string result = verdict();
      ExpectedIteration iteration;
      iteration.steps = draw_steps(to, steps, result);
      iteration.status = status_of(result);
      if (steps == 0) {
        iteration.steps = {{iteration.status, {}}};
      }
      draw_words(to, result, expected);
      draw_files(to, 0, step_for_files(iteration).files, 20);
      to.finish(result);
      expected.outcome = result == "failed" ? "failed" : expected.outcome;
      expected.iterations[value] = std::move(iteration);
    }
    // What a failed iteration said stands in its log.
    expected.words.clear();
  }

  // Those that come later may come farther: a new Test is extended then.
  void draw_later_iterations(ExpectedResult& result) {
    const int first = result.steps_at_first;
    const bool extends = result.key.empty() && first > 0 && chance_.percent(60);
    draw_iterations(result, result.steps_recorded + (extends ? chance_.between(1, 3) : 0));
    result.steps_at_first = first;
    for (auto& [value, iteration] : result.iterations) {
      if (first > 0) {
        iteration.steps.resize(static_cast<std::size_t>(result.steps_recorded), {"TODO", {}});
      }
    }
  }

  void start(RunWriter& to, const ExpectedResult& expected) {
    to.test(expected.name);
    if (!expected.key.empty()) {
      to.event("key", {{"value", expected.key}});
    }
  }

  void keep(ExpectedResult expected) { recording_.results.push_back(std::move(expected)); }

  void draw_existing() {
    ExpectedResult expected;
    if (chance_.percent(30)) {
      expected = {};
      expected.name = "Shop.PaysByCard";
      expected.key = "DEMO-4";
      draw_with_steps(expected, chance_.between(1, 3), 3);
      keep(expected);
    }
    if (chance_.percent(20)) {
      expected = {};
      expected.name = "Shop.Converts";
      expected.key = "DEMO-5";
      draw_iterations(expected, chance_.below(2));
      keep(expected);
    }
    if (chance_.percent(20)) {
      expected = {};
      expected.name = "Basket.StartsEmpty";
      expected.key = "DEMO-6";
      draw_by_name(expected);
      keep(expected);
    }
    if (chance_.percent(20)) {
      expected = {};
      expected.name = "Price.Rounds";
      expected.key = "DEMO-7";
      draw_plain(expected);
      keep(expected);
    }
    if (chance_.percent(10)) {
      draw_skipped_with_key();
    }
  }

  // The Test is known by its definition alone.
  void draw_by_name(ExpectedResult& expected) {
    const std::string key = std::exchange(expected.key, "");
    draw_plain(expected);
    expected.key = key;
  }

  void draw_skipped_with_key() {
    ExpectedResult expected;
    expected.name = "Discount.Skips";
    expected.key = "DEMO-8";
    expected.outcome = "skipped";
    auto& to = writer();
    start(to, expected);
    expected.words = {word("skip")};
    to.event("skip", {{"text", expected.words.back()}}).finish("skipped");
    keep(expected);
  }

  void draw_key_of_nothing() {
    ExpectedResult expected;
    expected.name = "Shop.HasALostKey";
    expected.key = "DEMO-4711";
    expected.refused = true;
    draw_plain(expected);
    keep(expected);
  }

  void draw_new(int number) {
    ExpectedResult expected;
    expected.name = "Shop.Test" + late_ + std::to_string(number);
    const int kind = chance_.below(100);
    if (kind < 50) {
      draw_plain(expected);
    } else if (kind < 70) {
      const int steps = chance_.between(1, 4);
      draw_with_steps(expected, steps, static_cast<std::size_t>(steps));
    } else if (kind < 90) {
      expected.name = "All/" + expected.name;
      draw_iterations(expected, chance_.below(3));
    } else if (kind < 95) {
      auto& to = writer();
      start(to, expected);
      expected.outcome = "passed";
      draw_requirement(to, expected);
      to.finish("passed");
    } else {
      // Without a Test, and none is created for it.
      writer().test(expected.name).finish("skipped");
      return;
    }
    keep(expected);
  }

  void draw_crash(RunWriter& to) {
    ExpectedResult expected;
    expected.name = "Shop.Dies" + std::to_string(++crashes_);
    to.test(expected.name);
    expected.outcome = "crashed";
    if (chance_.percent(50)) {
      to.event("step_started", {{"s", 1}, {"name", "Divide"}});
      expected.steps = {{"FAILED", {}}};
      draw_files(to, 1, expected.steps.front().files, 30);
    }
    draw_files(to, 0, expected.files, 30);
    if (chance_.percent(50)) {
      to.event("died", {{"cause", "SIGSEGV"}});
      expected.words.emplace_back("SIGSEGV");
    }
    keep(expected);
  }

  Chance& chance_;
  std::vector<RunWriter> writers_;
  Recording recording_;
  std::string late_;  ///< part of all names of what comes later
  int words_ = 0;
  int files_ = 0;
  int crashes_ = 0;
};

}  // namespace

Recording record(Chance& chance, const std::filesystem::path& folder) {
  const int directories = chance.percent(20) ? 2 : 1;
  return Drawing(chance, folder, directories).draw();
}

void record_later(Chance& chance, const fs::path& draft, Recording& recording) {
  recording = Drawing(chance, draft, 1).draw_later(std::move(recording));
  const fs::path from = *fs::directory_iterator(draft);
  const fs::path to = recording.directories.front();
  for (const auto& file : fs::directory_iterator(from / "attachments")) {
    fs::rename(file.path(), to / "attachments" / as_other_process(file.path().filename()));
  }
  const fs::path events = "events-4711-0a0b0c0d.jsonl";
  std::ifstream in(from / events, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  std::ofstream(to / as_other_process(events), std::ios::binary) << as_other_process(text);
}

}  // namespace xrep::schedules
