#include "site.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

namespace xrep::sandbox {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Json without_requests(Json state) {
  state.erase("requests");
  return state;
}

TEST(SandboxState, BeginsWithTheDocumentedKeys) {
  const Site site;
  const Json state = site.state();
  const Json& tests = state.at("tests");
  EXPECT_EQ(tests.at("DEMO-4").at("summary"), "Pay by card");
  EXPECT_EQ(tests.at("DEMO-4").at("steps").size(), 3U);
  EXPECT_EQ(tests.at("DEMO-5").at("steps").size(), 1U);
  EXPECT_EQ(tests.at("DEMO-6").at("definition"), "Basket.StartsEmpty");
  EXPECT_EQ(tests.at("DEMO-7").at("definition"), "Price.RoundsToCents");
  EXPECT_EQ(tests.at("DEMO-8").at("definition"), "Discount.IsNeverNegative");
  EXPECT_EQ(tests.at("HIDDEN-1").at("definition"), "Hidden.Works");
  EXPECT_TRUE(state.at("plans").contains("DEMO-9"));
  EXPECT_TRUE(state.at("plans").contains("HIDDEN-2"));
  EXPECT_TRUE(state.at("sets").contains("DEMO-10"));
  EXPECT_TRUE(state.at("stories").contains("DEMO-1"));
  EXPECT_TRUE(state.at("stories").contains("DEMO-2"));
  EXPECT_TRUE(state.at("bugs").contains("DEMO-3"));
  EXPECT_TRUE(state.at("executions").empty());
}

TEST(SandboxState, SurvivesARestart) {
  Site site;
  const auto execution = site.create_execution();
  const Json evidence = {{{"data", "aGVsbG8="}, {"filename", "a.txt"}}};
  const Json run = site.import_run(execution, {{"testKey", "DEMO-4"},
                                               {"status", "FAILED"},
                                               {"evidence", evidence},
                                               {"steps", {{{"status", "FAILED"}}}}});
  site.import_run(execution, {{"testKey", "DEMO-5"},
                              {"status", "PASSED"},
                              {"iterations", {{{"status", "PASSED"}, {"log", "l"}}}}});
  const Json before = without_requests(site.state());
  site.restart();
  EXPECT_EQ(without_requests(site.state()), before);
  const std::string id = run.at("evidence").at(0).at("id");
  EXPECT_EQ(site.get("/api/v2/attachments/" + id).text, "hello");
  // Ids and keys go on where they stopped, and the runs are found again.
  EXPECT_NE(site.create_execution().key, execution.key);
  site.import_run(execution, {{"testKey", "DEMO-4"}, {"status", "PASSED"}});
  EXPECT_EQ(site.state().at("executions").at(execution.key).at("runs").size(), 2U);
}

TEST(SandboxState, ForgetsTokensInARestart) {
  Site site;
  const std::string token = site.token();
  site.restart();
  EXPECT_EQ(site.post("/api/v2/graphql", "{}", {{"Authorization", "Bearer " + token}}).status, 401);
}

TEST(SandboxState, IsCompleteOnDiskAfterStop) {
  Site site;
  const auto execution = site.create_execution();
  const Json shown = without_requests(site.state());
  EXPECT_FALSE(site.sandbox().stop());
  const Json written = Json::parse(content_of(site.folder() / "state.json"));
  EXPECT_EQ(without_requests(written), shown);
  EXPECT_TRUE(written.at("executions").contains(execution.key));
  EXPECT_EQ(names_in(site.folder()),
            (std::vector<std::string>{"attachments", "lock", "state.json"}));
}

TEST(SandboxState, ListsTheRequestsInTheirOrder) {
  Site site;
  site.data("Preflight", {{"project", "DEMO"}});
  site.import({{"tests", Json::array()}});
  site.get("/api/v2/attachments/nope");
  const Json requests = site.state().at("requests");
  ASSERT_EQ(requests.size(), 4U);
  EXPECT_EQ(requests.at(0).at("path"), "/api/v2/authenticate");
  EXPECT_EQ(requests.at(1).at("operation"), "Preflight");
  EXPECT_EQ(requests.at(1).at("n"), 2);
  EXPECT_EQ(requests.at(1).at("status"), 200);
  EXPECT_EQ(requests.at(2).at("operation"), "import");
  EXPECT_EQ(requests.at(2).at("status"), 400);
  EXPECT_EQ(requests.at(2).at("bytes"), 12);
  EXPECT_EQ(requests.at(3).at("method"), "GET");
  EXPECT_EQ(requests.at(3).at("status"), 400);
}

TEST(SandboxState, KeepsCopiesOfImportsAndGraphqlButNoCredentials) {
  Site site;
  site.data("Preflight", {{"project", "DEMO"}});
  const Json document = {{"tests", Json::array()}};
  site.import(document);
  EXPECT_EQ(names_in(site.recorded()),
            (std::vector<std::string>{"0002-Preflight.graphql.json", "0003-import.json"}));
  EXPECT_EQ(content_of(site.recorded() / "0003-import.json"), document.dump());
  for (const std::string& name : names_in(site.recorded())) {
    EXPECT_FALSE(contains_text(content_of(site.recorded() / name), "sandbox-secret"));
    EXPECT_FALSE(contains_text(content_of(site.recorded() / name), "Bearer"));
  }
}

TEST(SandboxState, IsNotReadWhenItIsDamaged) {
  const test::TempDir folder;
  folder.write("state.json", "{\"tests\":");
  Options options;
  options.data = folder.path();
  Sandbox sandbox(options);
  const auto fault = sandbox.start();
  ASSERT_TRUE(fault);
  EXPECT_TRUE(contains_text(*fault, "state.json"));
  EXPECT_TRUE(contains_text(*fault, "remove the folder"));
  EXPECT_EQ(content_of(folder / "state.json"), "{\"tests\":");
}

TEST(SandboxState, BelongsToOneSandboxAtATime) {
  Site site;
  Options options;
  options.data = site.folder();
  Sandbox second(options);
  const auto fault = second.start();
  ASSERT_TRUE(fault);
  EXPECT_TRUE(contains_text(*fault, "another sandbox"));
}

TEST(SandboxState, NeedsAFolderThatCanBeMade) {
  Options options;
  EXPECT_TRUE(Sandbox(options).start());
  const test::TempDir folder;
  options.data = folder.write("a-file", "x") / "below";
  EXPECT_TRUE(Sandbox(options).start());
}

TEST(SandboxState, IsTheSameForManyClientsAtOnce) {
  Site site;
  const auto execution = site.create_execution();
  const std::string token = site.token();
  std::vector<std::thread> clients;
  for (int client = 0; client < 6; ++client) {
    clients.emplace_back([&site, &execution, &token, client] {
      for (int i = 0; i < 10; ++i) {
        const std::string name = "C" + std::to_string(client) + ".T" + std::to_string(i);
        const Json info = {
            {"projectKey", "DEMO"}, {"summary", name}, {"type", "Generic"}, {"definition", name}};
        const Json document = {{"testExecutionKey", execution.key},
                               {"tests", {{{"status", "PASSED"}, {"testInfo", info}}}}};
        site.post("/api/v2/import/execution", document.dump(),
                  {{"Authorization", "Bearer " + token}});
        site.get("/browse/" + execution.key);
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(site.state().at("executions").at(execution.key).at("runs").size(), 60U);
}

TEST(SandboxState, EndsWaitingWhenStopped) {
  Site site;
  std::thread waiting([&site] { site.sandbox().wait(); });
  EXPECT_FALSE(site.sandbox().stop());
  waiting.join();
  EXPECT_FALSE(site.sandbox().stop());
}

}  // namespace
}  // namespace xrep::sandbox
