#pragma once

#include <string>
#include <string_view>

namespace xrep::reporters {

/// A test as GoogleTest tells of it. Everything lives as long as the program.
struct GoogleTestCase {
  std::string_view suite;
  std::string_view name;
  const char* type_param = nullptr;   ///< null: not a typed test
  const char* value_param = nullptr;  ///< null: not a value-parameterised test
  std::string_view file;
  int line = 0;
};

struct GoogleTestNames {
  std::string name;      ///< "Prices/Cart.Adds/3"
  std::string identity;  ///< "Prices/Cart.Adds": no instance, never a value of a parameter
  std::string instance;  ///< "3"; of a typed test the type, unless the user named it
  std::string suite;     ///< "Prices/Cart"
};

GoogleTestNames googletest_names(const GoogleTestCase& test);

/// As above, in memory that is used again for each test.
void googletest_names(const GoogleTestCase& test, GoogleTestNames& names);

}  // namespace xrep::reporters
