#pragma once

namespace xrep {

/// Runs `body` and lets no exception out: recording must not change what a test does. What can be
/// thrown is std::bad_alloc, std::system_error of a mutex and filesystem errors at the start.
template <class Body>
void guarded(Body&& body) noexcept {
  try {
    body();
  } catch (...) {
    return;
  }
}

template <class Body, class Value>
Value guarded(Body&& body, Value otherwise) noexcept {
  try {
    return body();
  } catch (...) {
    return otherwise;
  }
}

}  // namespace xrep
