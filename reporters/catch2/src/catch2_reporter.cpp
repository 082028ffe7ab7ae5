// The reporter `xray`: -r xray, -r console::out=- -r xray::Xtest_plan=CALC-9. Compiled in the
// user's own target: the linker would drop it from an archive.

#include "catch2_features.hpp"
#include "catch2_listener.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace xrep {
namespace {

// "Xtest-plan" -> "test_plan"; Catch2 lets options through only when they start with X.
std::string setting_name(const std::string& option) {
  std::string name = option.substr(1);
  for (char& c : name) {
    if (c == '-') {
      c = '_';
    } else if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c - 'A' + 'a');
    }
  }
  return name;
}

std::vector<recording::GivenSetting> settings_of(
    const std::map<std::string, std::string>& options) {
  std::vector<recording::GivenSetting> settings;
  settings.reserve(options.size());
  for (const auto& [option, value] : options) {
    settings.push_back({setting_name(option), value, option, true});
  }
  return settings;
}

/// Records; and where it is the only reporter, which replaces Catch2's console output, it prints
/// what the console reporter would.
class Catch2Reporter final : public Catch2Listener {
 public:
  explicit Catch2Reporter(Catch::ReporterConfig&& config) : Catch2Listener(config.fullConfig()) {
    catch2::use_reporter_options(settings_of(config.customOptions()));
    if (catch2_features::has_one_reporter(*config.fullConfig())) {
      console_ = std::make_unique<Catch::ConsoleReporter>(std::move(config));
    }
  }

  void noMatchingTestCases(Catch::StringRef spec) override {
    forward([&](auto& console) { console.noMatchingTestCases(spec); });
  }
  void reportInvalidTestSpec(Catch::StringRef spec) override {
    forward([&](auto& console) { console.reportInvalidTestSpec(spec); });
  }
  void testRunStarting(const Catch::TestRunInfo& run) override {
    Catch2Listener::testRunStarting(run);
    forward([&](auto& console) { console.testRunStarting(run); });
  }
  void testCaseStarting(const Catch::TestCaseInfo& test) override {
    Catch2Listener::testCaseStarting(test);
    forward([&](auto& console) { console.testCaseStarting(test); });
  }
  void testCasePartialStarting(const Catch::TestCaseInfo& test, std::uint64_t part) override {
    Catch2Listener::testCasePartialStarting(test, part);
    forward([&](auto& console) { console.testCasePartialStarting(test, part); });
  }
  void sectionStarting(const Catch::SectionInfo& section) override {
    Catch2Listener::sectionStarting(section);
    forward([&](auto& console) { console.sectionStarting(section); });
  }
  void benchmarkPreparing(Catch::StringRef name) override {
    Catch2Listener::benchmarkPreparing(name);
    forward([&](auto& console) { console.benchmarkPreparing(name); });
  }
  void benchmarkStarting(const Catch::BenchmarkInfo& info) override {
    forward([&](auto& console) { console.benchmarkStarting(info); });
  }
  void benchmarkEnded(const Catch::BenchmarkStats<>& stats) override {
    Catch2Listener::benchmarkEnded(stats);
    forward([&](auto& console) { console.benchmarkEnded(stats); });
  }
  void benchmarkFailed(Catch::StringRef error) override {
    Catch2Listener::benchmarkFailed(error);
    forward([&](auto& console) { console.benchmarkFailed(error); });
  }
  void assertionEnded(const Catch::AssertionStats& stats) override {
    Catch2Listener::assertionEnded(stats);
    forward([&](auto& console) { console.assertionEnded(stats); });
  }
  void sectionEnded(const Catch::SectionStats& stats) override {
    Catch2Listener::sectionEnded(stats);
    forward([&](auto& console) { console.sectionEnded(stats); });
  }
  void testCasePartialEnded(const Catch::TestCaseStats& stats, std::uint64_t part) override {
    Catch2Listener::testCasePartialEnded(stats, part);
    forward([&](auto& console) { console.testCasePartialEnded(stats, part); });
  }
  void testCaseEnded(const Catch::TestCaseStats& stats) override {
    Catch2Listener::testCaseEnded(stats);
    forward([&](auto& console) { console.testCaseEnded(stats); });
  }
  void testRunEnded(const Catch::TestRunStats& stats) override {
    Catch2Listener::testRunEnded(stats);
    forward([&](auto& console) { console.testRunEnded(stats); });
  }
  void skipTest(const Catch::TestCaseInfo& test) override {
    Catch2Listener::skipTest(test);
    forward([&](auto& console) { console.skipTest(test); });
  }
  void fatalErrorEncountered(Catch::StringRef cause) override {
    Catch2Listener::fatalErrorEncountered(cause);
    forward([&](auto& console) { console.fatalErrorEncountered(cause); });
  }
  void listReporters(const std::vector<Catch::ReporterDescription>& reporters) override {
    forward([&](auto& console) { console.listReporters(reporters); });
  }
#if XREP_CATCH2_LISTS_LISTENERS
  void listListeners(const std::vector<Catch::ListenerDescription>& listeners) override {
    forward([&](auto& console) { console.listListeners(listeners); });
  }
#endif
  void listTests(const std::vector<Catch::TestCaseHandle>& tests) override {
    forward([&](auto& console) { console.listTests(tests); });
  }
  void listTags(const std::vector<Catch::TagInfo>& tags) override {
    forward([&](auto& console) { console.listTags(tags); });
  }

 private:
  template <class Call>
  void forward(const Call& call) {
    if (console_) {
      call(static_cast<Catch::IEventListener&>(*console_));
    }
  }

  std::unique_ptr<Catch::ConsoleReporter> console_;
};

}  // namespace
}  // namespace xrep

CATCH_REGISTER_REPORTER("xray", xrep::Catch2Reporter)
