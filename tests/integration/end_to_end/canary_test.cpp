// Secrets are planted, and looked for wherever one could turn up.

#include "program_test.hpp"
#include "run.hpp"

#include <array>
#include <chrono>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace xrep::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// As the sandbox knows them.
constexpr const char* kSecret = "sandbox-secret";
constexpr const char* kJiraUser = "sandbox@example.com";
constexpr const char* kJiraToken = "sandbox-token";

/// The secrets in the spellings in which it could travel: plain, base64 at each of the three
/// offsets that change it, URL-encoded (where a dash may be kept or not), and half of it.
std::vector<std::string> spellings() {
  return {kSecret,
          "c2FuZGJveC1zZWNyZXQ",
          "NhbmRib3gtc2VjcmV0",
          "zYW5kYm94LXNlY3JldA",
          "sandbox%2Dsecret",
          "sandbox-s",
          kJiraToken,
          "c2FuZGJveC10b2tlb",
          "NhbmRib3gtdG9rZW4",
          "zYW5kYm94LXRva2V",
          kJiraUser,
          "c2FuZGJveEBleGFtcGxlLmNvb",
          "NhbmRib3hAZXhhbXBsZS5jb2",
          "zYW5kYm94QGV4YW1wbGUuY29t",
          "sandbox%40example.com"};
}

void expect_no_canary(const std::string& text, const std::string& where) {
  for (const auto& spelling : spellings()) {
    EXPECT_EQ(text.find(spelling), std::string::npos) << spelling << " in " << where;
  }
}

void expect_no_canary_below(const fs::path& folder) {
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    expect_no_canary(read_file(entry.path()), entry.path());
    ++files;
  }
  EXPECT_GT(files, 2U) << "the run directory is looked at";
}

/// The command lines of all processes.
std::string command_lines() {
  std::string all;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/proc", error)) {
    std::ifstream file(entry.path() / "cmdline", std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    all += text.str() + "\n";
  }
  return all;
}

class Canary : public ProgramTest {
 protected:
  ChildProcess start(std::vector<std::string> arguments) {
    auto all = sandbox_.environment();
    all["XRAY_SEARCH_LAG"] = "1s";
    return ChildProcess({std::move(arguments), all, folder_.path()});
  }
};

TEST_P(Canary, IsInNoOutputAndNoFileOfARunThatPushes) {
  for (const auto* program : {XREP_GTEST_CHECKOUT, XREP_CATCH2_CHECKOUT}) {
    const auto ended = run_program({program, "--xray", "--xray_jira_url=" + sandbox_.url()});
    EXPECT_NE(ended.err.find("View in Xray"), std::string::npos) << "it was used: " << ended.err;
    expect_no_canary(ended.out + ended.err, "the output");
  }
  expect_no_canary_below(folder_.path() / "xray-results");
}

TEST_P(Canary, IsInNoOutputAndNoFileOfAVerbosePush) {
  run_program({XREP_GTEST_CHECKOUT, "--xray", "--xray_upload=never"});
  const auto ended = run_program({XREP_COMMAND, "push", "--verbose"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_NE(ended.err.find("POST /api/v2/authenticate: sent "), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("POST /api/v2/graphql RunPages: sent "), std::string::npos);
  EXPECT_NE(ended.err.find("POST /api/v2/import/execution: sent "), std::string::npos);
  EXPECT_NE(ended.err.find("got status 200"), std::string::npos);
  expect_no_canary(ended.out + ended.err, "the output");
  // Nor is the token, which looks like this.
  EXPECT_EQ((ended.out + ended.err).find("Bearer"), std::string::npos);
  expect_no_canary_below(folder_.path() / "xray-results");
}

// Those of Jira go to Jira, and nowhere else.
TEST_P(Canary, IsInNoOutputAndNoFileOfARunThatLinksRequirements) {
  const std::map<std::string, std::string> login = {{"JIRA_USER", kJiraUser},
                                                    {"JIRA_TOKEN", kJiraToken}};
  run_program({XREP_GTEST_CHECKOUT, "--xray", "--xray_upload=never"}, login);
  const auto ended = run_program({XREP_COMMAND, "push", "--verbose"}, login);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_NE(ended.err.find("GET /rest/api/3/myself: sent 0 bytes, got status 200"),
            std::string::npos)
      << ended.err;
  EXPECT_NE(ended.err.find("POST /rest/api/3/issueLink: sent "), std::string::npos) << ended.err;
  expect_no_canary(ended.out + ended.err, "the output");
  EXPECT_EQ((ended.out + ended.err).find("Basic"), std::string::npos);
  expect_no_canary_below(folder_.path() / "xray-results");
  expect_no_canary(sandbox_.get("/sandbox/state"), "what Xray and Jira keep");
}

TEST_P(Canary, IsInNoMessageAboutAJiraThatRepeatsIt) {
  const std::string page = "<html>" + std::string(kJiraUser) + ":" + kJiraToken +
                           " c2FuZGJveEBleGFtcGxlLmNvbTpzYW5kYm94LXRva2Vu</html>";
  for (const char* on : {"myself", "issueLinkTypes", "issueLinks", "issueLink"}) {
    for (const char* type : {"text/html", "application/json"}) {
      sandbox_.faults(json::array({{{"on", on},
                                    {"do", "status"},
                                    {"status", 400},
                                    {"body", json{{"errorMessages", {page}}}.dump()},
                                    {"type", type},
                                    {"times", -1}}}));
      const auto ended = run_program({XREP_GTEST_CHECKOUT, "--xray"},
                                     {{"JIRA_USER", kJiraUser}, {"JIRA_TOKEN", kJiraToken}});
      EXPECT_NE(ended.err.find("HTTP 400"), std::string::npos) << ended.err;
      expect_no_canary(ended.out + ended.err, std::string("the output after ") + on);
    }
  }
  expect_no_canary_below(folder_.path() / "xray-results");
}

// Answers that repeat what they were sent, as error pages of proxies do.
TEST_P(Canary, IsInNoMessageAboutAServerThatRepeatsIt) {
  const std::string page = "<html>client_secret=" + std::string(kSecret) + "</html>";
  for (const char* on : {"authenticate", "CreateExecution", "Preflight"}) {
    json rule = {{"on", on},     {"do", "status"},      {"status", 400},
                 {"body", page}, {"type", "text/html"}, {"times", -1}};
    json rules = json::array({rule});
    // What is asked where the first question is refused.
    rule["on"] = "PreflightAlone";
    rules.push_back(rule);
    sandbox_.faults(rules);
    const auto ended = run_program({XREP_GTEST_CHECKOUT, "--xray"});
    EXPECT_NE(ended.err.find("xrep push"), std::string::npos) << ended.err;
    expect_no_canary(ended.out + ended.err, std::string("the output after ") + on);
  }
  expect_no_canary_below(folder_.path() / "xray-results");
}

// The message of a failed test holds the value of a variable whose name says that it is secret.
TEST_P(Canary, IsMaskedInWhatXrayGets) {
  const auto ended = run_program({XREP_GTEST_CHECKOUT, "--xray"},
                                 {{"DEPLOY_TOKEN", "shop::as_text(checkout.total())"}});
  EXPECT_NE(ended.out.find("shop::as_text"), std::string::npos) << "the test's own output is its";
  const json now = state();
  const json run = run_of(now, only_execution(now), "Checkout.TakesTheVoucherOff");
  ASSERT_FALSE(run.is_null());
  EXPECT_NE(run.dump().find("***"), std::string::npos) << run.dump(2);
  EXPECT_EQ(run.dump().find("shop::as_text"), std::string::npos) << run.dump(2);
}

TEST_P(Canary, InTheUrlOfAProxyIsInNoMessage) {
  run_program({XREP_GTEST_CHECKOUT, "--xray", "--xray_upload=never"});
  for (const std::string host : {"127.0.0.1:1", "no such host", "127.0.0.1:port"}) {
    const auto ended = run_program({XREP_COMMAND, "push", "--verbose", "--timeout", "2s"},
                                   {{"http_proxy", "http://me:canary-of-a-proxy@" + host}});
    EXPECT_NE(ended.exit_code, 0) << "it asks the proxy";
    EXPECT_EQ((ended.out + ended.err).find("canary-of"), std::string::npos) << ended.out;
    const auto flag =
        run_program({XREP_COMMAND, "push", "--proxy", "me:canary-of-a-proxy@" + host});
    EXPECT_EQ(flag.exit_code, 2);
    EXPECT_EQ((flag.out + flag.err).find("canary-of"), std::string::npos) << flag.err;
  }
  for (const auto& entry : fs::recursive_directory_iterator(folder_.path() / "xray-results")) {
    if (!entry.is_regular_file()) continue;
    EXPECT_EQ(read_file(entry.path()).find("canary-of"), std::string::npos) << entry.path();
  }
}

TEST_P(Canary, IsOnNoCommandLine) {
  sandbox_.faults(json::array({{{"on", "import"}, {"do", "delay"}, {"ms", 1000}}}));
  auto program = start({XREP_GTEST_CHECKOUT, "--xray"});
  // While it pushes.
  while (json::parse(sandbox_.get("/sandbox/requests")).at("counts").value("Statuses", 0) == 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  expect_no_canary(command_lines(), "the command lines");
  program.wait();
}

XREP_BOTH_PROFILES(Canary);

/// The memory of a process, as a core would hold it.
struct Memory {
  explicit Memory(int pid) {
    const std::string folder = "/proc/" + std::to_string(pid);
    std::ifstream maps(folder + "/maps");
    std::ifstream bytes(folder + "/mem", std::ios::binary);
    for (std::string line; std::getline(maps, line);) {
      std::istringstream in(line);
      std::size_t from = 0;
      std::size_t to = 0;
      char dash = 0;
      std::string mode;
      in >> std::hex >> from >> dash >> to >> mode;
      if (mode.substr(0, 2) != "rw") continue;
      std::string text(to - from, '\0');
      bytes.clear();
      bytes.seekg(static_cast<std::streamoff>(from));
      bytes.read(text.data(), static_cast<std::streamsize>(text.size()));
      if (bytes.gcount() > 0) parts.emplace_back(from, std::move(text));
    }
    read_environment_block(folder);
  }

  // proc(5): the 50th and 51st field of stat; the second one may hold blanks.
  void read_environment_block(const std::string& folder) {
    std::ifstream file(folder + "/stat");
    std::string text;
    std::getline(file, text);
    std::istringstream in(text.substr(text.rfind(')') + 2));
    std::vector<std::string> fields;
    for (std::string field; in >> field;) fields.push_back(field);
    environment_from = std::stoull(fields.at(50 - 3));
    environment_to = std::stoull(fields.at(51 - 3));
  }

  /// How often `text` stands outside and inside of the block in which the process got its
  /// environment.
  std::array<std::size_t, 2> count(const std::string& text) const {
    std::array<std::size_t, 2> found{};
    for (const auto& [from, bytes] : parts) {
      for (auto at = bytes.find(text); at != bytes.npos; at = bytes.find(text, at + 1)) {
        const auto address = from + at;
        ++found[address >= environment_from && address < environment_to ? 1 : 0];
      }
    }
    return found;
  }

  std::vector<std::pair<std::size_t, std::string>> parts;
  std::size_t environment_from = 0;
  std::size_t environment_to = 0;
};

class CanaryInMemory : public ::testing::TestWithParam<const char*> {};

TEST_P(CanaryInMemory, IsOnlyInTheEnvironmentBlockWhileTestsAreRecorded) {
  const TempDir folder;
  // Two words, so that the secret of this test is not one of another's.
  const std::string secret = "canary-" + std::to_string(std::random_device()()) + "-in-the-mine";
  ChildProcess program({{GetParam()},
                        {{"XRAY", "1"},
                         {"XRAY_UPLOAD", "never"},
                         {"XRAY_RESULTS_DIR", (folder / "results").string()},
                         {"XRAY_CLIENT_ID", secret},
                         {"XRAY_CLIENT_SECRET", secret},
                         {"JIRA_USER", secret},
                         {"JIRA_TOKEN", secret},
                         {"LIVE_FOLDER", folder.path().string()}},
                        folder.path()});
  while (true) {
    xrep::Run run;
    ReadError error;
    const auto directories = find_run_directories(folder / "results");
    const bool read = !directories.empty() && read_run(directories, run, error);
    if (read && run.tests.size() == 1 && run.tests[0].steps.size() == 2) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  const Memory memory(program.pid());
  const auto found = memory.count(secret);
  EXPECT_EQ(found[1], 4U) << "where it has to be";
  EXPECT_EQ(found[0], 0U) << "anywhere else";
  folder.write("go", "");
  EXPECT_EQ(program.wait().exit_code, 0);
}

INSTANTIATE_TEST_SUITE_P(Program, CanaryInMemory,
                         ::testing::Values(XREP_GTEST_LIVE, XREP_CATCH2_LIVE),
                         [](const auto& program) {
                           return program.index == 0 ? "GoogleTest" : "Catch2";
                         });

}  // namespace
}  // namespace xrep::test
