#pragma once

#include "model.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>

namespace xrep::sandbox {

/// What a token is good for.
enum class Region { here, elsewhere };

/// The tokens that were handed out. They live 24 hours and end with the process.
class Tokens {
 public:
  static constexpr Instant kLifetime = 24LL * 60 * 60 * 1000;

  [[nodiscard]] std::string issue(Region region, Instant now);

  struct Verdict {
    std::optional<Region> region;
    /// Why there is no region, in the words of the answer.
    std::string refusal;
  };
  /// Judges the value of an Authorization header.
  [[nodiscard]] Verdict check(const std::string& authorization, Instant now) const;

 private:
  struct Grant {
    Region region;
    Instant expires;
  };
  mutable std::mutex mutex_;
  std::mt19937_64 random_{std::random_device{}()};
  std::map<std::string, Grant> grants_;
};

}  // namespace xrep::sandbox
