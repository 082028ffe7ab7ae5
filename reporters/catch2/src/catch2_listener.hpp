#pragma once

#include "catch2_headers.hpp"
#include <xrep/recording.hpp>
#include <xrep/reporters/catch2_run.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace xrep {

/// Records a run of Catch2. Serves as listener (on by XRAY=1, or by --xray of xrep::catch2_main)
/// and as the base of the reporter `xray`; of several in one run the first records.
class Catch2Listener : public Catch::EventListenerBase {
 public:
  explicit Catch2Listener(const Catch::IConfig* config);

  /// Pushes. All reporters have written their last line by now, unlike in testRunEnded, where they
  /// come after the listeners.
  ~Catch2Listener() override;

  static std::string getDescription();

  void testRunStarting(const Catch::TestRunInfo& run) override;
  void testCaseStarting(const Catch::TestCaseInfo& test) override;
  void testCasePartialStarting(const Catch::TestCaseInfo& test, std::uint64_t part) override;
  void sectionStarting(const Catch::SectionInfo& section) override;
  void assertionEnded(const Catch::AssertionStats& stats) override;
  void benchmarkPreparing(Catch::StringRef name) override;
  void benchmarkEnded(const Catch::BenchmarkStats<>& stats) override;
  void benchmarkFailed(Catch::StringRef error) override;
  void sectionEnded(const Catch::SectionStats& stats) override;
  void testCasePartialEnded(const Catch::TestCaseStats& stats, std::uint64_t part) override;
  void testCaseEnded(const Catch::TestCaseStats& stats) override;
  void testRunEnded(const Catch::TestRunStats& stats) override;
  void skipTest(const Catch::TestCaseInfo& test) override;
  void fatalErrorEncountered(Catch::StringRef cause) override;

 private:
  reporters::Catch2Run run_;
  std::vector<std::string_view> tags_;
  recording::EndOfRun end_;
};

namespace catch2 {

/// Settings from a main of ours: the next run is recorded if they say so.
void use(const recording::CommandLine& command_line);

/// Settings from the options of the reporter, which turn recording on; they replace earlier ones.
void use_reporter_options(std::vector<recording::GivenSetting> options);

/// Makes Catch2 create a Catch2Listener in every run from now on.
void listen();

}  // namespace catch2
}  // namespace xrep
