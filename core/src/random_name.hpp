#pragma once

#include <string>

namespace xrep {

/// 8 random hexadecimal digits.
std::string random_digits();

/// `YYYYMMDD-HHMMSS-<8 hex digits>` in UTC: a new run id.
std::string new_run_id();

}  // namespace xrep
