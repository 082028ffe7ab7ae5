// Real file systems that are full or read-only, in a mount namespace of their own.

#include "program_test.hpp"

#include <string>

namespace xrep::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class OnABrokenDisk : public ProgramTest {
 protected:
  void SetUp() override {
    if (mounted("true", "true").exit_code != 0) {
      GTEST_SKIP() << "this system lets nobody mount anything";
    }
  }

  /// `program` with its results folder on a file system that `mount` mounts on $1.
  Ended mounted(const std::string& mount, const std::string& program) {
    const auto disk = folder_.path() / "disk";
    std::filesystem::create_directories(disk);
    const std::string script = mount + " && exec \"$2\" \"$3\"";
    return run_program(
        {"/usr/bin/unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh", disk.string(),
         program, "--xray"},
        {{"XRAY_RESULTS_DIR", (disk / "results").string()}, {"TMPDIR", folder_.path().string()}});
  }

  static std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
    return found;
  }

  /// What an undisturbed run brings into a sandbox of its own.
  void expect_everything(const json& now) const {
    const json execution = only_execution(now);
    const json failed = run_of(now, execution, "Checkout.TakesTheVoucherOff");
    ASSERT_FALSE(failed.is_null());
    EXPECT_EQ(failed.at("status"), "FAILED");
    ASSERT_EQ(failed.at("steps").size(), 4U);
    EXPECT_EQ(failed.at("steps")[3].at("evidence")[0].at("filename"), "voucher.png");
    EXPECT_EQ(failed.at("evidence")[0].at("filename"), "checkout.log");
    EXPECT_EQ(run_of(now, execution, "Price/Convert.TenEuros").at("iterations").size(), 3U);
  }

  void expect_everything_from(const std::string& mount, const std::string& warning) {
    const auto without = run_program({XREP_GTEST_CHECKOUT});
    const auto ended = mounted(mount, XREP_GTEST_CHECKOUT);
    EXPECT_EQ(ended.exit_code, without.exit_code);
    EXPECT_EQ(count(ended.err, warning), 1U) << ended.err;
    expect_everything(state());
  }
};

TEST_P(OnABrokenDisk, ThatFillsUpDuringTheTestsEverythingIsPushedWithOneWarning) {
  expect_everything_from("mount -t tmpfs -o size=8k none \"$1\"", "No space left");
}

TEST_P(OnABrokenDisk, ThatIsFullFromTheStartEverythingIsPushedWithOneWarning) {
  expect_everything_from(
      "mount -t tmpfs -o size=4k none \"$1\" && head -c 4096 /dev/zero >\"$1/full\"",
      "No space left");
}

TEST_P(OnABrokenDisk, ThatIsReadOnlyEverythingIsPushedWithOneWarning) {
  expect_everything_from("mount -t tmpfs -o ro none \"$1\"", "Read-only");
}

TEST_P(OnABrokenDisk, ThatIsFullAPushSaysSoAndTheNextOneFinishesIt) {
  const std::string script = "mount -t tmpfs -o size=400k none \"$1\" && ";  // room for the run
  const auto disk = folder_.path() / "disk";
  std::filesystem::create_directories(disk);
  // One mount for both pushes: the disk is filled before the first and freed before the second.
  const auto ended = run_program(
      {"/usr/bin/unshare", "--map-root-user", "--mount", "sh", "-c",
       script + "\"$2\" --xray --xray_upload=never >/dev/null; "
                "cat /dev/zero >\"$1/full\" 2>/dev/null; \"$3\" push; echo first=$?; "
                "rm \"$1/full\"; \"$3\" push; echo second=$?; \"$3\" push; echo third=$?",
       "sh", disk.string(), XREP_GTEST_CHECKOUT, XREP_COMMAND},
      {{"XRAY_RESULTS_DIR", (disk / "results").string()}});
  EXPECT_THAT(ended.out, HasSubstr("first=75")) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("No space left")) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("second=0")) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("third=0")) << ended.err;
  expect_everything(state());
}

XREP_BOTH_PROFILES(OnABrokenDisk);

}  // namespace
}  // namespace xrep::test
