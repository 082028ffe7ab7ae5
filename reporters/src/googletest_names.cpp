#include <xrep/reporters/googletest_names.hpp>

#include <algorithm>

namespace xrep::reporters {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

struct Cut {
  std::string_view base;
  std::string_view instance;
};

Cut cut_at(std::string_view text, std::size_t slash) {
  if (slash == std::string_view::npos) {
    return {text, {}};
  }
  return {text.substr(0, slash), text.substr(slash + 1)};
}

void join(std::string_view suite, std::string_view name, std::string& out) {
  out.assign(suite);
  out += '.';
  out.append(name);
}

}  // namespace

GoogleTestNames googletest_names(const GoogleTestCase& test) {
  GoogleTestNames names;
  googletest_names(test, names);
  return names;
}

// Typed suites are called Suite/0 or Prefix/Suite/0, parameterised tests Test/0 (gtest.h); the last
// part is an index unless the user gave a name generator.
void googletest_names(const GoogleTestCase& test, GoogleTestNames& names) {
  join(test.suite, test.name, names.name);
  const Cut suite =
      test.type_param != nullptr ? cut_at(test.suite, test.suite.rfind('/')) : Cut{test.suite, {}};
  const Cut name =
      test.value_param != nullptr ? cut_at(test.name, test.name.find('/')) : Cut{test.name, {}};
  names.suite.assign(suite.base);
  join(suite.base, name.base, names.identity);
  if (is_number(suite.instance)) {
    names.instance = test.type_param;
  } else {
    names.instance.assign(suite.instance.empty() ? name.instance : suite.instance);
  }
}

}  // namespace xrep::reporters
