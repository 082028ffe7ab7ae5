#include "environment.hpp"
#include <xrep/recording.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

namespace xrep::recording {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CommandLine, TakesOurFlagsInEverySpelling) {
  const auto line = settings_from_arguments(
      {"--xray", "--xray_test_plan=CALC-9", "--xray-test-execution=CALC-1", "-xray_strict"});
  EXPECT_TRUE(line.on);
  ASSERT_EQ(line.settings.size(), 3U);
  EXPECT_EQ(line.settings[0].name, "test_plan");
  EXPECT_EQ(line.settings[0].value, "CALC-9");
  EXPECT_EQ(line.settings[1].name, "test_execution");
  EXPECT_EQ(line.settings[1].origin, "--xray-test-execution");
  EXPECT_EQ(line.settings[2].name, "strict");
  EXPECT_FALSE(line.settings[2].has_value);
}

TEST(CommandLine, LeavesOtherArgumentsAlone) {
  const auto line =
      settings_from_arguments({"xray", "--xrayfish", "---xray", "-x", "--ray", "--", "--xray"});
  EXPECT_FALSE(line.on);
  EXPECT_THAT(line.settings, IsEmpty());
}

TEST(CommandLine, CanBeTurnedOff) {
  EXPECT_TRUE(settings_from_arguments({"--xray=off"}).off);
  EXPECT_FALSE(settings_from_arguments({"--xray", "--xray=0"}).on);
}

TEST(CommandLine, TurnsAnOddSwitchIntoAProblem) {
  const auto line = settings_from_arguments({"--xray=perhaps"});
  EXPECT_TRUE(line.on);
  ASSERT_EQ(line.settings.size(), 1U);
  EXPECT_EQ(line.settings[0].name, "");
}

TEST(CommandLine, RemovesWhatItTook) {
  std::array<std::string, 5> words{"program", "--xray", "-v", "--xray_version=1", "last"};
  std::array<char*, 6> argv{};
  for (std::size_t i = 0; i < words.size(); ++i) argv[i] = words[i].data();
  int argc = 5;
  const auto line = take_settings(argc, argv.data());
  EXPECT_TRUE(line.on);
  ASSERT_EQ(argc, 3);
  EXPECT_STREQ(argv[1], "-v");
  EXPECT_STREQ(argv[2], "last");
  EXPECT_EQ(argv[3], nullptr);
}

TEST(TurnedOn, TheFlagWinsOverTheVariable) {
  const test::CleanEnvironment clean;
  EXPECT_FALSE(turned_on({}));
  EXPECT_TRUE(turned_on(settings_from_arguments({"--xray"})));
  const test::Variable on("XRAY", "1");
  EXPECT_TRUE(turned_on({}));
  EXPECT_FALSE(turned_on(settings_from_arguments({"--xray=no"})));
}

TEST(TurnedOn, OnlyByAWordThatMeansSo) {
  const test::CleanEnvironment clean;
  for (const auto* word : {"", "0", "off", "/opt/xray"}) {
    const test::Variable variable("XRAY", word);
    EXPECT_FALSE(turned_on({})) << word;
  }
}

}  // namespace
}  // namespace xrep::recording
