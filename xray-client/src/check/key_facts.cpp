#include "check/key_facts.hpp"

#include "plan/listed.hpp"

#include <map>
#include <set>
#include <utility>

namespace xrep::client {

namespace {

using Texts = std::vector<std::string>;

/// So many faults are shown one by one.
constexpr std::size_t kMostShown = 50;

Texts keys_of(const KeyUses& uses) {
  Texts keys;
  for (const auto& [key, use] : uses) {
    keys.push_back(key);
  }
  return keys;
}

/// One kind of issues that Xray has.
struct Kind {
  const char* name;
  bool (*is)(Dialect&, const std::string& key);
};

template <class Found>
bool is_there(const Expected<std::optional<Found>>& found) {
  return found && found->has_value();
}

bool is_plan(Dialect& dialect, const std::string& key) {
  return is_there(dialect.plan_id(key));
}

bool is_execution(Dialect& dialect, const std::string& key) {
  return is_there(dialect.execution_by_key(key));
}

bool is_set(Dialect& dialect, const std::string& key) {
  return is_there(dialect.set_id(key));
}

// Of the kinds of Xray only, and with a request for each.
std::string kind_by_xray(const std::string& wanted, const std::string& key, Issues& issues) {
  constexpr std::size_t kMostAsked = 10;
  if (++issues.asked > kMostAsked) {
    return {};
  }
  constexpr Kind kKinds[] = {
      {"Test Plan", is_plan}, {"Test Execution", is_execution}, {"Test Set", is_set}};
  for (const auto& kind : kKinds) {
    if (kind.name != wanted && kind.is(issues.dialect, key)) {
      return kind.name;
    }
  }
  if (wanted == "Test") {
    return {};
  }
  const auto tests = issues.dialect.tests_by_key(issues.site, {key});
  return tests && !tests->empty() ? "Test" : std::string();
}

std::string is_no(const std::string& wanted, const std::string& type) {
  return "is no " + wanted + ", its type is " + type;
}

/// What there is instead of a `wanted`, for people.
std::string instead_of(const std::string& wanted, const std::string& key, Issues& issues) {
  if (issues.jira != nullptr) {
    const auto type = issues.jira->type_of(key);
    if (type && !*type) {
      return "does not exist, or JIRA_USER may not see it";
    }
    if (type && **type == wanted) {
      return "is a " + wanted + " in Jira, but Xray does not show it";
    }
    if (type && !(*type)->empty()) {
      return is_no(wanted, **type);
    }
  } else if (const auto type = kind_by_xray(wanted, key, issues); !type.empty()) {
    return is_no(wanted, type);
  }
  return "does not exist or is no " + wanted;
}

Fact missing(const std::string& wanted, const std::string& key, const KeyUse& use, Issues& issues) {
  return wrong(wanted == "Test" ? "key " + key : wanted + " " + key,
               key + " " + instead_of(wanted, key, issues) + "; " + named_by(use),
               "correct the key there, or create the " + wanted +
                   "; the user of Xray's API key has to see it");
}

template <class Found>
Fact container(const std::string& setting, const std::string& wanted, const std::string& key,
               const Expected<std::optional<Found>>& found, Issues& issues) {
  if (!found) {
    return not_asked(setting, found.error());
  }
  if (found->has_value()) {
    return ok(setting, key + " is a " + wanted);
  }
  return wrong(setting, key + " " + instead_of(wanted, key, issues),
               "correct the setting " + setting + ", or create the " + wanted +
                   "; the user of Xray's API key has to see it");
}

Fact the_rest(const std::string& name, std::size_t count, const std::string& wanted) {
  return wrong(
      name, "… and " + std::to_string(count) + " more that do not exist or are no " + wanted + "s",
      "correct those above and check again");
}

std::string type_of(const RemoteTest& test) {
  return test.type.empty() ? "of unknown type" : test.type;
}

std::string shown(const RemoteTest& test) {
  return test.key + " is a Test, " + type_of(test) +
         (test.kind == cloud::TestKind::steps ? ", " + plural(test.step_count, "step") : "");
}

std::string counted(const std::map<std::string, std::size_t>& by_type) {
  Texts texts;
  for (const auto& [type, count] : by_type) {
    texts.push_back(std::to_string(count) + " " + type);
  }
  return listed(texts);
}

Fact good_tests(const std::map<std::string, const RemoteTest*>& found, std::size_t named) {
  std::map<std::string, std::size_t> by_type;
  for (const auto& [key, test] : found) {
    ++by_type[type_of(*test)];
  }
  return ok("keys", std::to_string(found.size()) + " of " + std::to_string(named) + " are Tests" +
                        (found.empty() ? "" : ": " + counted(by_type)));
}

}  // namespace

Facts container_facts(const Settings& settings, Issues& issues) {
  Facts facts;
  if (const auto& key = settings.test_plan; !key.empty()) {
    facts.push_back(container("test_plan", "Test Plan", key, issues.dialect.plan_id(key), issues));
  }
  if (const auto& key = settings.test_execution; !key.empty()) {
    facts.push_back(container("test_execution", "Test Execution", key,
                              issues.dialect.execution_by_key(key), issues));
  }
  return facts;
}

Facts set_facts(const KeyUses& sets, Issues& issues) {
  const std::string name = "Test Sets";
  Facts facts;
  if (sets.empty()) {
    return facts;
  }
  const auto found = issues.dialect.sets_by_key(keys_of(sets));
  if (!found) {
    return {not_asked(name, found.error())};
  }
  std::size_t bad = 0;
  for (const auto& [key, use] : sets) {
    if (found->count(key) == 0 && ++bad <= kMostShown) {
      facts.push_back(missing("Test Set", key, use, issues));
    }
  }
  if (bad > kMostShown) {
    facts.push_back(the_rest(name, bad - kMostShown, "Test Set"));
  }
  facts.insert(facts.begin(), ok(name, std::to_string(sets.size() - bad) + " of " +
                                           std::to_string(sets.size()) + " are Test Sets"));
  return facts;
}

Facts test_facts(const KeyUses& tests, bool each, Issues& issues) {
  const std::string name = "keys";
  if (tests.empty()) {
    return {ok(name, "none: Tests are found by the names of the tests, or created")};
  }
  const auto found = issues.dialect.tests_by_key(issues.site, keys_of(tests));
  if (!found) {
    return {not_asked(name, found.error())};
  }
  std::map<std::string, const RemoteTest*> by_key;
  for (const auto& test : *found) {
    by_key.emplace(test.key, &test);
  }
  Facts facts{good_tests(by_key, tests.size())};
  std::size_t bad = 0;
  for (const auto& [key, use] : tests) {
    const auto there = by_key.find(key);
    if (there != by_key.end() && each) {
      facts.push_back(ok("key " + key, shown(*there->second) + "; " + named_by(use)));
    } else if (there == by_key.end() && ++bad <= kMostShown) {
      facts.push_back(missing("Test", key, use, issues));
    }
  }
  if (bad > kMostShown) {
    facts.push_back(the_rest(name, bad - kMostShown, "Test"));
  }
  return facts;
}

}  // namespace xrep::client
