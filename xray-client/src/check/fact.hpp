#pragma once

#include "error.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace xrep::client {

/// `warning`: worth knowing, stops nothing. `unknown`: nobody tells.
enum class FactState : std::uint8_t { ok, warning, unknown, wrong };

/// One thing that a push depends on.
struct Fact {
  std::string name;
  FactState state = FactState::ok;
  std::string found;
  std::string cure = {};   ///< what to do about it; empty unless something is wrong
  bool no_answer = false;  ///< unknown, because nobody answered: a push would meet the same
};

using Facts = std::vector<Fact>;

const char* word_for(FactState state);

Fact ok(std::string name, std::string found);
Fact warning(std::string name, std::string found, std::string cure = {});
Fact unknown(std::string name, std::string found, std::string cure = {});
Fact wrong(std::string name, std::string found, std::string cure);

/// The message of an error says what is wrong and then, after a semicolon, what to do.
Fact wrong(std::string name, const Error& error);
Fact wrong(std::string name, const std::string& message);

/// Did the server not answer, or not in time?
bool is_no_answer(const Error& error);

/// What could not be asked for.
Fact not_asked(std::string name, const Error& error);

}  // namespace xrep::client
