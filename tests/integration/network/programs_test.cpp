#include "network_test.hpp"

#include <utility>

namespace xrep::test {
namespace {

using Kind = NetworkFault::Kind;

/// Test programs that push themselves over a network that fails.
class NetworkPrograms : public NetworkTest {
 protected:
  void keeps_its_verdict_and_arrives_once(const std::string& what, NetworkFault fault,
                                          const std::vector<std::string>& program) {
    const auto without = run_program(program);
    auto arguments = program;
    arguments.push_back("--xray");
    const auto sound = wanted(arguments);
    network_.on_request(once_at(what, fault));
    const auto ended = over_network(arguments, {{"XRAY_TIMEOUT", "4s"}});
    EXPECT_EQ(network_.struck(), 1);
    EXPECT_EQ(ended.exit_code, without.exit_code) << ended.err;
    EXPECT_EQ(ended.out, without.out);
    push_to_the_end();
    EXPECT_EQ(content().dump(1), sound.dump(1));
  }

  static std::vector<std::string> google_test() {
    return {XREP_GTEST_CHECKOUT, "--gtest_print_time=0"};
  }
  static std::vector<std::string> catch2() { return {XREP_CATCH2_CHECKOUT, "--rng-seed", "1"}; }
};
XREP_BOTH_PROFILES(NetworkPrograms);

TEST_P(NetworkPrograms, OfGoogleTestKeepTheirVerdictWhenTheirImportIsResetOnTheWay) {
  keeps_its_verdict_and_arrives_once("import", {Kind::reset_request, 1'000}, google_test());
}

TEST_P(NetworkPrograms, OfGoogleTestKeepTheirVerdictWhenTheAnswerToTheirImportIsLost) {
  keeps_its_verdict_and_arrives_once("import", {Kind::reset_answer, 0}, google_test());
}

TEST_P(NetworkPrograms, OfGoogleTestKeepTheirVerdictWhenTheirImportStalls) {
  keeps_its_verdict_and_arrives_once("import", {Kind::stall, 10}, google_test());
}

TEST_P(NetworkPrograms, OfGoogleTestKeepTheirVerdictWhenTheirFilesStall) {
  keeps_its_verdict_and_arrives_once("AddEvidence", {Kind::stall, 0}, google_test());
}

TEST_P(NetworkPrograms, OfCatch2KeepTheirVerdictWhenTheirImportIsResetOnTheWay) {
  keeps_its_verdict_and_arrives_once("import", {Kind::reset_request, 1'000}, catch2());
}

TEST_P(NetworkPrograms, OfCatch2KeepTheirVerdictWhenTheAnswerToTheirImportIsLost) {
  keeps_its_verdict_and_arrives_once("import", {Kind::reset_answer, 0}, catch2());
}

TEST_P(NetworkPrograms, OfCatch2KeepTheirVerdictWhenTheirImportStalls) {
  keeps_its_verdict_and_arrives_once("import", {Kind::stall, 10}, catch2());
}

TEST_P(NetworkPrograms, OfCatch2KeepTheirVerdictWhenTheAnswerToTheirFilesIsCut) {
  keeps_its_verdict_and_arrives_once("AddEvidence", {Kind::cut_answer, 0}, catch2());
}

}  // namespace
}  // namespace xrep::test
