#include "push_test.hpp"

namespace xrep::test {
namespace {

using nlohmann::json;

class DefectsPush : public PushTest {};
XREP_BOTH_PROFILES(DefectsPush);

TEST_P(DefectsPush, AreOfFailedPartsOnlyWhenAsked) {
  const auto defects = [&](const std::string& id, const std::vector<std::string>& arguments) {
    auto run = new_run(id);
    run.test("Cart.Adds").event("key", {{"value", "DEMO-6"}});
    run.event("defect", {{"value", "DEMO-3"}}).finish("passed");
    run.test("Cart.Pays").event("key", {{"value", "DEMO-6"}}).finish("failed");
    run.test("Cart.Ships").event("defect", {{"value", "DEMO-3"}}).finish("failed");
    run.end();
    std::vector<std::string> all = {run.path().string()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    EXPECT_EQ(push(all).exit_code, 0);
    const json now = state();
    std::size_t linked = 0;
    for (const auto& execution : now.at("executions")) {
      for (const auto& result : execution.at("runs")) linked += result.at("defects").size();
    }
    return linked;
  };
  EXPECT_EQ(defects("20260301-020000-1a2b3c4d", {"--defects", "failed"}), 1U);
  EXPECT_EQ(defects("20260301-030000-5e6f7a8b", {}), 1U + 2U);
}

}  // namespace
}  // namespace xrep::test
