#pragma once

#include <string>

namespace traps {

/// Does what the environment variable TRAP_<place> says: one or several of nonfatal, fatal, skip,
/// thread (a failure on another thread), thread_skip, throw, throw_int, exit, thread_exit, _exit,
/// quick_exit, abort, in that order, separated by commas.
void act(const std::string& place);

}  // namespace traps
