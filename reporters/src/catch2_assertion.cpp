#include <xrep/reporters/catch2_assertion.hpp>

namespace xrep::reporters {
namespace {

void add_indented(std::string& text, const std::string& block) {
  text += "\n  ";
  for (const char c : block) {
    text += c;
    if (c == '\n') {
      text += "  ";
    }
  }
}

std::string headline(const Catch2Assertion& assertion) {
  switch (assertion.kind) {
    case Catch2Assertion::Kind::explicit_failure:
      if (assertion.message.empty()) {
        return assertion.macro;
      }
      return assertion.macro.empty() ? assertion.message
                                     : assertion.macro + ": " + assertion.message;
    case Catch2Assertion::Kind::unexpected_exception:
      return assertion.expression.empty()
                 ? "unexpected exception with message:"
                 : assertion.expression + "\ndue to unexpected exception with message:";
    case Catch2Assertion::Kind::expression:
    case Catch2Assertion::Kind::missing_exception:
      break;
  }
  return assertion.expression.empty() ? assertion.macro : assertion.expression;
}

}  // namespace

std::string text_of(const Catch2Assertion& assertion) {
  std::string text = headline(assertion);
  if (assertion.kind == Catch2Assertion::Kind::unexpected_exception) {
    add_indented(text, assertion.message);
  } else if (!assertion.expansion.empty()) {
    text += "\nwith expansion:";
    add_indented(text, assertion.expansion);
  }
  if (assertion.kind == Catch2Assertion::Kind::missing_exception) {
    text += "\nbecause no exception was thrown where one was expected";
  }
  bool titled = false;
  for (const auto& info : assertion.infos) {
    if (info == assertion.message) {
      continue;
    }
    if (!titled) {
      text += "\nwith messages:";
      titled = true;
    }
    add_indented(text, info);
  }
  return text;
}

}  // namespace xrep::reporters
