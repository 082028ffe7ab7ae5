#include "settings.hpp"

#include "environment.hpp"
#include "support/temp_dir.hpp"
#include <xrep/recording.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace xrep {
namespace {

using test::Variable;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class SettingsTest : public testing::Test {
 protected:
  ResolvedSettings resolve(const std::vector<std::string>& flags,
                           const std::vector<SourcedSetting>& recorded = {}) const {
    return resolve_settings(recording::settings_from_arguments(flags).settings, recorded,
                            folder_.path());
  }

  std::string problem(const std::string& flag) const {
    const auto resolved = resolve({flag});
    EXPECT_EQ(resolved.problems.size(), 1U) << flag;
    EXPECT_THAT(resolved.given, IsEmpty()) << flag;
    return resolved.problems.empty() ? "" : resolved.problems.front();
  }

  Settings good(const std::string& flag) const {
    const auto resolved = resolve({flag});
    EXPECT_THAT(resolved.problems, IsEmpty()) << flag;
    return resolved.values;
  }

  test::CleanEnvironment clean_;
  test::TempDir folder_;
};

TEST_F(SettingsTest, AreTheDefaultsWhenNothingIsGiven) {
  const auto resolved = resolve({});
  EXPECT_THAT(resolved.problems, IsEmpty());
  EXPECT_THAT(resolved.given, IsEmpty());
  EXPECT_EQ(resolved.values.results_dir, "xray-results");
  EXPECT_EQ(resolved.values.upload, Upload::end);
}

TEST_F(SettingsTest, HaveDefaultsThatAreAllowedAndShownInTheTable) {
  for (const auto& row : setting_table()) {
    if (row.default_text.empty()) continue;
    EXPECT_THAT(resolve({"--xray_" + row.name + "=" + row.default_text}).problems, IsEmpty())
        << row.name;
  }
}

TEST_F(SettingsTest, WinInTheOrderFlagEnvironmentFile) {
  folder_.write("xrep.json", R"({"project": "FILE", "summary": "file", "version": "file"})");
  const Variable summary("XRAY_SUMMARY", "environment");
  const Variable version("XRAY_VERSION", "environment");
  const auto values = resolve({"--xray_version=flag"}).values;
  EXPECT_EQ(values.project, "FILE");
  EXPECT_EQ(values.summary, "environment");
  EXPECT_EQ(values.version, "flag");
}

TEST_F(SettingsTest, RecordedOnesComeBehindThoseOfTheSameKind) {
  folder_.write("xrep.json", R"({"description": "file"})");
  const Variable summary("XRAY_SUMMARY", "environment");
  const std::vector<SourcedSetting> recorded{
      {{"version", "recorded flag", "--xray_version", true}, SettingSource::flag},
      {{"summary", "recorded flag", "--xray_summary", true}, SettingSource::flag},
      {{"description", "recorded environment", "XRAY_DESCRIPTION", true},
       SettingSource::environment},
      {{"revision", "recorded file", "xrep.json", true}, SettingSource::file}};
  const auto values = resolve({"--xray_version=flag"}, recorded).values;
  EXPECT_EQ(values.version, "flag");
  EXPECT_EQ(values.summary, "recorded flag");
  EXPECT_EQ(values.description, "recorded environment");
  EXPECT_EQ(values.revision, "recorded file");
}

TEST_F(SettingsTest, RecordedAloneLookAtNothingElse) {
  const Variable summary("XRAY_SUMMARY", "environment");
  const auto resolved = recorded_settings(
      {{{"version", "1.2", "--xray_version", true}, SettingSource::flag},
       {{"of_a_later_version", "x", "--xray_of_a_later_version", true}, SettingSource::flag}});
  EXPECT_EQ(resolved.values.version, "1.2");
  EXPECT_EQ(resolved.values.summary, "");
  EXPECT_THAT(resolved.problems, IsEmpty());
}

TEST_F(SettingsTest, TakeTheLastOfTwoFlagsAndRecordItOnce) {
  const auto resolved = resolve({"--xray_version=1", "--xray-version=2"});
  EXPECT_EQ(resolved.values.version, "2");
  ASSERT_EQ(resolved.given.size(), 1U);
  EXPECT_EQ(resolved.given.front().given.value, "2");
}

TEST_F(SettingsTest, IgnoreUnknownAndEmptyVariables) {
  const Variable unknown("XRAY_SOMETHING_ELSE", "1");
  const Variable empty("XRAY_TEST_PLAN", "");
  const auto resolved = resolve({});
  EXPECT_THAT(resolved.problems, IsEmpty());
  EXPECT_THAT(resolved.given, IsEmpty());
}

TEST_F(SettingsTest, NameTheOriginAndWhatIsAllowed) {
  EXPECT_EQ(problem("--xray_upload=now"),
            "--xray_upload: 'now' is not known; allowed: end, never or dry_run");
  const Variable plan("XRAY_TEST_PLAN", "calc-9");
  EXPECT_THAT(resolve({}).problems,
              ElementsAre("XRAY_TEST_PLAN: 'calc-9' is not an issue key (did you mean CALC-9?); "
                          "allowed: an issue key such as CALC-9"));
}

TEST_F(SettingsTest, LeaveTheDefaultInForceWhenAValueIsMalformed) {
  EXPECT_EQ(resolve({"--xray_timeout=soon"}).values.timeout, std::chrono::seconds(120));
  EXPECT_EQ(resolve({"--xray_max_attachment_size=big"}).values.max_attachment_size, 100U << 20);
}

TEST_F(SettingsTest, AskForTheMissingValueOfAFlag) {
  EXPECT_THAT(problem("--xray_project"), HasSubstr("needs a value"));
  EXPECT_TRUE(good("--xray_create_tests").create_tests);
}

TEST_F(SettingsTest, SuggestTheNearestName) {
  EXPECT_EQ(problem("--xray_tset_plan=CALC-9"),
            "--xray_tset_plan: unknown setting; did you mean test_plan?");
  EXPECT_EQ(nearest_setting("enviroments"), "environments");
  EXPECT_EQ(nearest_setting("zzzzzzzz"), "");
  EXPECT_THAT(problem("--xray_zzzzzzzz=1"), HasSubstr("known are project"));
}

TEST_F(SettingsTest, NeverRepeatASecret) {
  for (const auto* flag : {"--xray_client_secret=hush", "--xray_token=hush", "--xray_password=hush",
                           "--xray_client_id=hush", "--xray_jira_token=hush"}) {
    EXPECT_THAT(problem(flag), AllOf(HasSubstr("environment"), Not(HasSubstr("hush")))) << flag;
  }
  EXPECT_THAT(problem("--xray_api_url=https://me:hush@example.com"), Not(HasSubstr("hush")));
  EXPECT_THAT(problem("--xray_proxy=http://me:hush@proxy:3128"), Not(HasSubstr("hush")));
  EXPECT_THAT(problem("--xray_tset_plan=hush"), Not(HasSubstr("hush")));
  EXPECT_THAT(problem("--xray_api_url=https://example.com?key=hush"), Not(HasSubstr("hush")));
}

TEST_F(SettingsTest, ReadSizes) {
  EXPECT_EQ(good("--xray_max_attachment_size=123").max_attachment_size, 123U);
  EXPECT_EQ(good("--xray_max_attachment_size=100MiB").max_attachment_size, 100U << 20);
  EXPECT_EQ(good("--xray_max_attachment_size=100MB").max_attachment_size, 100000000U);
  EXPECT_EQ(good("--xray_max_attachment_size=1G").max_attachment_size, 1U << 30);
  for (const auto* size : {"", "-1", "1.5M", "MiB", "99999999999999999999", "99999999999G"}) {
    problem(std::string("--xray_max_attachment_size=") + size);
  }
}

TEST_F(SettingsTest, ReadDurations) {
  EXPECT_EQ(good("--xray_timeout=90").timeout.count(), 90);
  EXPECT_EQ(good("--xray_timeout=120s").timeout.count(), 120);
  EXPECT_EQ(good("--xray_timeout=2m").timeout.count(), 120);
  for (const auto* time : {"0", "25h", "2 days", "-5", ""}) {
    problem(std::string("--xray_timeout=") + time);
  }
}

TEST_F(SettingsTest, ReadTruth) {
  for (const auto* word : {"on", "true", "1", "yes", "ON"}) {
    EXPECT_TRUE(good(std::string("--xray_create_tests=") + word).create_tests) << word;
  }
  for (const auto* word : {"off", "false", "0", "no"}) {
    EXPECT_FALSE(good(std::string("--xray_create_tests=") + word).create_tests) << word;
  }
  problem("--xray_create_tests=maybe");
}

TEST_F(SettingsTest, ReadLists) {
  EXPECT_THAT(good("--xray_labels=a, b;;c").labels, ElementsAre("a", "b", "c"));
  problem("--xray_labels=two words");
  EXPECT_THAT(good("--xray_environments=linux-gcc13;x86").environments,
              ElementsAre("linux-gcc13", "x86"));
  problem("--xray_environments=x");
  problem("--xray_environments=a-name-that-is-far-too-long");
  problem("--xray_environments=two words");
}

TEST_F(SettingsTest, ReadNamesWithValues) {
  const auto fields = good(R"(--xray_custom_fields= Rig = B2;;Browsers=Firefox\;Chrome; Rig=a=b )");
  ASSERT_EQ(fields.custom_fields.size(), 2U);
  EXPECT_EQ(fields.custom_fields[0].name, "Browsers");
  EXPECT_EQ(fields.custom_fields[0].value, "Firefox;Chrome");
  EXPECT_EQ(fields.custom_fields[1].name, "Rig");
  EXPECT_EQ(fields.custom_fields[1].value, "a=b");
  EXPECT_THAT(good("--xray_custom_fields=").custom_fields, IsEmpty());
  EXPECT_THAT(problem("--xray_custom_fields=Rig=B2; Firmware"),
              AllOf(HasSubstr("' Firmware' is not NAME=VALUE"), HasSubstr("separated by ;")));
  EXPECT_THAT(problem("--xray_custom_fields=Rig="), HasSubstr("is not NAME=VALUE"));
  EXPECT_THAT(problem("--xray_custom_fields==B2"), HasSubstr("is not NAME=VALUE"));
}

TEST_F(SettingsTest, ReadAccountIdsWhichHaveNoBlanks) {
  EXPECT_EQ(good("--xray_assignee= 712020:0a1b-2c ").assignee, "712020:0a1b-2c");
  EXPECT_EQ(good("--xray_executed_by=5b10a2844c20165700ede21g").executed_by,
            "5b10a2844c20165700ede21g");
  EXPECT_THAT(problem("--xray_assignee=Jane Doe"),
              AllOf(HasSubstr("'Jane Doe' has a blank in it"), HasSubstr("account id")));
}

TEST_F(SettingsTest, CheckKeys) {
  EXPECT_EQ(good("--xray_test_plan= CALC-9 ").test_plan, "CALC-9");
  for (const auto* key : {"CALC", "CALC-0", "CALC-09", "-9", "9-9", "CALC-9x", "CÄLC-9"}) {
    problem(std::string("--xray_test_plan=") + key);
  }
  problem("--xray_project=calc");
  EXPECT_EQ(good("--xray_project=CALC_2").project, "CALC_2");
}

TEST_F(SettingsTest, CheckUrls) {
  EXPECT_EQ(good("--xray_api_url=https://eu.xray.cloud.getxray.app/api/v2/").api_url,
            "https://eu.xray.cloud.getxray.app");
  EXPECT_EQ(good("--xray_api_url=http://127.0.0.1:8080/").api_url, "http://127.0.0.1:8080");
  EXPECT_EQ(good("--xray_api_url=http://[::1]:8080").api_url, "http://[::1]:8080");
  EXPECT_EQ(good("--xray_jira_url=HTTPS://shop.atlassian.net").jira_url,
            "https://shop.atlassian.net");
  EXPECT_THAT(problem("--xray_api_url=http://example.com"), HasSubstr("unencrypted"));
  for (const auto* url :
       {"http://10.0.0.1", "http://127.evil.example", "http://localhost.evil.example", "ftp://x",
        "example.com", "https://", "https://host:port", "https://a b"}) {
    problem(std::string("--xray_api_url=") + url);
  }
}

TEST_F(SettingsTest, SendUnencryptedOnlyWhenAskedByName) {
  const auto asked = resolve({"--xray_jira_url=http://jira.intern", "--xray_plain_http"});
  EXPECT_THAT(asked.problems, testing::IsEmpty());
  EXPECT_EQ(asked.values.jira_url, "http://jira.intern");
  folder_.write("xrep.json", R"({"api_url": "http://xray.intern"})");
  const auto unasked = resolve({});
  ASSERT_EQ(unasked.problems.size(), 1U);
  EXPECT_THAT(unasked.problems[0], testing::AllOf(HasSubstr("xrep.json"), HasSubstr("api_url"),
                                                  HasSubstr("plain_http=on")));
  EXPECT_EQ(unasked.values.api_url, Settings().api_url);
  EXPECT_THAT(unasked.given, testing::IsEmpty()) << "nor is it recorded";
}

TEST_F(SettingsTest, SayThatServerIsNotSupported) {
  EXPECT_THAT(problem("--xray_flavor=server"), HasSubstr("Xray Cloud only"));
}

TEST_F(SettingsTest, MakePathsAbsolute) {
  EXPECT_EQ(good("--xray_results_dir=out/../results").results_dir, folder_ / "results");
  folder_.write("a/xrep.json", R"({"ca_file": "certs/ca.pem"})");
  const auto resolved = resolve({"--xray_config=a/xrep.json"});
  EXPECT_EQ(resolved.values.ca_file, folder_ / "a/certs/ca.pem");
  ASSERT_EQ(resolved.given.size(), 1U);
  EXPECT_EQ(resolved.given.front().given.value, (folder_ / "a/certs/ca.pem").string());
}

}  // namespace
}  // namespace xrep
