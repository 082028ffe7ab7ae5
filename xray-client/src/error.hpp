#pragma once

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace xrep::client {

/// Sorted by what the caller can do about it.
enum class Errc {
  not_delivered,  ///< the server did not process it; the same may be sent again
  in_doubt,       ///< nobody knows whether the server processed it; look before sending again
  refused,        ///< the server said no to this content; sending it again will not help
  settings,       ///< credentials, region, project, URL: the user has to change something
  local,          ///< our own files
  out_of_time,    ///< the deadline passed; nothing was sent
};

/// What an answer looks like the consequence of.
enum class Suspect { none, credentials, region };

struct [[nodiscard]] Error {
  Errc code = Errc::local;
  std::string message;     ///< what failed, on what, why, what to do
  bool too_large = false;  ///< refused for its size alone, before anything of it was read
  Suspect suspect = Suspect::none;
};

template <class T>
using Expected = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Errc code, std::string message) {
  return tl::make_unexpected(Error{code, std::move(message), false});
}

}  // namespace xrep::client
