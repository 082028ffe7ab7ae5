#include "push_test.hpp"

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class OneTest : public PushTest {
 protected:
  RunWriter three() {
    auto run = new_run();
    run.test("Cart.Adds").finish("passed");
    run.test("Cart.Pays").finish("failed");
    for (const char* size : {"small", "large"}) {
      run.test(std::string("Sizes/Cart.Fits/") + size,
               {{"identity", "Sizes/Cart.Fits"}, {"instance", size}})
          .finish("passed");
    }
    run.end();
    return run;
  }

  std::size_t results() const { return only_execution(state()).at("runs").size(); }
};
XREP_BOTH_PROFILES(OneTest);

TEST_P(OneTest, IsSavedAloneAndAllOthersLaterInTheSameTestExecution) {
  const auto run = three();
  const auto one = push({run.path().string(), "--test", "Cart.Pays"});
  EXPECT_EQ(one.exit_code, 0) << one.out;
  EXPECT_THAT(one.out, HasSubstr("1 result in "));
  EXPECT_EQ(results(), 1U);
  const auto again = push({run.path().string(), "--test", "Cart.Pays"});
  EXPECT_EQ(again.exit_code, 0) << again.out;
  const auto imports = requests("import");
  EXPECT_EQ(push({run.path().string(), "--test", "Cart.Pays"}).exit_code, 0);
  EXPECT_EQ(requests("import"), imports);

  const auto all = push(std::vector<std::string>{"--results-dir", "results"});
  EXPECT_EQ(all.exit_code, 0) << all.out;
  EXPECT_EQ(results(), 3U) << "the run did not count as delivered";
  EXPECT_THAT(all.out, HasSubstr("3 results in "));
}

TEST_P(OneTest, MayBeNamedByAPatternOrByTheNameOfOneRow) {
  const auto run = three();
  EXPECT_EQ(push({run.path().string(), "--test", "Cart.*"}).exit_code, 0);
  EXPECT_EQ(results(), 2U);
  EXPECT_EQ(push({run.path().string(), "--test", "Sizes/Cart.Fits/large"}).exit_code, 0);
  EXPECT_EQ(results(), 3U);
}

TEST_P(OneTest, ThatTheRunDoesNotHaveIsNamedAndNothingIsSent) {
  const auto run = three();
  const auto ended = push({run.path().string(), "--test", "Cart.Adds", "--test", "Cart.Ads"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.out, HasSubstr("no result of a test Cart.Ads"));
  EXPECT_TRUE(state().at("executions").empty());
}

}  // namespace
}  // namespace xrep::test
