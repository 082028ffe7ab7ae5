#pragma once

#include <string>

namespace xrep::test {

/// From now on write(2) to files whose path holds `where` fails with `error` in this process, after
/// `allowed` more bytes; 0: no longer. Overrides the C library's write() in the test program.
void fail_writes(const std::string& where, int error, long allowed = 0);

}  // namespace xrep::test
