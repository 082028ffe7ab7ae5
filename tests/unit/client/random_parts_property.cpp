#include "random_parts_property.hpp"

#include "plan_records.hpp"

#include <random>

namespace xrep::client {
namespace {

class Grower {
 public:
  explicit Grower(unsigned seed) : random_(seed) {}

  RandomParts grow() {
    choose_settings();
    const auto shape = below(3);
    const auto key = shape == 2 || chance(30) ? "CALC-1" : "";
    const auto count = shape == 0 ? 1 : 1 + below(4);
    std::vector<TestRecord> records;
    for (unsigned part = 0; part < count; ++part) {
      const auto number = std::to_string(part);
      auto record = shape == 1 ? records::instance("All/Cart.Adds", number)
                               : records::test("Cart.Test" + number);
      if (*key != '\0') record.keys = {key};
      const auto attempts = chance(25) ? 1 + below(3) : 1;
      for (unsigned attempt = 0; attempt < attempts; ++attempt) records.push_back(filled(record));
    }
    parts_.run = records::run(std::move(records));
    return std::move(parts_);
  }

 private:
  unsigned below(unsigned limit) { return static_cast<unsigned>(random_()) % limit; }
  bool chance(unsigned percent) { return below(100) < percent; }

  void choose_settings() {
    auto& settings = parts_.settings;
    settings.project = "CALC";
    settings.parameters = static_cast<ParameterPolicy>(below(3));
    settings.retries = static_cast<RetryPolicy>(below(2));
    settings.disabled = static_cast<DisabledPolicy>(below(2));
    if (chance(20)) settings.test_execution = "CALC-50";
  }

  std::string word() { return "w" + std::to_string(++words_) + "z"; }

  std::string kept(const std::string& test, const std::string& text) {
    parts_.words[test].push_back(text);
    return text;
  }

  std::string text(const std::string& test) {
    auto result = kept(test, word());
    if (chance(30)) result += "\n  " + kept(test, word()) + "\n";
    return result;
  }

  TestRecord filled(TestRecord record) {
    constexpr TestOutcome kOutcomes[] = {
        TestOutcome::passed,  TestOutcome::passed,      TestOutcome::failed,
        TestOutcome::skipped, TestOutcome::crashed,     TestOutcome::interrupted,
        TestOutcome::exited,  TestOutcome::not_started, TestOutcome::disabled};
    record.outcome = kOutcomes[below(9)];
    if (record.outcome == TestOutcome::crashed) record.died_of = kept(record.name, word());
    if (record.outcome == TestOutcome::not_started || record.outcome == TestOutcome::disabled) {
      return record;
    }
    const auto passes = chance(30) ? 1 + below(3) : 0;
    for (unsigned pass = 1; pass <= passes; ++pass) record.passes.push_back(pass);
    if (chance(60)) add_steps(record);
    add_messages(record);
    add_parameters(record);
    add_files(record);
    for (auto left = below(3); left > 0; --left) record.comments.push_back(text(record.name));
    if (chance(10)) record.remarks.push_back(kept(record.name, word()));
    if (chance(10)) {
      const auto name = kept(record.name, word());
      record.refused_attachments.push_back({name, kept(record.name, word())});
    }
    return record;
  }

  unsigned pass_of(const TestRecord& record) {
    return record.passes.empty() ? 0 : below(static_cast<unsigned>(record.passes.size())) + 1;
  }

  // Names from a few, so that steps of different passes and parts are laid over each other.
  void add_steps(TestRecord& record) {
    const auto count = 1 + below(5);
    const auto first_pass = record.passes.empty() ? 0U : 1U;
    std::uint32_t number = 0;
    for (auto pass = first_pass; pass <= record.passes.size(); ++pass) {
      const auto before = number;
      for (unsigned i = 0; i < count; ++i) {
        const auto inside = number - before;
        const auto parent = inside > 0 && chance(40) ? before + 1 + below(inside) : 0;
        auto step = records::step(++number, std::string(1, static_cast<char>('a' + below(3))),
                                  static_cast<StepOutcome>(below(3)), parent, pass);
        if (chance(20)) step.expected = "as it should be";
        record.steps.push_back(step);
      }
    }
    const bool died = record.outcome == TestOutcome::crashed ||
                      record.outcome == TestOutcome::exited ||
                      record.outcome == TestOutcome::interrupted;
    if (died && chance(70)) record.steps.back().outcome = StepOutcome::open;
  }

  /// A step and its pass, or no step of some pass; sometimes of a pass that does not count.
  std::pair<std::uint32_t, std::uint32_t> place(const TestRecord& record) {
    if (!record.steps.empty() && chance(60)) {
      const auto& step = record.steps[below(static_cast<unsigned>(record.steps.size()))];
      return {step.number, step.pass};
    }
    if (!record.passes.empty() && chance(10)) return {0, record.passes.back() + 1};
    return {0, chance(30) ? 0 : pass_of(record)};
  }

  void add_messages(TestRecord& record) {
    const bool failed = record.outcome == TestOutcome::failed;
    const auto failures = failed ? 1 + below(3) : (chance(15) ? 1U : 0U);
    for (unsigned i = 0; i < failures; ++i) {
      const auto [step, pass] = place(record);
      record.failures.push_back(records::message(text(record.name), step, pass));
    }
    if (record.outcome == TestOutcome::skipped || chance(10)) {
      const auto [step, pass] = place(record);
      record.skips.push_back(records::message(text(record.name), step, pass));
    }
  }

  // The same names in all passes and parts; within one pass they differ, else the last value wins.
  void add_parameters(TestRecord& record) {
    const auto add = [&](const std::string& name, std::uint32_t pass) {
      auto value = word();
      if (chance(20)) value += " " + std::string(40 + below(40), 'v') + " " + word();
      record.parameters.push_back({name, kept(record.name, value), pass});
    };
    if (chance(25)) add("of the test", 0);
    if (chance(70)) return;
    for (const auto pass : record.passes) add("of the pass", pass);
    if (record.passes.empty()) add("currency", 0);
  }

  void add_files(TestRecord& record) {
    for (auto left = below(3); left > 0; --left) {
      const auto [step, pass] = place(record);
      auto file = records::attachment(chance(50) ? "log.txt" : "shot.png", step, pass);
      file.file = "attachments/" + word();
      parts_.files[record.name].push_back(file.file.string());
      record.attachments.push_back(std::move(file));
    }
  }

  std::mt19937 random_;
  unsigned words_ = 0;
  RandomParts parts_;
};

}  // namespace

RandomParts random_parts(unsigned seed) {
  return Grower(seed).grow();
}

}  // namespace xrep::client
