#include "push_test.hpp"

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

/// Pushes to a site that takes no large bodies.
class PushLimits : public PushTest {};
XREP_BOTH_PROFILES(PushLimits);

TEST_P(PushLimits, SplitsABatchThatIsTooLarge) {
  auto run = new_run();
  for (int i = 0; i < 8; ++i) {
    run.test("Cart.Test" + std::to_string(i));
    run.file("trace.log", "text/plain", std::string(900'000, 't')).finish("passed");
  }
  run.end();
  sandbox_.faults({{{"do", "max_body"}, {"bytes", 3'000'000}, {"times", -1}}});
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("8 results"));
  EXPECT_THAT(ended.out, HasSubstr("8 of 8 files"));
  const json execution = only_execution(state());
  for (const auto& result : execution.at("runs")) {
    EXPECT_EQ(result.at("evidence").size(), 1U);
  }
}

TEST_P(PushLimits, RemembersTheSizeThatWasTooLarge) {
  auto run = new_run();
  for (int i = 0; i < 40; ++i) {
    run.test("Cart.Test" + std::to_string(i));
    run.file("trace.log", "text/plain", std::string(900'000, 't')).finish("passed");
  }
  run.end();
  sandbox_.faults({{{"on", "import"}, {"do", "status"}, {"status", 413}, {"body", "too large"}}});
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("40 of 40 files"));
  // 17 results of 1.2 MB fit into 20 MB; refused, they go as two halves, and the other 23 in three
  // batches of half the size instead of two. One more import carries the details.
  EXPECT_EQ(requests("import"), 1U + 2U + 3U + 1U);
}

TEST_P(PushLimits, SendsAFileByItselfThatMakesASingleResultTooLarge) {
  auto run = new_run();
  run.test("Cart.Pays").file("trace.log", "text/plain", std::string(900'000, 't')).finish("passed");
  run.end();
  sandbox_.faults({{{"do", "max_body"}, {"bytes", 1'000'000}, {"times", -1}}});
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_EQ(run_of(state(), only_execution(state()), "Cart.Pays").at("evidence").size(), 1U);
}

}  // namespace
}  // namespace xrep::test
