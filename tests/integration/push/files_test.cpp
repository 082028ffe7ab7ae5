#include "push_test.hpp"

#include <thread>

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class PushedFiles : public PushTest {};
XREP_BOTH_PROFILES(PushedFiles);

std::vector<std::string> names_of(const json& evidence) {
  std::vector<std::string> names;
  for (const auto& file : evidence) {
    names.push_back(file.at("filename"));
  }
  return names;
}

TEST_P(PushedFiles, StandAtTheTestAndAtTheStepTheyBelongTo) {
  auto run = new_run();
  run.test("Cart.Pays")
      .step(1, "Open", "passed")
      .step(2, "Pay", "failed")
      .file("trace.log", "text/plain", "a trace")
      .file("shot.png", "image/png", "\x89PNG", 2)
      .finish("failed");
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("2 of 2 files"));
  const json result = run_of(state(), only_execution(state()), "Cart.Pays");
  EXPECT_THAT(names_of(result.at("evidence")), ::testing::ElementsAre("trace.log"));
  EXPECT_EQ(result.at("evidence")[0].at("contentType"), "text/plain");
  EXPECT_TRUE(result.at("steps")[0].at("evidence").empty());
  EXPECT_THAT(names_of(result.at("steps")[1].at("evidence")), ::testing::ElementsAre("shot.png"));
  EXPECT_EQ(result.at("steps")[1].at("evidence")[0].at("size"), 4);
}

TEST_P(PushedFiles, LargerThanAMegabyteAreUploadedAndLinked) {
  const std::string large(3'000'000, 'v');
  auto run = new_run();
  run.test("Cart.Films").file("video.mp4", "video/mp4", large).finish("passed");
  run.end();
  EXPECT_EQ(push(run).exit_code, 0);
  const json result = run_of(state(), only_execution(state()), "Cart.Films");
  ASSERT_THAT(names_of(result.at("evidence")), ::testing::ElementsAre("video.mp4"));
  EXPECT_EQ(result.at("evidence")[0].at("size"), large.size());
}

TEST_P(PushedFiles, ArriveThoughTheCopyOfAnotherIsGone) {
  auto run = new_run();
  run.test("Cart.Films").file("video.mp4", "video/mp4", std::string(3'000'000, 'v'));
  run.step(1, "Pay", "passed").file("shot.png", "image/png", "png", 1).finish("passed");
  run.end();
  std::filesystem::remove(run.path() / "attachments" / "4711-0a0b0c0d-1");
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  const json now = state();
  const json result = run_of(now, only_execution(now), "Cart.Films");
  EXPECT_THAT(result.at("comment").get<std::string>(), HasSubstr("video.mp4"));
  EXPECT_EQ(result.at("steps")[0].at("evidence").size(), 1U);
}

TEST_P(PushedFiles, OfFailedTestsComeFirstWhenAllTogetherAreTooLarge) {
  auto run = new_run();
  run.setting("max_attachments_size", "1000");
  run.test("Cart.Passes").file("dull.log", "text/plain", std::string(600, 'd')).finish("passed");
  run.test("Cart.Fails").file("shot.png", "image/png", std::string(600, 's')).finish("failed");
  run.test("Cart.IsSmall").file("small.log", "text/plain", std::string(300, 'm')).finish("passed");
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("not done: 1 file left out"));
  const json now = state();
  const json execution = only_execution(now);
  EXPECT_THAT(names_of(run_of(now, execution, "Cart.Fails").at("evidence")),
              ::testing::ElementsAre("shot.png"));
  EXPECT_THAT(names_of(run_of(now, execution, "Cart.IsSmall").at("evidence")),
              ::testing::ElementsAre("small.log"));
  const json passed = run_of(now, execution, "Cart.Passes");
  EXPECT_TRUE(passed.at("evidence").empty());
  EXPECT_THAT(passed.at("comment").get<std::string>(), HasSubstr("dull.log"));
  const auto status = run_program({XREP_COMMAND, "status", run.path().string()});
  EXPECT_THAT(status.out, ::testing::Not(HasSubstr("pending"))) << status.out;
}

TEST_P(PushedFiles, AreNotSentTwiceWhenTheReceiptsWereLost) {
  auto run = new_run();
  run.test("Cart.Pays")
      .step(1, "Pay", "passed")
      .file("trace.log", "text/plain", "a trace")
      .file("shot.png", "image/png", "\x89PNG", 1)
      .finish("passed");
  run.end();
  EXPECT_EQ(push(run).exit_code, 0);
  // What a crash right after the request leaves: the intents, and no receipt.
  std::ifstream log(run.path() / "delivery.jsonl");
  std::string kept;
  for (std::string line; std::getline(log, line);) {
    const std::string event = json::parse(line).at("e");
    if (event == "intent" || event == "execution") {
      kept += line + "\n";
    }
  }
  log.close();
  std::ofstream(run.path() / "delivery.jsonl", std::ios::trunc) << kept;
  std::this_thread::sleep_for(std::chrono::seconds(2));

  const auto again = push(run);
  EXPECT_EQ(again.exit_code, 0) << again.out;
  const json result = run_of(state(), only_execution(state()), "Cart.Pays");
  EXPECT_THAT(names_of(result.at("evidence")), ::testing::ElementsAre("trace.log"));
  EXPECT_THAT(names_of(result.at("steps")[0].at("evidence")), ::testing::ElementsAre("shot.png"));
}

TEST_P(PushedFiles, OfPassedTestsStayAtHomeWhenOnlyThoseOfFailedOnesAreWanted) {
  auto run = new_run();
  run.setting("attachments", "failed");
  run.test("Cart.Adds").file("good.log", "text/plain", "x").finish("passed");
  run.test("Cart.Pays").file("bad.log", "text/plain", "x").finish("failed");
  run.end();
  EXPECT_EQ(push(run).exit_code, 0);
  const json execution = only_execution(state());
  EXPECT_TRUE(run_of(state(), execution, "Cart.Adds").at("evidence").empty());
  EXPECT_EQ(run_of(state(), execution, "Cart.Pays").at("evidence").size(), 1U);
}

}  // namespace
}  // namespace xrep::test
