#pragma once

// What differs between the releases of Catch2 3. Found by member where that is possible: the
// version says nothing of a distribution's patches.

#include "catch2_headers.hpp"

#include <cstdint>
#include <type_traits>

// --list-listeners and its event came with 3.3.
#if CATCH_VERSION_MAJOR > 3 || (CATCH_VERSION_MAJOR == 3 && CATCH_VERSION_MINOR >= 3)
#define XREP_CATCH2_LISTS_LISTENERS 1
#else
#define XREP_CATCH2_LISTS_LISTENERS 0
#endif

namespace xrep::catch2_features {

// SKIP() came with 3.3.
template <class Counts, class = void>
struct Skipped {
  static std::uint64_t in(const Counts&) { return 0; }
};

template <class Counts>
struct Skipped<Counts, std::void_t<decltype(Counts::skipped)>> {
  static std::uint64_t in(const Counts& counts) { return counts.skipped; }
};

template <class Counts>
std::uint64_t skipped(const Counts& counts) {
  return Skipped<Counts>::in(counts);
}

template <class Results, class = void>
struct ExplicitSkip {
  static bool is(typename Results::OfType) { return false; }
};

template <class Results>
struct ExplicitSkip<Results, std::void_t<decltype(Results::ExplicitSkip)>> {
  static bool is(typename Results::OfType type) { return type == Results::ExplicitSkip; }
};

inline bool is_skip(Catch::ResultWas::OfType type) {
  return ExplicitSkip<Catch::ResultWas>::is(type);
}

// Since 3.9 a listener that does not care for the start of assertions keeps them fast.
template <class Preferences, class = void>
struct AssertionStarts {
  static void unwanted(Preferences&) {}
};

template <class Preferences>
struct AssertionStarts<Preferences,
                       std::void_t<decltype(Preferences::shouldReportAllAssertionStarts)>> {
  static void unwanted(Preferences& preferences) {
    preferences.shouldReportAllAssertionStarts = false;
  }
};

template <class Preferences>
void ask_for_failures_only(Preferences& preferences) {
  preferences.shouldReportAllAssertions = false;
  AssertionStarts<Preferences>::unwanted(preferences);
}

// Listeners have a name since 3.3.
template <class Listener>
void register_listener() {
  using Registrar = Catch::ListenerRegistrar<Listener>;
  if constexpr (std::is_default_constructible_v<Registrar>) {
    const Registrar registrar{};
    static_cast<void>(registrar);
  } else {
    const Registrar registrar{Catch::StringRef("xray", 4)};
    static_cast<void>(registrar);
  }
}

template <class Config, class = void>
struct ReporterCount {
  static std::size_t in(const Config& config) { return config.getReporterSpecs().size(); }
};

template <class Config>
struct ReporterCount<
    Config, std::void_t<decltype(std::declval<const Config&>().getProcessedReporterSpecs())>> {
  static std::size_t in(const Config& config) { return config.getProcessedReporterSpecs().size(); }
};

// Catch2 hands out its Config behind the interface IConfig, which does not tell of reporters.
inline bool has_one_reporter(const Catch::IConfig& config) {
  return ReporterCount<Catch::Config>::in(static_cast<const Catch::Config&>(config)) <= 1;
}

}  // namespace xrep::catch2_features
