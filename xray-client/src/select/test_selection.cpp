#include "select/test_selection.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace xrep::client {

namespace {

using Names = std::set<std::string>;

// Names of C++, and what values of parameters may add to them; more ends a filter or means
// something else in it.
bool may_be_googletest(const std::string& name) {
  return !name.empty() && name.find('.') != std::string::npos &&
         std::all_of(name.begin(), name.end(), [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return byte >= 0x80U || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                  (c >= 'a' && c <= 'z') || std::string("_/.*?").find(c) != std::string::npos;
         });
}

// Rows have a number after the name, typed tests one after the suite.
void add_filters(Names& filters, const std::string& name) {
  const auto dot = name.find('.');
  const auto typed = name.substr(0, dot) + "/*" + name.substr(dot);
  for (const auto& one : {name, typed}) {
    filters.insert(one);
    filters.insert(one + "/*");
  }
}

// What a test case is called by Catch2, of "program.Class.name"; a name of another kind stays.
std::string test_case_of(const std::string& name, const std::string& executable) {
  const std::string prefix = executable + ".";
  if (name.rfind(prefix, 0) != 0) {
    return name;
  }
  const auto dot = name.find('.', prefix.size());
  return dot == std::string::npos ? name : name.substr(dot + 1);
}

std::string quoted(const std::string& name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') {
      text += '\\';
    }
    text += c;
  }
  return text + "\"\n";
}

template <class Visit>
void each_entry(ImportPlan& plan, Visit visit) {
  for (std::size_t i = 0; i < plan.entries.size(); ++i) {
    if (const auto entry = plan.entries.load(i)) {
      visit(*entry);
    }
  }
}

const std::string& name_of(const RemoteTest& test) {
  return test.kind == cloud::TestKind::generic ? test.definition : test.summary;
}

void add_recorded(std::map<std::string, Names>& by_key, const std::vector<RemoteTest>& tests,
                  ImportPlan& recorded) {
  std::map<std::string, std::string> key_by_name;
  for (const auto& test : tests) {
    key_by_name.emplace(name_of(test), test.key);
  }
  each_entry(recorded, [&](const Entry& entry) {
    auto key = entry.key;
    if (const auto found = key_by_name.find(entry.identity);
        key.empty() && found != key_by_name.end()) {
      key = found->second;
    }
    if (const auto wanted = by_key.find(key); wanted != by_key.end()) {
      wanted->second.insert(entry.tests.begin(), entry.tests.end());
    }
  });
}

}  // namespace

std::vector<WantedTest> wanted_tests(const std::vector<RemoteTest>& tests, const TestLinks& links,
                                     ImportPlan* recorded) {
  std::map<std::string, Names> by_key;
  for (const auto& test : tests) {
    auto& names = by_key[test.key];
    if (!name_of(test).empty()) {
      names.insert(name_of(test));
    }
    for (const auto& name : links.names_of(test.key)) {
      names.insert(name);
    }
  }
  if (recorded != nullptr) {
    add_recorded(by_key, tests, *recorded);
  }
  std::vector<WantedTest> wanted;
  for (const auto& test : tests) {
    const auto& names = by_key[test.key];
    wanted.push_back({test.key, test.summary, {names.begin(), names.end()}});
  }
  return wanted;
}

std::string googletest_filter(const std::vector<WantedTest>& tests) {
  Names filters;
  for (const auto& test : tests) {
    for (const auto& name : test.names) {
      if (may_be_googletest(name)) {
        add_filters(filters, name);
      }
    }
  }
  std::string text;
  for (const auto& filter : filters) {
    text += (text.empty() ? "" : ":") + filter;
  }
  return text;
}

std::string catch2_names(const std::vector<WantedTest>& tests, const std::string& executable) {
  Names names;
  for (const auto& test : tests) {
    for (const auto& name : test.names) {
      const auto test_case = test_case_of(name, executable);
      const bool one_line = test_case.find_first_of("\r\n") == std::string::npos;
      if (!test_case.empty() && one_line) {
        names.insert(test_case);
      }
    }
  }
  std::string text;
  for (const auto& name : names) {
    // A TEMPLATE_TEST_CASE adds the type.
    text += quoted(name) + quoted(name + " - *");
  }
  return text;
}

std::vector<WantedTest> without_result(const std::vector<WantedTest>& tests, ImportPlan& run) {
  Names keys;
  Names names;
  each_entry(run, [&](const Entry& entry) {
    keys.insert(entry.key);
    names.insert(entry.identity);
    names.insert(entry.tests.begin(), entry.tests.end());
  });
  std::vector<WantedTest> missing;
  std::copy_if(tests.begin(), tests.end(), std::back_inserter(missing), [&](const auto& test) {
    return keys.count(test.key) == 0 &&
           std::none_of(test.names.begin(), test.names.end(),
                        [&](const std::string& name) { return names.count(name) != 0; });
  });
  return missing;
}

}  // namespace xrep::client
