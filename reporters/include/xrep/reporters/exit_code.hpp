#pragma once

namespace xrep::reporters {

/// The process leaves through a main of ours, which obeys the setting `strict` by exit_code().
void main_becomes_ours() noexcept;
bool main_is_ours() noexcept;

/// Results could not be delivered although `strict` was asked for.
void not_delivered() noexcept;

/// What main returns: `tests`, the code of the test framework, or 75 when all tests passed and
/// not_delivered() was called.
int exit_code(int tests) noexcept;

}  // namespace xrep::reporters
