#pragma once

#include <cstdint>
#include <string>

namespace xrep::platform {

std::int64_t process_id() noexcept;
std::string host_name();

/// Runs `handler` in each child of fork(), before anything else happens there.
void on_fork_in_child(void (*handler)());

/// A second descriptor of stderr that no exec inherits; -1 if there is none.
int duplicate_stderr() noexcept;

}  // namespace xrep::platform
