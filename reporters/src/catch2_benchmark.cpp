#include <xrep/reporters/catch2_benchmark.hpp>

#include <array>
#include <cstdio>

namespace xrep::reporters {
namespace {

struct Unit {
  const char* name;
  double nanoseconds;
};
constexpr std::array<Unit, 4> kUnits{{{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}}};

std::string duration(double nanoseconds) {
  auto unit = kUnits.front();
  for (const auto& larger : kUnits) {
    if (nanoseconds >= larger.nanoseconds) {
      unit = larger;
    }
  }
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.6g %s", nanoseconds / unit.nanoseconds, unit.name);
  return text.data();
}

std::string estimate(const Catch2Estimate& estimate) {
  return duration(estimate.point) + " (" + duration(estimate.low) + " to " +
         duration(estimate.high) + ")";
}

}  // namespace

std::string text_of(const Catch2Benchmark& benchmark) {
  return "Benchmark \"" + benchmark.name + "\": mean " + estimate(benchmark.mean) +
         ", standard deviation " + estimate(benchmark.deviation) + ", samples " +
         std::to_string(benchmark.samples) + " of " + std::to_string(benchmark.iterations) +
         " iterations";
}

}  // namespace xrep::reporters
