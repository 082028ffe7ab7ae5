#include "check/fact.hpp"

#include <utility>

namespace xrep::client {

const char* word_for(FactState state) {
  switch (state) {
    case FactState::ok:
      return "ok";
    case FactState::warning:
      return "warning";
    case FactState::unknown:
      return "unknown";
    case FactState::wrong:
      break;
  }
  return "wrong";
}

Fact ok(std::string name, std::string found) {
  return {std::move(name), FactState::ok, std::move(found)};
}

Fact warning(std::string name, std::string found, std::string cure) {
  return {std::move(name), FactState::warning, std::move(found), std::move(cure)};
}

Fact unknown(std::string name, std::string found, std::string cure) {
  return {std::move(name), FactState::unknown, std::move(found), std::move(cure)};
}

Fact wrong(std::string name, std::string found, std::string cure) {
  return {std::move(name), FactState::wrong, std::move(found), std::move(cure)};
}

Fact wrong(std::string name, const Error& error) {
  return wrong(std::move(name), error.message);
}

Fact wrong(std::string name, const std::string& message) {
  const auto end = message.find("; ");
  const bool has_cure = end != message.npos;
  return wrong(std::move(name), message.substr(0, end),
               has_cure ? message.substr(end + 2) : "mend that, and check again");
}

bool is_no_answer(const Error& error) {
  return error.code == Errc::not_delivered || error.code == Errc::in_doubt ||
         error.code == Errc::out_of_time;
}

Fact not_asked(std::string name, const Error& error) {
  auto fact = unknown(std::move(name), "could not be asked: " + error.message);
  fact.no_answer = is_no_answer(error);
  return fact;
}

}  // namespace xrep::client
