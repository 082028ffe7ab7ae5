#pragma once

#include <string_view>

namespace xrep {

/// The media type that the ending of a file name promises; application/octet-stream if none.
std::string_view media_type_of(std::string_view name) noexcept;

}  // namespace xrep
