#pragma once

#include <httplib.h>

#include <optional>
#include <string>

namespace xrep::sandbox {

/// What the gateway in front of Xray lets through: about 100 MiB.
inline constexpr std::size_t kLargestBody = 100UL * 1024 * 1024;

enum class BodyFault { none, too_large, broken_off };

struct RequestBody {
  std::string text;
  BodyFault fault = BodyFault::none;
};

/// Reads a body to its end, also when it is too large, so that the connection stays usable; a body
/// that is too large is not kept.
[[nodiscard]] RequestBody read_body(const httplib::Request& request,
                                    const httplib::ContentReader& content);

/// Reads a body to its end and keeps nothing of it.
void discard_body(const httplib::Request& request, const httplib::ContentReader& content);

/// True when the headers alone tell that the body is too large.
[[nodiscard]] bool announces_too_much(const httplib::Request& request);

/// The gateway's answer to a body that is too large.
void refuse_too_large(httplib::Response& response);

}  // namespace xrep::sandbox
