#include "push_test.hpp"

#include <filesystem>

namespace xrep::test {
namespace {

using testing::HasSubstr;
using Trust = PushTest;

TEST_P(Trust, IsNotGivenToARunDirectoryThatOthersCanWrite) {
  auto run = new_run();
  run.test("Suite.Test").finish("passed");
  run.end();
  namespace fs = std::filesystem;
  fs::permissions(run.path(), fs::perms::others_write, fs::perm_options::add);
  const auto refused = push(run);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.out, HasSubstr("everybody may write it"));
  EXPECT_TRUE(state().at("executions").empty());

  fs::permissions(run.path(), fs::perms::others_write, fs::perm_options::remove);
  EXPECT_EQ(push(run).exit_code, 0);
}

XREP_BOTH_PROFILES(Trust);

}  // namespace
}  // namespace xrep::test
