#include "plan/listed.hpp"

#include <algorithm>

namespace xrep::client {

std::string listed(const std::vector<std::string>& texts, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(texts.size(), most); ++i) {
    text += (i == 0 ? "" : ", ") + texts[i];
  }
  if (texts.size() > most) text += " and " + std::to_string(texts.size() - most) + " more";
  return text;
}

std::string plural(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace xrep::client
