#include "network_test.hpp"

namespace xrep::test {
namespace {

using Kind = NetworkFault::Kind;

/// Every kind of request meets the same fault once. A creation that never arrived has to be waited
/// for until the doubt is old: NetworkCreation has that.
class EachRequest : public NetworkTest {
 protected:
  void arrives_once(NetworkFault fault, int creation) {
    const auto run = full_run();
    const auto sound = wanted(run);
    network_.on_request(once_at_each(fault, {{"CreateExecution", creation}}));
    const int pushes = push_to_the_end();
    EXPECT_GE(network_.struck(), 10);
    EXPECT_GT(pushes, 1);
    EXPECT_EQ(content().dump(1), sound.dump(1));
  }
};
XREP_BOTH_PROFILES(EachRequest);

TEST_P(EachRequest, ThatIsResetWhileItIsSentArrivesOnce) {
  arrives_once({Kind::reset_request, 200}, 0);
}

TEST_P(EachRequest, ThatIsResetBeforeAnythingOfItArrivedArrivesOnce) {
  arrives_once({Kind::swallow_request_reset, 200}, 0);
}

TEST_P(EachRequest, WhoseConnectionIsResetAtOnceArrivesOnce) {
  arrives_once({Kind::refuse}, 0);
}

TEST_P(EachRequest, WhoseAnswerIsResetArrivesOnce) {
  arrives_once({Kind::reset_answer, 0}, creation());
}

TEST_P(EachRequest, WhoseAnswerIsResetWithinItsHeadersArrivesOnce) {
  arrives_once({Kind::reset_answer, 30}, creation());
}

TEST_P(EachRequest, WhoseAnswerIsCutArrivesOnce) {
  arrives_once({Kind::cut_answer, 0}, creation());
}

TEST_P(EachRequest, WhoseAnswerIsCutWithinItsHeadersArrivesOnce) {
  arrives_once({Kind::cut_answer, 30}, creation());
}

}  // namespace
}  // namespace xrep::test
