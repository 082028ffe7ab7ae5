#pragma once

namespace xrep::reporters {

/// Runs `action`; whatever it throws ends here. An exception out of a listener makes GoogleTest
/// give up the run and makes Catch2 call std::terminate. Compiles with -fno-exceptions too.
template <class Action>
void guarded(Action&& action) noexcept {
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
  try {
    action();
  } catch (...) {
  }
#else
  action();
#endif
}

}  // namespace xrep::reporters
