#pragma once

#include "error.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <functional>

namespace xrep::client::cloud {

/// Asks for several things in one call. Xray takes at most 25 resolvers in one, and says nowhere
/// whether nested fields count: a call that is refused is repeated with half as many, and what was
/// learnt holds for the calls that follow.
class Batching {
 public:
  /// Asks for the `count` things from `first` on.
  using Ask = std::function<Expected<void>(std::size_t first, std::size_t count)>;

  /// Goes through `total` things. Error: the first that is none of size.
  Expected<void> each(std::size_t total, const Ask& ask);

  /// Calls `visit` for each item of a list that comes in pages of 100; `read` gives the pages that
  /// begin at `starts`. The list, of about `expected` items, ends where its total says, or with a
  /// page that brings nothing.
  using Read = std::function<Expected<nlohmann::json>(const std::vector<std::size_t>& starts)>;
  Expected<void> each_page(std::size_t expected, const Read& read,
                           const std::function<void(const nlohmann::json&)>& visit);

 private:
  std::size_t at_once_ = 25;
};

}  // namespace xrep::client::cloud
