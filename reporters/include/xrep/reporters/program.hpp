#pragma once

#include <xrep/recording.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace xrep::reporters {

/// The command line of this process as the system keeps it, program name first; empty if the system
/// does not tell. Knows our flags also when main did not hand them on.
std::vector<std::string> program_arguments();

/// "build/cart_tests.exe" -> "cart_tests".
std::string executable_name(std::string_view program);

/// Our settings of a GoogleTest program: `taken` by the caller from argv if anything was, else
/// those in `framework_arguments` (what GoogleTest was given), else those of program_arguments().
recording::CommandLine command_line_of(const recording::CommandLine& taken,
                                       const std::vector<std::string>& framework_arguments);

/// Is this run to be recorded? When it is not, although settings of ours were given, one line on
/// stderr says what is missing.
bool asked_to_record(const recording::CommandLine& command_line);

/// Which part of a sharded GoogleTest run this is.
struct Shard {
  int index = 0;
  int count = 1;
};

/// From GTEST_SHARD_INDEX and GTEST_TOTAL_SHARDS, or the flags of the same names (GoogleTest 1.18).
Shard googletest_shard(const std::vector<std::string>& arguments);

}  // namespace xrep::reporters
