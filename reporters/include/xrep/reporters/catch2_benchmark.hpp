#pragma once

#include <cstdint>
#include <string>

namespace xrep::reporters {

/// A time in nanoseconds as Catch2 estimates it, with the bounds of its confidence interval.
struct Catch2Estimate {
  double point = 0;
  double low = 0;
  double high = 0;
};

/// What Catch2 says about a benchmark that came to its end.
struct Catch2Benchmark {
  std::string name;
  Catch2Estimate mean;
  Catch2Estimate deviation;  ///< standard
  std::uint64_t samples = 0;
  std::uint64_t iterations = 0;  ///< of each sample
};

/// "Benchmark "sort": mean 1.25 us (1.2 us to 1.3 us), standard deviation 12.5 ns (…), …".
std::string text_of(const Catch2Benchmark& benchmark);

}  // namespace xrep::reporters
