#pragma once

namespace deadly {

/// Ends the process, in the way that the environment variable DEATH names: the number of a signal
/// that is raised, segv and bus (faults of memory), overflow (of the stack), abort, terminate,
/// noexcept, thread (an exception leaves it), exit, thread_exit, _exit, quick_exit (all with 9). Or
/// "wait": says so and waits to be ended from outside. Or "fork:" and one of the others: a child
/// ends like that, and its parent says how and goes on; fork:return: the child goes on, too.
void die();

}  // namespace deadly
