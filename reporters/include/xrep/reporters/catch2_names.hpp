#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
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

/// The registered test cases of a program. They are asked for one by one: a list of all would be
/// memory that grows with the program.
class Catch2Cases {
 public:
  Catch2Cases(std::size_t size, std::function<Catch2Case(std::size_t)> at);
  Catch2Cases(std::initializer_list<Catch2Case> cases);

  std::size_t size() const { return size_; }
  Catch2Case operator[](std::size_t i) const { return at_(i); }

 private:
  std::size_t size_;
  std::function<Catch2Case(std::size_t)> at_;
};

/// The names of the test cases of one program. They follow from all registered test cases, so that
/// a filter changes none of them.
class Catch2Names {
 public:
  Catch2Names() = default;
  Catch2Names(std::string executable, const Catch2Cases& registered);

  /// `tags` without brackets.
  Catch2TestNames names(const Catch2Case& test, const std::vector<std::string_view>& tags) const;

  /// As above, in memory that is used again for each test.
  void names(const Catch2Case& test, const std::vector<std::string_view>& tags,
             Catch2TestNames& names) const;

 private:
  void tell_apart(const Catch2Case& test, const std::vector<std::string_view>& tags,
                  std::string& name) const;

  std::string executable_;
  std::string global_;  ///< what the identity of a test without a class starts with
  // Length of the common name of the instances of one template, by "file:line".
  std::unordered_map<std::string, std::size_t> templates_;
  // Few programs have any; a lookup costs more than all else here.
  std::unordered_set<std::string> shared_names_;
  std::unordered_set<std::string> shared_names_in_class_;
};

}  // namespace xrep::reporters
