#include "pair/local_tests.hpp"

#include "plan/grouping.hpp"
#include "plan/import_plan.hpp"
#include "run.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

namespace xrep::client {

namespace {

bool is_meant(const std::string& name, const std::string& wanted) {
  return name == wanted || fits(name, wanted);
}

void add_keys(const std::vector<std::string>& keys, LocalTest& test) {
  for (const auto& key : keys) {
    if (is_issue_key(key) &&
        std::find(test.keys.begin(), test.keys.end(), key) == test.keys.end()) {
      test.keys.push_back(key);
    }
  }
}

}  // namespace

bool Selection::takes_suite(const std::string& name) const {
  return suite.empty() || is_meant(name, suite);
}

bool Selection::takes(const LocalTest& one) const {
  return takes_suite(one.suite) &&
         (test.empty() || is_meant(one.name, test) || is_meant(one.identity, test));
}

Expected<std::vector<LocalTest>> read_local_tests(const std::vector<std::string>& directories,
                                                  const Settings& settings) {
  struct Placed {
    TestPlace first;
    LocalTest test;
  };
  RunReader reader;
  ReadError error;
  std::map<std::string, Placed> by_name;
  const auto look = [&](const TestRecord& record, const TestPlace& place) {
    if (record.outcome == TestOutcome::running || !is_listed(record, settings)) {
      return;
    }
    const auto [found, is_new] = by_name.try_emplace(record.name);
    auto& [first, test] = found->second;
    if (is_new || place < first) {
      first = place;
      test.name = record.name;
      test.identity = identity_of(record, settings);
      test.suite = record.suite;
    }
    add_keys(record.keys, test);
  };
  const std::vector<std::filesystem::path> paths(directories.begin(), directories.end());
  if (!reader.open(paths, error) || !reader.each_test(look, error)) {
    return fail(Errc::local, error.message);
  }
  std::vector<Placed> placed;
  for (auto& [name, one] : by_name) {
    placed.push_back(std::move(one));
  }
  std::sort(placed.begin(), placed.end(),
            [](const Placed& a, const Placed& b) { return a.first < b.first; });
  std::vector<LocalTest> tests;
  for (auto& one : placed) {
    tests.push_back(std::move(one.test));
  }
  return tests;
}

std::vector<SourcedKey> keys_of(const LocalTest& test, const TestLinks& links) {
  if (test.keys.empty()) {
    return links.keys_of(test.name, test.identity);
  }
  std::vector<SourcedKey> keys;
  for (const auto& key : test.keys) {
    keys.push_back({key, "test"});
  }
  return keys;
}

const LocalTest* row_named(const std::vector<LocalTest>& tests, const std::string& name) {
  const auto found = std::find_if(tests.begin(), tests.end(),
                                  [&](const LocalTest& test) { return test.name == name; });
  return found == tests.end() || found->identity == name ? nullptr : &*found;
}

}  // namespace xrep::client
