#include "random_name.hpp"

#include <array>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <random>

namespace xrep {

std::string random_digits() {
  std::random_device random;
  std::array<char, 9> text{};
  const std::uint32_t number = random();
  std::snprintf(text.data(), text.size(), "%08x", number);
  return text.data();
}

std::string new_run_id() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  const auto length = std::strftime(text.data(), text.size(), "%Y%m%d-%H%M%S-", &parts);
  return std::string(text.data(), length) + random_digits();
}

}  // namespace xrep
