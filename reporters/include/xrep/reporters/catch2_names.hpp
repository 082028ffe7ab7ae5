#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace xrep::reporters {

/// A test case as Catch2 has it in its registry. Everything lives as long as the program.
struct Catch2Case {
  std::string_view name;
  std::string_view class_name;  ///< empty: not a method of a fixture
  std::string_view file;
  std::size_t line = 0;
};

struct Catch2TestNames {
  std::string name;      ///< as Catch2 prints it; more where that is not unique
  std::string identity;  ///< "cart_tests.global.adds a product"
  std::string instance;  ///< "int" of a template test case
  std::string suite;     ///< the fixture's class, else the program
};

/// The names of the test cases of one program. They follow from all registered test cases, so that
/// a filter changes none of them.
class Catch2Names {
 public:
  Catch2Names() = default;
  Catch2Names(std::string executable, const std::vector<Catch2Case>& registered);

  /// `tags` as Catch2 prints them: "[a][b]".
  Catch2TestNames names(const Catch2Case& test, std::string_view tags) const;

 private:
  std::string executable_;
  // Length of the common name of the instances of one template, by "file:line".
  std::unordered_map<std::string, std::size_t> templates_;
  std::unordered_set<std::string> shared_names_;
  std::unordered_set<std::string> shared_names_in_class_;
};

}  // namespace xrep::reporters
