#include "network_test.hpp"

namespace xrep::test {
namespace {

using Kind = NetworkFault::Kind;

/// A fault that meets one kind of request in the middle of a push.
class NetworkParts : public NetworkTest {
 protected:
  void arrives_once(const std::string& what, NetworkFault fault) {
    const auto run = full_run();
    const auto sound = wanted(run);
    network_.on_request(once_at(what, fault));
    push_to_the_end();
    EXPECT_EQ(network_.struck(), 1);
    EXPECT_EQ(content().dump(1), sound.dump(1));
  }
};
XREP_BOTH_PROFILES(NetworkParts);

TEST_P(NetworkParts, ResetInTheMiddleOfTheBodyOfAnImportLeaveEverythingOnce) {
  arrives_once("import", {Kind::reset_request, 100'000});
}

TEST_P(NetworkParts, ResetAfterTheServerGotTheImportLeaveEverythingOnce) {
  arrives_once("import", {Kind::reset_answer, 0});
}

TEST_P(NetworkParts, ResetInTheMiddleOfAnUploadLeaveEveryFileOnce) {
  arrives_once("attachments", {Kind::reset_request, 700'000});
}

TEST_P(NetworkParts, ResetAfterTheServerGotAnUploadLeaveEveryFileOnce) {
  arrives_once("attachments", {Kind::reset_answer, 0});
}

TEST_P(NetworkParts, ResetInTheMiddleOfEvidenceLeaveEveryFileOnce) {
  arrives_once("AddEvidence", {Kind::reset_request, 100'000});
}

TEST_P(NetworkParts, ResetAfterTheServerGotEvidenceLeaveEveryFileOnce) {
  arrives_once("AddEvidence", {Kind::reset_answer, 0});
}

TEST_P(NetworkParts, ResetAfterTheServerGotADefectLinkItOnce) {
  arrives_once("AddDefects", {Kind::reset_answer, 0});
}

TEST_P(NetworkParts, ResetAfterTheServerGotThePlanLinkItOnce) {
  arrives_once("LinkPlan", {Kind::reset_answer, 0});
}

TEST_P(NetworkParts, ThatAreRefusedFromTheImportOnArriveWhenTheServerIsBack) {
  const auto run = full_run();
  const auto sound = wanted(run);
  network_.on_request([this](int, const std::string& text) {
    if (is_request(text, "import")) {
      network_.listen(false);
      return NetworkFault{Kind::swallow_request_reset, 0};
    }
    return NetworkFault{};
  });
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 75) << ended.out;
  EXPECT_EQ(answered("import"), 0);
  network_.on_request({});
  network_.listen(true);
  EXPECT_EQ(push_to_the_end(), 1);
  EXPECT_EQ(content().dump(1), sound.dump(1));
}

TEST_P(NetworkParts, OfASecondTestExecutionAreNotMadeWhenAllAnswersAreLost) {
  const auto run = full_run();
  const auto sound = wanted(run);
  // The lenient sandbox refuses the description at first; from then on each change is done, and
  // its answer lost, once.
  network_.on_request(once_at_each({Kind::reset_answer, 0}, {{"CreateExecution", creation()},
                                                             {"authenticate", 0},
                                                             {"Preflight", 0},
                                                             {"Statuses", 0},
                                                             {"TestPages", 0},
                                                             {"RunPages", 0}}));
  push_to_the_end();
  EXPECT_EQ(answered("CreateExecution"), creation());
  EXPECT_EQ(content().dump(1), sound.dump(1));
}

}  // namespace
}  // namespace xrep::test
