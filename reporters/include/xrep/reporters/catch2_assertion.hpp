#pragma once

#include <string>
#include <vector>

namespace xrep::reporters {

/// An assertion of Catch2 that did not pass. Empty texts are not there.
struct Catch2Assertion {
  enum class Kind { expression, unexpected_exception, missing_exception, explicit_failure };

  Kind kind = Kind::expression;
  std::string macro;               ///< "REQUIRE"
  std::string expression;          ///< "REQUIRE( a == b )"
  std::string expansion;           ///< "1 == 2"
  std::string message;             ///< of the exception, or of FAIL
  std::vector<std::string> infos;  ///< INFO, CAPTURE and the like; may repeat `message`
};

/// What people read: expression, expansion and messages, as Catch2's console shows them.
std::string text_of(const Catch2Assertion& assertion);

}  // namespace xrep::reporters
