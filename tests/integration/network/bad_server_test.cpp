#include "bad_server.hpp"

#include "support/child_process.hpp"
#include "support/sandbox_process.hpp"
#include "support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace xrep::test {
namespace {

using ::testing::HasSubstr;

constexpr std::chrono::seconds kTimeout{2};
constexpr std::size_t kEnough = 100;  // requests of one push

struct Program {
  const char* name;
  std::vector<std::string> arguments;
};

/// One passes, one fails.
const std::vector<Program>& programs() {
  static const std::vector<Program> all{
      {"GoogleTest",
       {XREP_GTEST_ZOO, "--gtest_print_time=0", "--gtest_filter=Plain.Passes:Plain.Fails"}},
      {"Catch2", {XREP_CATCH2_ZOO, "--rng-seed", "1", "passes,fails"}}};
  return all;
}

struct Outcome {
  std::string what;
  Ended without;
  Ended with;
  std::chrono::duration<double> time{};
  Ended pushed;
  std::size_t results = 0;  ///< that a push to a sandbox delivered afterwards
};

/// Servers that a push at the end of a test program may meet: none changes the verdict, none costs
/// more than the timeout, and nothing is lost.
class BadServer : public ::testing::Test {
 protected:
  /// Every request of a push meets `reaction`; those of another push meet it from the first import
  /// on.
  void is_harmless(const Reaction& reaction) {
    is_harmless(std::vector<Reaction>(kEnough, reaction));
    auto script = answers_until_the_import();
    const auto before = script.size();
    script.resize(kEnough, reaction);
    is_harmless(script, before + 1);
  }

  /// Each push meets a server with this script, and comes as far as its request number `least`.
  void is_harmless(const std::vector<Reaction>& script, std::size_t least = 1) {
    std::vector<std::unique_ptr<CannedServer>> servers;
    std::vector<std::future<Outcome>> outcomes;
    for (const auto& program : programs()) {
      servers.push_back(std::make_unique<CannedServer>(script));
      outcomes.push_back(start(program, servers.back()->url(), least == 1));
    }
    check(outcomes);
    for (const auto& server : servers) {
      EXPECT_GE(server->requests().size(), least) << "it never came that far";
    }
  }

  /// A push meets nothing but this server.
  void is_harmless(const std::string& url) {
    std::vector<std::future<Outcome>> outcomes;
    for (const auto& program : programs()) {
      outcomes.push_back(start(program, url, true));
    }
    check(outcomes);
  }

  std::vector<std::string> messages;  ///< of the programs

 private:
  static std::future<Outcome> start(const Program& program, const std::string& url,
                                    bool afterwards) {
    return std::async(std::launch::async, [=] { return outcome_of(program, url, afterwards); });
  }

  static Outcome outcome_of(const Program& program, const std::string& url, bool afterwards) {
    Outcome outcome;
    outcome.what = std::string(program.name) + (afterwards ? ", all requests" : ", the import");
    const TempDir folder;
    outcome.without = run({program.arguments, {}, folder.path()});
    const auto begin = std::chrono::steady_clock::now();
    outcome.with = run({program.arguments,
                        {{"XRAY", "1"},
                         {"XRAY_API_URL", url},
                         {"XRAY_PROJECT", "DEMO"},
                         {"XRAY_CLIENT_ID", "sandbox"},
                         {"XRAY_CLIENT_SECRET", "sandbox-secret"},
                         {"XRAY_TIMEOUT", std::to_string(kTimeout.count()) + "s"}},
                        folder.path()});
    outcome.time = std::chrono::steady_clock::now() - begin;
    if (afterwards) {
      const SandboxProcess sandbox("lenient");
      auto environment = sandbox.environment();
      environment["XRAY_SEARCH_LAG"] = "1s";
      outcome.pushed = run({{XREP_COMMAND, "push"}, environment, folder.path()});
      const auto state = sandbox.state();
      for (const auto& execution : state.at("executions")) {
        outcome.results += execution.at("runs").size();
      }
    } else {
      outcome.results = 2;
    }
    return outcome;
  }

  void check(std::vector<std::future<Outcome>>& outcomes) {
    for (auto& future : outcomes) {
      const auto outcome = future.get();
      std::cout << "  " << outcome.what << ": " << outcome.time.count() << " s\n";
      EXPECT_EQ(outcome.with.exit_code, outcome.without.exit_code) << outcome.what;
      EXPECT_EQ(outcome.with.out, outcome.without.out) << outcome.what;
      EXPECT_THAT(outcome.with.err, HasSubstr("xrep push")) << outcome.what;
      EXPECT_EQ(outcome.results, 2U) << outcome.what << outcome.pushed.out << outcome.pushed.err;
      // Far above what it is, so that it only shows a program that waited for the server.
      EXPECT_LT(outcome.time, kTimeout + std::chrono::seconds(30)) << outcome.what;
      messages.push_back(outcome.with.err);
    }
  }
};

std::string json_answer(const std::string& body) {
  return http_answer("200 OK\r\nContent-Type: application/json", body);
}

std::string times(std::size_t count, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) {
    all += text;
  }
  return all;
}

TEST_F(BadServer, ThatIsNotThereCostsTheTimeoutAtMost) {
  const ClosedPort port;
  is_harmless(port.url());
}

TEST_F(BadServer, ThatNeverAcceptsCostsTheTimeoutAtMost) {
  const DeafPort port;
  is_harmless(port.url());
}

TEST_F(BadServer, ThatDoesNotEvenConnectCostsTheTimeoutAtMost) {
  const FullPort port;
  is_harmless(port.url());
}

TEST_F(BadServer, ThatIsSilentCostsTheTimeoutAtMost) {
  is_harmless(silence());
}

TEST_F(BadServer, ThatResetsEveryConnectionCostsTheTimeoutAtMost) {
  is_harmless(reset());
}

TEST_F(BadServer, ThatDripsItsHeadersCostsTheTimeoutAtMost) {
  const DrippingServer server("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Slow: ",
                              std::chrono::seconds(1));
  is_harmless(server.url());
}

TEST_F(BadServer, ThatDripsItsBodyCostsTheTimeoutAtMost) {
  const DrippingServer server("HTTP/1.1 200 OK\r\n\r\n", std::chrono::milliseconds(20));
  is_harmless(server.url());
}

TEST_F(BadServer, WhoseBodyHasNoEndCostsTheTimeoutAtMost) {
  is_harmless(endless("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n",
                      times(8192, R"("text",)")));
}

TEST_F(BadServer, WhoseHeadersHaveNoEndCostsTheTimeoutAtMost) {
  is_harmless(endless("HTTP/1.1 200 OK\r\n", times(1000, "X-More: and more\r\n")));
}

TEST_F(BadServer, WhoseInterimAnswersHaveNoEndCostsTheTimeoutAtMost) {
  is_harmless(endless("", times(1000, "HTTP/1.1 103 Early Hints\r\n\r\n")));
}

TEST_F(BadServer, WhoseBodyUnpacksWithoutEndCostsTheTimeoutAtMost) {
  // A deflate stream of the letter x: 13 bytes make 2064 of them.
  const std::string start("\x78\x01\xaa\x18\x05", 5);
  const std::string repeated("\xa3\x60\x14\x8c\x82\x51\x30\x0a\x46\xc1\x28\x18\x05", 13);
  is_harmless(endless("HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n" + start,
                      times(1000, repeated)));
}

TEST_F(BadServer, ThatSaysItPackedWhatItDidNotCostsTheTimeoutAtMost) {
  is_harmless(answer(http_answer("200 OK\r\nContent-Encoding: gzip", R"("a token")")));
}

TEST_F(BadServer, WhoseJsonIsTruncatedCostsTheTimeoutAtMost) {
  is_harmless(answer(json_answer(R"({"data":{"getProjectSettings":{"proj)")));
}

TEST_F(BadServer, WhoseJsonIsNestedWithoutEndCostsTheTimeoutAtMost) {
  is_harmless(answer(json_answer(times(100'000, "[") + times(100'000, "]"))));
  is_harmless(answer(json_answer(times(100'000, R"({"data":)"))));
}

TEST_F(BadServer, WhoseJsonFillsAllThatIsReadCostsTheTimeoutAtMost) {
  constexpr std::size_t kTries = 5;
  is_harmless(
      std::vector<Reaction>(kTries, answer(json_answer("[" + times(8'000'000, "0,") + "0]"))));
}

TEST_F(BadServer, WhoseNumbersAreHugeCostsTheTimeoutAtMost) {
  const std::string digits(400, '9');
  is_harmless(
      answer(json_answer(R"({"key":)" + digits + R"(,"total":1e300,"id":-)" + digits + "}")));
  is_harmless(answer(json_answer(R"({"data":1e999})")));
}

TEST_F(BadServer, ThatAnnouncesMoreThanItSendsCostsTheTimeoutAtMost) {
  is_harmless(answer("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{}"));
}

TEST_F(BadServer, ThatAnnouncesLessThanItSendsCostsTheTimeoutAtMost) {
  is_harmless(answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{\"key\":\"DEMO-1\"}"));
}

TEST_F(BadServer, ThatAnswersWithAPageCostsTheTimeoutAtMost) {
  is_harmless(answer(http_answer("200 OK\r\nContent-Type: text/html", "<html>Sign in</html>")));
}

TEST_F(BadServer, ThatAlwaysWantsToBeAskedLaterCostsTheTimeoutAtMost) {
  for (const char* wait : {"1", "999999999", "99999999999999999999", "soon", "-1",
                           "Fri, 31 Dec 9999 23:59:59 GMT", "Sat, 01 Jan 2000 00:00:00 GMT"}) {
    is_harmless(answer(http_answer("429 Too Many Requests\r\nRetry-After: " + std::string(wait))));
  }
  is_harmless(answer(http_answer("429 Too Many Requests")));
}

TEST_F(BadServer, WhoseListHasNoEndCostsTheTimeoutAtMost) {
  auto script = answers_until_the_import();
  script.resize(3);
  const auto page = answer(json_answer(
      R"({"data":{"p0":{"total":9e18,"results":[{"issueId":"1","jira":{"key":"DEMO-1"}}]}}})"));
  script.resize(20'000, page);
  is_harmless(script);
}

/// Answers with redirects to another host.
class Redirect : public BadServer, public ::testing::WithParamInterface<const char*> {};
INSTANTIATE_TEST_SUITE_P(Status, Redirect,
                         ::testing::Values("301 Moved", "302 Found", "303 See Other",
                                           "307 Temporary Redirect", "308 Permanent Redirect"),
                         [](const auto& status) { return std::string(status.param).substr(0, 3); });

TEST_P(Redirect, ReachesNobodyAndNamesTheLikelyCause) {
  const CannedServer other({});
  is_harmless(answer(
      http_answer(std::string(GetParam()) + "\r\nLocation: " + other.url() + "/api/v2/there")));
  EXPECT_EQ(other.connections(), 0);
  for (const auto& message : messages) {
    EXPECT_THAT(message, HasSubstr("a redirect is not followed: check api_url and the proxy"));
  }
}

}  // namespace
}  // namespace xrep::test
