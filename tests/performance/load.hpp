#pragma once

namespace xrep_benchmark {

/// XREP_BENCHMARK_TESTS, else 1000.
int tests();

/// XREP_BENCHMARK_ASSERTIONS, else 1: passing ones in each test.
int assertions();

}  // namespace xrep_benchmark
