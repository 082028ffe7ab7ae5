#include "site.hpp"

#include <gtest/gtest.h>

namespace xrep::sandbox {
namespace {

constexpr const char* kNotValid = "Result is not valid Xray Format";

/// A sandbox with an execution to import into, and one entry that it takes.
class SandboxImportFormat : public ::testing::TestWithParam<Profile> {
 protected:
  Answer import_entry(const Json& entry) {
    return site_.import({{"testExecutionKey", execution_.key}, {"tests", Json::array({entry})}});
  }

  Json entry_with(const std::string& member, const Json& value) {
    Json entry = {{"testKey", "DEMO-4"}, {"status", "PASSED"}};
    entry[member] = value;
    return entry;
  }

  void expect_refused(const Json& entry) {
    const Answer answer = import_entry(entry);
    EXPECT_EQ(answer.status, 400) << entry.dump();
    EXPECT_EQ(answer.error(), kNotValid) << entry.dump();
  }

  void expect_taken(const Json& entry) {
    const Answer answer = import_entry(entry);
    EXPECT_EQ(answer.status, 200) << entry.dump() << answer.text;
  }

  Site site_{GetParam()};
  Site::Created execution_ = site_.create_execution();
};

std::string name_of(const ::testing::TestParamInfo<Profile>& info) {
  return info.param == Profile::strict ? "strict" : "lenient";
}

INSTANTIATE_TEST_SUITE_P(BothProfiles, SandboxImportFormat,
                         ::testing::Values(Profile::strict, Profile::lenient), name_of);

TEST_P(SandboxImportFormat, TakesAnEntryWithEveryPlainMember) {
  expect_taken({{"testKey", "DEMO-4"},
                {"status", "PASSED"},
                {"start", "2026-03-01T02:00:03+01:00"},
                {"finish", "2026-03-01T01:00:05Z"},
                {"comment", "fine"},
                {"executedBy", "sandbox-user"},
                {"assignee", "sandbox-user"},
                {"defects", {"DEMO-3"}},
                {"evidence", Json::array()},
                {"steps", {{{"status", "PASSED"}, {"actualResult", "ok"}, {"comment", "c"}}}}});
}

TEST_P(SandboxImportFormat, RefusesDocumentsThatAreNoObject) {
  const httplib::Headers headers = {{"Authorization", "Bearer " + site_.token()}};
  for (const char* body : {"", "{", "[]", "null", "\"text\"", "{\"tests\":[\"\xff\"]}"}) {
    const Answer answer = site_.post("/api/v2/import/execution", body, headers);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer.error(), kNotValid) << body;
  }
}

TEST_P(SandboxImportFormat, RefusesADocumentWithoutResults) {
  EXPECT_EQ(site_.import({{"testExecutionKey", execution_.key}}).error(), kNotValid);
  EXPECT_EQ(site_.import({{"testExecutionKey", execution_.key}, {"tests", Json::array()}}).error(),
            kNotValid);
}

TEST_P(SandboxImportFormat, RefusesUnknownMembersOnEveryLevel) {
  EXPECT_EQ(site_
                .import({{"testExecutionKey", execution_.key},
                         {"tests", {{{"testKey", "DEMO-4"}, {"status", "PASSED"}}}},
                         {"extra", 1}})
                .error(),
            kNotValid);
  EXPECT_EQ(
      site_
          .import({{"info", {{"project", "DEMO"}, {"summary", "s"}, {"testExecutionKey", "x"}}},
                   {"tests", {{{"testKey", "DEMO-4"}, {"status", "PASSED"}}}}})
          .error(),
      kNotValid);
  expect_refused(entry_with("testVersion", "1"));
  expect_refused(entry_with("results", {{{"status", "PASSED"}}}));
  expect_refused(entry_with("steps", {{{"status", "PASSED"}, {"duration", 1}}}));
  expect_refused(entry_with("iterations", {{{"status", "PASSED"}, {"duration", "1"}}}));
  expect_refused(entry_with("iterations", {{{"status", "PASSED"}, {"evidence", Json::array()}}}));
  expect_refused(entry_with(
      "iterations",
      {{{"status", "PASSED"}, {"parameters", {{{"name", "a"}, {"value", "1"}, {"type", "x"}}}}}}));
  expect_refused(entry_with("evidence", {{{"data", ""}, {"filename", "a"}, {"mimeType", "t"}}}));
  expect_refused(entry_with("customFields", {{{"id", "1"}, {"value", 1}, {"name", "x"}}}));
  expect_refused({{"status", "PASSED"},
                  {"testInfo",
                   {{"projectKey", "DEMO"},
                    {"summary", "s"},
                    {"type", "Generic"},
                    {"description", "not in Cloud"}}}});
}

TEST_P(SandboxImportFormat, RefusesMissingMembers) {
  expect_refused({{"testKey", "DEMO-4"}});
  expect_refused({{"status", "PASSED"}});
  expect_refused(entry_with("steps", {{{"actualResult", "x"}}}));
  expect_refused(entry_with("iterations", {{{"name", "x"}}}));
  expect_refused(entry_with("evidence", {{{"filename", "x"}}}));
  expect_refused(entry_with("evidence", {{{"data", ""}}}));
  expect_refused({{"status", "PASSED"}, {"testInfo", {{"projectKey", "DEMO"}, {"summary", "s"}}}});
}

TEST_P(SandboxImportFormat, RefusesNullAndWrongTypes) {
  expect_refused(entry_with("comment", nullptr));
  expect_refused(entry_with("comment", 7));
  expect_refused(entry_with("status", 7));
  expect_refused(entry_with("defects", "DEMO-3"));
  expect_refused(entry_with("steps", Json::object()));
  expect_refused(entry_with(
      "iterations", {{{"status", "PASSED"}, {"parameters", {{{"name", "n"}, {"value", 5}}}}}}));
}

TEST_P(SandboxImportFormat, RefusesMembersThatExcludeOneAnother) {
  Json entry = entry_with("steps", {{{"status", "PASSED"}}});
  entry["iterations"] = {{{"status", "PASSED"}}};
  expect_refused(entry);
  entry = entry_with("evidence", Json::array());
  entry["evidences"] = Json::array();
  expect_refused(entry);
  expect_refused({{"status", "PASSED"},
                  {"testInfo",
                   {{"projectKey", "DEMO"},
                    {"summary", "s"},
                    {"type", "Generic"},
                    {"definition", "d"},
                    {"steps", {{{"action", "a"}}}}}}});
}

TEST_P(SandboxImportFormat, RefusesEmptyIterationsButTakesEmptyEvidence) {
  expect_refused(entry_with("iterations", Json::array()));
  expect_refused(entry_with("examples", Json::array()));
  expect_taken(entry_with("evidence", Json::array()));
}

TEST_P(SandboxImportFormat, TakesDatesInWholeSecondsWithAnOffsetOnly) {
  for (const char* good :
       {"2024-02-29T23:59:59Z", "2026-03-01T02:00:03+01:00", "2026-03-01T02:00:03-11:30"}) {
    expect_taken(entry_with("start", good));
  }
  for (const char* bad :
       {"2026-03-01T02:00:03", "2026-03-01T02:00:03.123Z", "2026-03-01T02:00:03+0100",
        "2026-02-29T02:00:03Z", "2026-13-01T02:00:03Z", "2026-03-01T24:00:00Z",
        "2026-03-01 02:00:03Z", "yesterday", ""}) {
    expect_refused(entry_with("finish", bad));
  }
}

TEST_P(SandboxImportFormat, ChecksTheDatesOfInfo) {
  const Json tests = {{{"testKey", "DEMO-6"}, {"status", "PASSED"}}};
  Json info = {{"project", "DEMO"}, {"summary", "s"}, {"startDate", "2026-03-01T02:00:03.5Z"}};
  EXPECT_EQ(site_.import({{"info", info}, {"tests", tests}}).error(), kNotValid);
  info["startDate"] = "2026-03-01T02:00:03Z";
  EXPECT_EQ(site_.import({{"info", info}, {"tests", tests}}).status, 200);
}

TEST_P(SandboxImportFormat, TakesStandardBase64Only) {
  for (const char* bad :
       {"aGVsbG8", "aGVs\nbG8=", "data:text/plain;base64,aGVsbG8=", "a-_=", "===="}) {
    expect_refused(entry_with("evidence", {{{"data", bad}, {"filename", "a.txt"}}}));
  }
  expect_taken(entry_with("evidence", {{{"data", "aGVsbG8="}, {"filename", "a.txt"}}}));
}

TEST_P(SandboxImportFormat, RefusesEvidenceWithoutAFileName) {
  expect_refused(entry_with("evidence", {{{"data", "aGVsbG8="}, {"filename", ""}}}));
}

TEST_P(SandboxImportFormat, RefusesNamesThatCannotBeAStatus) {
  for (const char* bad : {"TO DO", "P", "NINETEEN_CHARACTERS", "OK!", ""}) {
    expect_refused(entry_with("status", bad));
  }
}

TEST_P(SandboxImportFormat, RefusesParameterNamesThatXrayDoesNotKnow) {
  const auto with_name = [&](const std::string& name) {
    const Json parameters = {{{"name", name}, {"value", "1"}}};
    Json entry = {{"testKey", "DEMO-5"}, {"status", "PASSED"}};
    entry["iterations"] = {{{"status", "PASSED"}, {"parameters", parameters}}};
    return entry;
  };
  expect_taken(with_name("_load"));
  expect_taken(with_name(std::string(64, 'x')));
  expect_refused(with_name("1st"));
  expect_refused(with_name(""));
  expect_refused(with_name(std::string(65, 'x')));
}

TEST_P(SandboxImportFormat, TellsThePlaceOfTheFaultInAHeader) {
  const Json document = {{"testExecutionKey", execution_.key}, {"tests", {{{"testKey", "X-1"}}}}};
  const auto result = site_.client().Post("/api/v2/import/execution",
                                          {{"Authorization", "Bearer " + site_.token()}},
                                          document.dump(), "application/json");
  ASSERT_TRUE(result);
  EXPECT_TRUE(contains_text(result->get_header_value("X-Sandbox-Reason"), "status"));
}

}  // namespace
}  // namespace xrep::sandbox
