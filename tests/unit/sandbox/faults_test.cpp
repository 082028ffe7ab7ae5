#include "site.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace xrep::sandbox {
namespace {

constexpr const char* kImport = "/api/v2/import/execution";

Json rule(const char* on, const char* action, Json more = Json::object()) {
  more["on"] = on;
  more["do"] = action;
  return more;
}

Json script(const Json& one) {
  return Json::array({one});
}

class SandboxFaults : public ::testing::Test {
 protected:
  Answer import_one() {
    return site_.import({{"testExecutionKey", execution_.key},
                         {"tests", {{{"testKey", "DEMO-6"}, {"status", "PASSED"}}}}});
  }
  [[nodiscard]] bool stored() const { return !site_.run(execution_, "DEMO-6").is_null(); }
  Answer ask(const std::string& operation, const Json& variables) {
    std::string document = "query " + operation + "(";
    for (const auto& item : variables.items()) document += "$" + item.key() + ": X ";
    const Json body = {{"query", document + ") { x }"}, {"variables", variables}};
    return site_.post("/api/v2/graphql", body.dump(),
                      {{"Authorization", "Bearer " + site_.token()}});
  }
  Answer preflight() { return ask("Preflight", {{"project", "DEMO"}}); }

  Site site_;
  Site::Created execution_ = site_.create_execution();
};

TEST_F(SandboxFaults, AnswerAStatusWithoutDoingTheWork) {
  site_.break_with(script(rule("import", "status",
                               {{"status", 503},
                                {"body", "<html>down</html>"},
                                {"headers", {{"X-Amz-Cf-Id", "abc"}, {"Retry-After", "7"}}}})));
  const Answer answer = import_one();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.text, "<html>down</html>");
  EXPECT_EQ(answer.type, "text/html");
  EXPECT_EQ(answer.header("X-Amz-Cf-Id"), "abc");
  EXPECT_EQ(answer.header("Retry-After"), "7");
  EXPECT_FALSE(stored());
}

TEST_F(SandboxFaults, StrikeOnceUnlessToldOtherwise) {
  site_.break_with(script(rule("import", "status", {{"status", 500}})));
  EXPECT_EQ(import_one().status, 500);
  EXPECT_EQ(import_one().status, 200);
  EXPECT_EQ(site_.struck(), Json({1}));
}

TEST_F(SandboxFaults, SkipTheFirstRequestsAndStrikeSoOften) {
  site_.break_with(script(rule("import", "status", {{"status", 500}, {"after", 1}, {"times", 2}})));
  std::vector<int> statuses;
  for (int i = 0; i < 4; ++i) statuses.push_back(import_one().status);
  EXPECT_EQ(statuses, (std::vector<int>{200, 500, 500, 200}));
}

TEST_F(SandboxFaults, StrikeForEverWhenTimesIsMinusOne) {
  site_.break_with(script(rule("*", "status", {{"status", 502}, {"times", -1}})));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(import_one().status, 502);
  EXPECT_EQ(site_.post("/api/v2/authenticate", "{}", {}).status, 502);
  site_.break_with(Json::array());
  EXPECT_EQ(import_one().status, 200);
}

TEST_F(SandboxFaults, StrikeOnlyTheOperationTheyName) {
  site_.break_with(script(rule("Statuses", "status", {{"status", 500}})));
  EXPECT_EQ(preflight().status, 200);
  EXPECT_EQ(ask("Statuses", {{"projectId", "10001"}}).status, 500);
}

TEST_F(SandboxFaults, FollowOneAnotherWhenSeveralAreAboutTheSameRequest) {
  site_.break_with(
      {rule("import", "status", {{"status", 503}}), rule("import", "drop"), rule("*", "html")});
  EXPECT_EQ(import_one().status, 503);
  EXPECT_EQ(import_one().status, 0);
  EXPECT_EQ(import_one().type, "text/html");
  EXPECT_EQ(import_one().status, 200);
}

TEST_F(SandboxFaults, AnswerAStatusAfterTheWorkWasDone) {
  site_.break_with(script(
      rule("import", "commit_then_status", {{"status", 504}, {"body", "<html>timeout</html>"}})));
  const Answer answer = import_one();
  EXPECT_EQ(answer.status, 504);
  EXPECT_EQ(answer.text, "<html>timeout</html>");
  EXPECT_TRUE(stored());
}

TEST_F(SandboxFaults, GiveJsonBodiesTheirType) {
  site_.break_with(
      script(rule("import", "status", {{"status", 400}, {"body", {{"error", "no"}}}})));
  const Answer answer = import_one();
  EXPECT_EQ(answer.error(), "no");
  EXPECT_EQ(answer.type, "application/json");
}

TEST_F(SandboxFaults, TellWhenToComeBackInSecondsOrAsADate) {
  const Json rules = {rule("import", "status", {{"status", 429}, {"retry_after", 3}}),
                      rule("import", "status", {{"status", 429}, {"retry_after_date", 61}})};
  site_.break_with(rules);
  EXPECT_EQ(import_one().header("Retry-After"), "3");
  // The clock of these tests stands at 2026-03-01T02:00:00Z.
  EXPECT_EQ(import_one().header("Retry-After"), "Sun, 01 Mar 2026 02:01:01 GMT");
}

TEST_F(SandboxFaults, CloseTheConnectionWithoutDoingTheWork) {
  site_.break_with({rule("import", "drop"), rule("Preflight", "drop"), rule("attachments", "drop"),
                    rule("authenticate", "drop")});
  EXPECT_EQ(import_one().status, 0);
  EXPECT_FALSE(stored());
  const std::string token = site_.token("nobody");
  EXPECT_EQ(token, "");
  EXPECT_EQ(preflight().status, 0);
  const std::string big(3000000, 'x');
  EXPECT_EQ(site_.client().Post("/api/v2/attachments", {{"attachment", big, "a", ""}}).error() ==
                httplib::Error::Success,
            false);
  EXPECT_EQ(site_.struck(), Json({1, 1, 1, 1}));
  EXPECT_EQ(preflight().status, 200);
}

TEST_F(SandboxFaults, CloseTheConnectionAfterTheWorkWasDone) {
  site_.break_with(script(rule("import", "commit_then_drop")));
  EXPECT_EQ(import_one().status, 0);
  EXPECT_TRUE(stored());
  EXPECT_EQ(site_.state().at("requests").back().at("status"), 0);
}

TEST_F(SandboxFaults, AnswerALoginPageInsteadOfTheWork) {
  site_.break_with({rule("import", "html"), rule("import", "commit_then_html")});
  const Answer answer = import_one();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.type, "text/html");
  EXPECT_TRUE(contains_text(answer.text, "Log in"));
  EXPECT_FALSE(stored());
  EXPECT_EQ(import_one().text, answer.text);
  EXPECT_TRUE(stored());
}

TEST_F(SandboxFaults, CutAnAnswerInHalf) {
  const std::string whole = preflight().text;
  site_.break_with(script(rule("Preflight", "truncate")));
  std::string received;
  const Json body = {{"query", "query Preflight($project: X) { x }"},
                     {"variables", {{"project", "DEMO"}}}};
  httplib::Request request;
  request.method = "POST";
  request.path = "/api/v2/graphql";
  request.headers = {{"Authorization", "Bearer " + site_.token()}};
  request.body = body.dump();
  request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
    received.append(data, size);
    return true;
  };
  EXPECT_FALSE(site_.client().send(request));
  EXPECT_EQ(received, whole.substr(0, whole.size() / 2));
}

TEST_F(SandboxFaults, LetAnAnswerArriveByteForByte) {
  const std::string whole = preflight().text;
  site_.break_with(script(rule("Preflight", "slow", {{"ms", 1}})));
  EXPECT_EQ(preflight().text, whole);
  EXPECT_EQ(site_.struck(), Json({1}));
}

TEST_F(SandboxFaults, DelayAnAnswerThatIsOtherwiseAsItShouldBe) {
  site_.break_with({rule("import", "delay", {{"ms", 20}}),
                    rule("import", "commit_then_status", {{"status", 504}})});
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(import_one().status, 504);
  EXPECT_GE(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(20));
  EXPECT_TRUE(stored());
}

TEST_F(SandboxFaults, DoNotKeepTheSandboxFromStopping) {
  site_.break_with(script(rule("import", "delay", {{"ms", 3600000}})));
  std::thread waiting([this] { import_one(); });
  while (site_.struck() == Json({0})) std::this_thread::yield();
  EXPECT_FALSE(site_.sandbox().stop());
  waiting.join();
}

TEST_F(SandboxFaults, RefuseABodyThatIsTooBigWhileTheClientStillSends) {
  site_.break_with(script({{"do", "max_body"}, {"bytes", 1000}, {"times", -1}}));
  EXPECT_EQ(import_one().status, 200);
  const Json document = {
      {"testExecutionKey", execution_.key},
      {"tests",
       {{{"testKey", "DEMO-7"}, {"status", "PASSED"}, {"comment", std::string(20000000, 'x')}}}}};
  const Answer answer = site_.import(document);
  // The client may notice the closed connection before it reads the answer.
  EXPECT_TRUE(answer.status == 413 || answer.status == 0) << answer.status;
  EXPECT_TRUE(site_.run(execution_, "DEMO-7").is_null());
  EXPECT_EQ(site_.state().at("requests").back().at("status"), 413);
}

TEST_F(SandboxFaults, AnswerTheWholePageForABodyThatIsALittleTooBig) {
  site_.break_with(script({{"do", "max_body"}, {"bytes", 10}}));
  const Answer answer = site_.post(kImport, "{\"tests\": []}", {});
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(answer.type, "text/html");
  EXPECT_TRUE(contains_text(answer.text, "Request Entity Too Large"));
}

TEST_F(SandboxFaults, AreNotUsedUpByRequestsTheRateLimitRefuses) {
  Site limited(Profile::strict, {1, 10});
  limited.break_with(script(rule("import", "status", {{"status", 500}})));
  EXPECT_EQ(limited.post(kImport, "{}", {}).status, 429);
  limited.pass(std::chrono::seconds(10));
  EXPECT_EQ(limited.post(kImport, "{}", {}).status, 500);
}

TEST_F(SandboxFaults, NeedAScriptThatIsWellFormed) {
  const auto error = [this](const std::string& text) {
    const Answer answer = site_.post("/sandbox/faults", text, {});
    EXPECT_EQ(answer.status, 400) << text;
    return answer.error();
  };
  EXPECT_TRUE(contains_text(error("{"), "JSON list"));
  EXPECT_TRUE(contains_text(error("{}"), "JSON list"));
  EXPECT_TRUE(contains_text(error(R"([{"on":"import","do":"explode"}])"), "rule 1"));
  EXPECT_TRUE(contains_text(error(R"([{"on":"import","do":"drop"},{"do":"drop"}])"), "rule 2"));
  EXPECT_TRUE(contains_text(error(R"([{"on":"x","do":"status"}])"), "\"status\""));
  EXPECT_TRUE(contains_text(error(R"([{"on":"x","do":"drop","status":500}])"), "\"status\""));
  EXPECT_TRUE(contains_text(error(R"([{"on":"x","do":"delay","ms":-1}])"), "ms"));
  EXPECT_TRUE(contains_text(error(R"([{"on":"x","do":"drop","times":"2"}])"), "times"));
  EXPECT_TRUE(contains_text(error(R"([{"on":"x","do":"lose","parts":["all"]}])"), "all"));
  EXPECT_TRUE(contains_text(error(R"([{"do":"refuse_test","tests":[]}])"), "tests"));
  EXPECT_TRUE(contains_text(error(R"([{"on":"Runs","do":"max_body","bytes":1}])"), "imports"));
  EXPECT_TRUE(contains_text(
      error(R"([{"on":"x","do":"status","status":200,"headers":{"A":"b\nc"}}])"), "one line"));
}

TEST_F(SandboxFaults, AreKeptWhenTheNextScriptIsBad) {
  site_.break_with(script(rule("import", "status", {{"status", 500}})));
  site_.post("/sandbox/faults", "nonsense", {});
  EXPECT_EQ(import_one().status, 500);
}

TEST_F(SandboxFaults, CannotBeSetByAWebPageOfAnotherSite) {
  const auto answer = site_.client().Post("/sandbox/faults", "[]", "text/plain");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 415);
}

TEST(SandboxFaultFile, IsReadAtTheStart) {
  const test::TempDir folder;
  Options options;
  options.data = folder / "data";
  options.faults = folder.write("faults.json", R"([{"on":"authenticate","do":"html"}])");
  Sandbox sandbox(options);
  ASSERT_FALSE(sandbox.start());
  httplib::Client client("127.0.0.1", sandbox.port());
  const auto answer = client.Post("/api/v2/authenticate", "{}", "application/json");
  ASSERT_TRUE(answer);
  EXPECT_TRUE(contains_text(answer->body, "Log in"));
}

TEST(SandboxFaultFile, MustBeThereAndGood) {
  const test::TempDir folder;
  Options options;
  options.data = folder / "data";
  options.faults = folder / "missing.json";
  const auto missing = Sandbox(options).start();
  ASSERT_TRUE(missing);
  EXPECT_TRUE(contains_text(*missing, "missing.json"));
  options.faults = folder.write("bad.json", "[{}]");
  const auto bad = Sandbox(options).start();
  ASSERT_TRUE(bad);
  EXPECT_TRUE(contains_text(*bad, "bad.json"));
  EXPECT_TRUE(contains_text(*bad, "rule 1"));
}

}  // namespace
}  // namespace xrep::sandbox
