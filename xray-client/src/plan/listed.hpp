#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace xrep::client {

/// "a, b"; of more than `most` texts "a, b and 7 more".
std::string listed(const std::vector<std::string>& texts,
                   std::size_t most = static_cast<std::size_t>(-1));

/// "1 test", "2 tests".
std::string plural(std::size_t count, const std::string& noun);

}  // namespace xrep::client
