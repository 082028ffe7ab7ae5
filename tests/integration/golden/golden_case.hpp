#pragma once

#include <map>
#include <ostream>
#include <string>
#include <vector>

namespace xrep::test {

/// One way in which a result can be composed.
struct GoldenCase {
  std::string framework;               ///< the folder of its document in tests/golden
  std::string name;                    ///< of its document
  std::vector<std::string> arguments;  ///< of the program: which tests
  int starts = 1;                      ///< how often the program runs into the run directory
  std::map<std::string, std::string> settings = {};  ///< environment of the push
};

inline std::ostream& operator<<(std::ostream& out, const GoldenCase& one) {
  return out << one.framework << "/" << one.name;
}

std::vector<GoldenCase> golden_cases();

}  // namespace xrep::test
