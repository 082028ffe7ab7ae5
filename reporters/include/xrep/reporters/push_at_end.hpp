#pragma once

#include <xrep/recording.hpp>

namespace xrep::reporters {

/// Pushes the run that has just ended, if `end` says so, and shows on stderr what came of it.
/// Blocks for no longer than the setting `timeout`. With `strict`, a push that did not deliver
/// everything is remembered for exit_code(). This is the only place where a reporter meets the
/// client.
void push_at_end(const recording::EndOfRun& end) noexcept;

}  // namespace xrep::reporters
