// A reporter of somebody else's: prints every event that Catch2 gives it.

#include <catch2/catch_assertion_result.hpp>
#include <catch2/catch_section_info.hpp>
#include <catch2/catch_test_case_info.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>
#include <catch2/reporters/catch_reporter_streaming_base.hpp>

#include <ostream>
#include <string>

namespace traps {
namespace {

class Trace final : public Catch::StreamingReporterBase {
 public:
  using StreamingReporterBase::StreamingReporterBase;

  static std::string getDescription() { return "Prints every event"; }

  void testCaseStarting(const Catch::TestCaseInfo& test) override {
    m_stream << "test " << test.name << '\n';
  }
  void sectionStarting(const Catch::SectionInfo& section) override {
    m_stream << "section " << section.name << '\n';
  }
  void assertionEnded(const Catch::AssertionStats& stats) override {
    const auto& result = stats.assertionResult;
    m_stream << "assertion " << result.getTestMacroName() << ' '
             << static_cast<int>(result.getResultType()) << ' ' << result.getMessage() << '\n';
  }
  void benchmarkPreparing(Catch::StringRef name) override {
    m_stream << "benchmark " << name << '\n';
  }
  void fatalErrorEncountered(Catch::StringRef cause) override {
    m_stream << "fatal " << cause << '\n';
  }
  void sectionEnded(const Catch::SectionStats& stats) override {
    m_stream << "end of section " << stats.sectionInfo.name << '\n';
  }
  void testCaseEnded(const Catch::TestCaseStats& stats) override {
    m_stream << "end of test " << stats.testInfo->name << '\n';
  }
  void skipTest(const Catch::TestCaseInfo& test) override {
    m_stream << "not run " << test.name << '\n';
  }
  void testRunEnded(const Catch::TestRunStats& stats) override {
    m_stream << "end " << stats.totals.assertions.total() << '\n';
  }
};

}  // namespace
}  // namespace traps

CATCH_REGISTER_REPORTER("trace", traps::Trace)
