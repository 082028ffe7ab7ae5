#include "push_test.hpp"

namespace xrep::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

/// Everything that was seen of a custom field of Test Runs: on its way, and when it may not go.
class CustomFieldsPush : public PushTest {
 protected:
  static json field(const std::string& name, const std::string& value) {
    return {{"name", name}, {"value", value}};
  }

  /// By name, as the run of this Test has them.
  json fields_of(const std::string& test) const {
    json fields = json::object();
    const json now = state();
    const json run = run_of(now, only_execution(now), test);
    for (const auto& set : run.at("customFields")) {
      fields[set.at("name").get<std::string>()] = set.at("value");
    }
    return fields;
  }

  static std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
    return found;
  }
};
XREP_BOTH_PROFILES(CustomFieldsPush);

TEST_P(CustomFieldsPush, SetsWhatTestsAndTheSettingSayInTheTypeOfTheField) {
  auto run = new_run();
  run.setting("custom_fields", R"(Rig=B1; Firmware=1.1; Browsers=Firefox\;Chrome)");
  run.test("Cart.Adds")
      .event("custom_field", field("Rig", "B2"))
      .event("custom_field", field("Shift", "3"))
      .event("custom_field", field("Calibrated", "yes"))
      .event("custom_field", field("Inspected", "2026-03-01"))
      .event("custom_field", field("Firmware", ""))
      .finish("passed");
  run.test("Cart.Pays").finish("failed");
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, Not(HasSubstr("not done")));
  EXPECT_EQ(fields_of("Cart.Adds"), json({{"Rig", "B2"},
                                          {"Shift", 3},
                                          {"Calibrated", true},
                                          {"Inspected", "2026-03-01"},
                                          {"Browsers", {"Firefox", "Chrome"}}}));
  EXPECT_EQ(fields_of("Cart.Pays"),
            json({{"Rig", "B1"}, {"Firmware", "1.1"}, {"Browsers", {"Firefox", "Chrome"}}}));
}

TEST_P(CustomFieldsPush, LeavesOutWhatTheProjectWouldNotTakeAndSaysSoOnce) {
  auto run = new_run();
  for (const char* test : {"Cart.Adds", "Cart.Pays", "Cart.Ships"}) {
    run.test(test)
        .event("custom_field", field("Rigg", "B2"))
        .event("custom_field", field("Firmware", "9.9"))
        .event("custom_field", field("Shift", "late"))
        .event("custom_field", field("Rig", "B2"))
        .finish("passed");
  }
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("custom field Rigg left out: the Test Runs of this project "
                                   "have no such field; they have: Rig, Firmware"));
  EXPECT_THAT(ended.out,
              HasSubstr("custom field Firmware left out where its value does not fit, as in "
                        "Cart.Adds: '9.9' is not one of its values: 1.1, 1.2"));
  EXPECT_THAT(ended.out, HasSubstr("'late' is not a number"));
  EXPECT_EQ(count(ended.out, "custom field "), 3U) << ended.out;
  for (const char* test : {"Cart.Adds", "Cart.Pays", "Cart.Ships"}) {
    EXPECT_EQ(fields_of(test), json({{"Rig", "B2"}})) << test;
  }
}

TEST_P(CustomFieldsPush, NamesARequiredFieldThatNothingIsGivenForOnce) {
  auto run = new_run();
  run.test("Cart.Adds").finish("passed");
  run.test("Cart.Pays").finish("passed");
  run.end();
  const auto ended = push({run.path().string(), "--project", "HIDDEN"});
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_EQ(count(ended.out, "custom field Bench is required"), 1U) << ended.out;
  EXPECT_THAT(push({run.path().string()}).out, Not(HasSubstr("Bench"))) << "nothing was sent";
}

TEST_P(CustomFieldsPush, DeliversEverythingElseToASiteThatDoesNotTellItsFields) {
  auto run = new_run();
  run.setting("custom_fields", "Rig=B1; Shift=3");
  run.test("Cart.Adds").finish("passed");
  run.end();
  sandbox_.faults({{{"on", "Preflight"},
                    {"do", "status"},
                    {"status", 200},
                    {"times", -1},
                    {"body", {{"errors", {{{"message", "Cannot query field"}}}}}}}});
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("custom field Rig left out: Xray does not tell"));
  EXPECT_THAT(ended.out, HasSubstr("custom field Shift left out: Xray does not tell"));
  EXPECT_EQ(fields_of("Cart.Adds"), json::object());
}

TEST_P(CustomFieldsPush, SendsAResultWhoseFieldsXrayRefusesWithoutThem) {
  auto run = new_run();
  run.test("Cart.Adds").event("custom_field", field("Rig", "B2")).finish("passed");
  run.test("Cart.Pays")
      .event("custom_field", field("Rig", "B2"))
      .event("custom_field", field("Inspected", "yesterday"))
      .event("requirement", {{"value", "DEMO-1"}})
      .finish("passed");
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("the custom fields of Cart.Pays were not set: "));
  EXPECT_THAT(ended.out, Not(HasSubstr("requirements")));
  EXPECT_EQ(fields_of("Cart.Adds"), json({{"Rig", "B2"}}));
  EXPECT_EQ(fields_of("Cart.Pays"), json::object());
  const auto key =
      run_of(state(), only_execution(state()), "Cart.Pays").at("testKey").get<std::string>();
  EXPECT_THAT(state().at("tests").at(key).at("requirements"), ::testing::ElementsAre("DEMO-1"));
}

TEST_P(CustomFieldsPush, KeepsRefusedFieldsFromTheDetailsOfTheExecution) {
  auto run = new_run();
  run.setting("revision", "9f1c2ab").setting("custom_fields", "Inspected=yesterday");
  run.test("Cart.Pays").finish("passed");
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  // The strict sandbox takes no details of an execution that exists.
  EXPECT_EQ(only_execution(state()).at("revision"), GetParam() == "strict" ? "" : "9f1c2ab");
}

TEST_P(CustomFieldsPush, LosesNeitherFieldsNorRequirementsWhenOnlyTheOthersAreRefused) {
  auto run = new_run();
  run.test("Cart.Pays")
      .event("custom_field", field("Rig", "B2"))
      .event("requirement", {{"value", "DEMO-4711"}})
      .finish("passed");
  run.test("Cart.Ships")
      .event("custom_field", field("Inspected", "yesterday"))
      .event("requirement", {{"value", "DEMO-4711"}})
      .finish("passed");
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("the requirements of Cart.Pays were not linked"));
  EXPECT_THAT(ended.out, Not(HasSubstr("the custom fields of Cart.Pays")));
  EXPECT_THAT(ended.out, HasSubstr("the requirements of Cart.Ships were not linked"));
  EXPECT_THAT(ended.out, HasSubstr("the custom fields of Cart.Ships were not set"));
  EXPECT_EQ(fields_of("Cart.Pays"), json({{"Rig", "B2"}}));
  EXPECT_EQ(only_execution(state()).at("runs").size(), 2U);
}

TEST_P(CustomFieldsPush, GivesUpFieldsThatXrayRefusesOfEveryResult) {
  constexpr std::size_t kTests = 64;
  auto run = new_run();
  run.setting("custom_fields", "Rig=B2; Inspected=yesterday");
  for (std::size_t i = 0; i < kTests; ++i) {
    run.test("Cart.Adds" + std::to_string(i)).finish("passed");
  }
  run.end();
  const auto ended = push(run);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_EQ(count(ended.out, "the custom fields of "), 3U) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("custom fields left out of all further results, since Xray "
                                   "refused those of 3"));
  EXPECT_EQ(only_execution(state()).at("runs").size(), kTests);
  EXPECT_LT(requests("import"), kTests / 2);
}

TEST_P(CustomFieldsPush, SendsAResultAgainWhenTheSettingChanged) {
  auto run = new_run();
  run.test("Cart.Adds").finish("passed");
  run.end();
  EXPECT_EQ(push(run).exit_code, 0);
  const auto before = requests("import");
  EXPECT_EQ(push(run).exit_code, 0);
  EXPECT_EQ(requests("import"), before);
  EXPECT_EQ(push({run.path().string(), "--custom-fields", "Rig=B7"}).exit_code, 0);
  EXPECT_EQ(fields_of("Cart.Adds"), json({{"Rig", "B7"}}));
}

TEST_P(CustomFieldsPush, ShowsAllValuesThatTestsOfOneKeySaidForAField) {
  auto run = new_run();
  run.test("Cart.Adds").event("key", {{"value", "DEMO-6"}});
  run.event("custom_field", field("Rig", "B1")).finish("passed");
  run.test("Cart.Pays").event("key", {{"value", "DEMO-6"}});
  run.event("custom_field", field("Rig", "B2")).finish("passed");
  run.end();
  EXPECT_EQ(push(run).exit_code, 0);
  EXPECT_EQ(fields_of("Basket.StartsEmpty"), json({{"Rig", "B2"}}));
  const auto comment = run_of(state(), only_execution(state()), "Basket.StartsEmpty").at("comment");
  EXPECT_THAT(comment.get<std::string>(),
              HasSubstr("Custom field Rig shows the last of several values: B1 (Cart.Adds), B2 "
                        "(Cart.Pays)"));
}

TEST_P(CustomFieldsPush, ShowsThemInADryRunUnderTheirNames) {
  auto run = new_run();
  run.setting("custom_fields", "Rig=B1");
  run.test("Cart.Adds").finish("passed");
  run.end();
  EXPECT_EQ(push({run.path().string(), "--upload", "dry_run"}).exit_code, 0);
  const auto sent = json::parse(read_file(run.path() / "dry-run" / "import-1.json"));
  EXPECT_EQ(sent.at("tests").at(0).at("customFields"), json({{{"id", "Rig"}, {"value", "B1"}}}));
}

}  // namespace
}  // namespace xrep::test
