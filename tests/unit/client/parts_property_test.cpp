#include "body.hpp"
#include "cloud/import_document.hpp"
#include "random_parts_property.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace xrep::client {
namespace {

using cloud::Target;
using cloud::TestKind;

constexpr unsigned kSeeds = 4000;

Target existing(TestKind kind, std::uint32_t steps) {
  Target target;
  target.exists = true;
  target.kind = kind;
  target.step_count = steps;
  target.key = "CALC-1";
  return target;
}

/// The kinds of Xray Tests that an entry may go to: a new one, and those that exist.
std::vector<Target> targets_of(const Entry& entry) {
  auto fresh = Target();
  fresh.kind = cloud::kind_of_new_test(entry);
  return {fresh, existing(TestKind::generic, 0), existing(TestKind::steps, 1),
          existing(TestKind::steps, 3)};
}

cloud::DocumentOptions without_evidence() {
  cloud::DocumentOptions options;
  options.project = "CALC";
  options.with_evidence = false;
  options.max_inline_file = 0;
  return options;
}

std::string text_of(const Body& body) {
  std::string text;
  BodyReader reader(body);
  std::array<char, 1U << 14U> buffer{};
  for (std::size_t count = 0; (count = reader.read(buffer.data(), buffer.size())) != 0;) {
    text.append(buffer.data(), count);
  }
  return text;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Said once more, and otherwise than the code says it: failed before crashed before passed before
// skipped before never started.
int badness(TestOutcome outcome) {
  switch (outcome) {
    case TestOutcome::failed:
      return 4;
    case TestOutcome::crashed:
    case TestOutcome::exited:
      return 3;
    case TestOutcome::passed:
      return 2;
    case TestOutcome::skipped:
    case TestOutcome::interrupted:
      return 1;
    default:
      return 0;
  }
}

int badness(Outcome outcome) {
  constexpr std::array<TestOutcome, 5> kSame = {TestOutcome::passed, TestOutcome::failed,
                                                TestOutcome::skipped, TestOutcome::crashed,
                                                TestOutcome::not_started};
  return badness(kSame.at(static_cast<std::size_t>(outcome)));
}

bool is_bad(Outcome outcome) {
  return outcome == Outcome::failed || outcome == Outcome::crashed;
}

/// The worst verdict of the attempts of one test, or the last one that came to any.
int expected_badness(const RandomParts& parts, const std::string& name) {
  int worst = 0;
  int last = 0;
  for (const auto& record : parts.run.tests) {
    if (record.name != name) continue;
    worst = std::max(worst, badness(record.outcome));
    if (badness(record.outcome) > 0) last = badness(record.outcome);
  }
  return parts.settings.retries == RetryPolicy::worst ? worst : last;
}

int expected_badness(const RandomParts& parts, const Entry& entry) {
  int worst = 0;
  for (const auto& name : entry.tests) worst = std::max(worst, expected_badness(parts, name));
  return worst;
}

bool was_disabled(const RandomParts& parts, const std::string& name) {
  return std::all_of(parts.run.tests.begin(), parts.run.tests.end(), [&](const auto& record) {
    return record.name != name || record.outcome == TestOutcome::disabled;
  });
}

void expect_every_file(const std::vector<std::string>& paths, const Entry& entry) {
  for (const auto& path : paths) {
    EXPECT_EQ(std::count_if(entry.files.begin(), entry.files.end(),
                            [&](const PlannedFile& file) { return file.file == path; }),
              1)
        << path << " is lost or there twice";
  }
}

/// Names differ, and each file goes to a place that the Test has.
void expect_places(const Entry& entry, const Target& target) {
  std::vector<std::string> names;
  for (const auto& file : entry.files) {
    EXPECT_FALSE(contains(names, file.name)) << file.name;
    names.push_back(file.name);
    const auto place = cloud::place_of(file, entry, target);
    EXPECT_LT(place.iteration, static_cast<int>(entry.iterations.size()));
    if (place.step < 0) continue;
    const auto steps = target.exists              ? target.step_count
                       : entry.iterations.empty() ? entry.steps.size()
                                                  : entry.iterations.front().steps.size();
    EXPECT_LT(place.step, static_cast<int>(steps)) << file.name;
  }
}

/// Everything that these tests said stands in each document that can be made of the entry.
void expect_nothing_lost(const RandomParts& parts, const std::vector<std::string>& tests,
                         const Entry& entry) {
  for (const auto& target : targets_of(entry)) {
    SCOPED_TRACE(target.exists ? "Test with " + std::to_string(target.step_count) + " steps"
                               : std::string("new Test"));
    const auto text = text_of(cloud::entry_document(entry, target, without_evidence()));
    expect_places(entry, target);
    for (const auto& test : tests) {
      const auto words = parts.words.find(test);
      if (words == parts.words.end()) continue;
      for (const auto& word : words->second) {
        EXPECT_NE(text.find(word), std::string::npos) << word << " is not in " << text;
      }
    }
  }
  for (const auto& test : tests) {
    const auto files = parts.files.find(test);
    if (files != parts.files.end()) expect_every_file(files->second, entry);
  }
}

void expect_no_test_lost(const RandomParts& parts, const std::vector<Entry>& entries,
                         const std::vector<LeftOut>& left_out) {
  for (const auto& record : parts.run.tests) {
    const auto& name = record.name;
    const bool sent = std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) {
      return contains(entry.tests, name) || entry.text.find(name) != std::string::npos;
    });
    const bool told = std::any_of(left_out.begin(), left_out.end(),
                                  [&](const LeftOut& left) { return left.test == name; });
    EXPECT_TRUE(sent || told || was_disabled(parts, name)) << name << " is nowhere";
  }
}

class Parts : public ::testing::Test {
 protected:
  /// Calls `check` for each seed until one fails.
  template <class Check>
  void for_each_seed(Check check) {
    for (unsigned seed = 1; seed <= kSeeds; ++seed) {
      SCOPED_TRACE("random_parts(" + std::to_string(seed) + ")");
      check(random_parts(seed));
      if (HasFailure()) return;
    }
  }
};

TEST_F(Parts, HaveTheWorstVerdictOrThatOfTheLastAttempt) {
  for_each_seed([](const RandomParts& parts) {
    std::vector<LeftOut> left_out;
    for (const auto& entry : entries_of(parts.run, parts.settings, left_out)) {
      EXPECT_EQ(badness(entry.outcome), expected_badness(parts, entry)) << entry.id;
      for (const auto& iteration : entry.iterations) {
        EXPECT_TRUE(is_bad(entry.outcome) || !is_bad(iteration.outcome)) << iteration.name;
      }
    }
  });
}

TEST_F(Parts, AreShownWithAllTheirMessagesValuesCommentsAndFiles) {
  for_each_seed([](const RandomParts& parts) {
    std::vector<LeftOut> left_out;
    const auto entries = entries_of(parts.run, parts.settings, left_out);
    for (const auto& entry : entries) expect_nothing_lost(parts, entry.tests, entry);
    expect_no_test_lost(parts, entries, left_out);
  });
}

TEST_F(Parts, OfTwoEntriesThatGoToOneTestAreAllShown) {
  for_each_seed([](const RandomParts& parts) {
    auto apart = parts.settings;
    apart.parameters = ParameterPolicy::separate;
    auto run = parts.run;
    for (auto& record : run.tests) record.keys.clear();
    std::vector<LeftOut> left_out;
    auto entries = entries_of(run, apart, left_out);
    if (entries.size() < 2) return;
    const auto merged = merge_entries(entries[0], entries[1]);
    auto tests = entries[0].tests;
    tests.insert(tests.end(), entries[1].tests.begin(), entries[1].tests.end());
    EXPECT_EQ(badness(merged.outcome), expected_badness(parts, merged));
    expect_nothing_lost(parts, tests, merged);
  });
}

}  // namespace
}  // namespace xrep::client
