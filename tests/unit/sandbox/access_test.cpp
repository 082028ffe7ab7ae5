#include "site.hpp"

#include <gtest/gtest.h>

namespace xrep::sandbox {
namespace {

int status_with_host(const Site& site, const std::string& host) {
  const auto result = site.client().Get("/", {{"Host", host}});
  return result ? result->status : 0;
}

TEST(SandboxAccess, AnswersLocalNamesOfTheMachine) {
  const Site site;
  const std::string port = ":" + std::to_string(site.port());
  for (const char* host : {"localhost", "127.0.0.1", "[::1]"}) {
    EXPECT_EQ(status_with_host(site, host), 200) << host;
    EXPECT_EQ(status_with_host(site, host + port), 200) << host;
  }
}

TEST(SandboxAccess, RefusesHostNamesOfOtherSites) {
  const Site site;
  for (const char* host : {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example",
                           "192.168.0.7", "127.0.0.2.nip.io:80"}) {
    EXPECT_EQ(status_with_host(site, host), 403) << host;
  }
}

TEST(SandboxAccess, RefusesAnApiRequestFromAnotherSitesName) {
  const Site site;
  const Answer answer = site.post("/api/v2/authenticate",
                                  R"({"client_id":"sandbox","client_secret":"sandbox-secret"})",
                                  {{"Host", "evil.example"}});
  EXPECT_EQ(answer.status, 403);
}

TEST(SandboxAccess, DoesNotShareItsPortWithASecondSandbox) {
  const Site site;
  const test::TempDir other;
  Options options;
  options.port = site.port();
  options.data = other.path();
  Sandbox second(options);
  const auto fault = second.start();
  ASSERT_TRUE(fault);
  EXPECT_TRUE(contains_text(*fault, std::to_string(site.port())));
}

TEST(SandboxAccess, AnswersNotFoundToPathsThatXrayDoesNotHave) {
  Site site;
  const httplib::Headers headers = {{"Authorization", "Bearer " + site.token()}};
  EXPECT_EQ(site.post("/api/v2//import/execution", "{}", headers).status, 404);
  EXPECT_EQ(site.post("/api/v1/import/execution", "{}", headers).status, 404);
  EXPECT_EQ(site.post("/rest/api/2/issue", "{}", headers).status, 404);
  EXPECT_EQ(site.get("/api/v2/import/execution").status, 404);
}

TEST(SandboxAccess, AnswersHtmlWithStatus413ToMoreThanAHundredMebibytes) {
  Site site;
  const std::string body(100UL * 1024 * 1024 + 1, ' ');
  for (const char* path : {"/api/v2/import/execution", "/api/v2/graphql"}) {
    const Answer answer = site.post(path, body, {{"Authorization", "Bearer " + site.token()}});
    EXPECT_EQ(answer.status, 413) << answer.text;
    EXPECT_TRUE(contains_text(answer.type, "text/html"));
  }
  EXPECT_EQ(site.import({{"tests", Json::array()}}).status, 400);
}

/// What the server answers to these bytes, read until it says no more within a reading.
std::string answer_to_bytes(int port, const std::string& bytes) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0 &&
      ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL) > 0) {
    std::array<char, 4096> buffer{};
    const ssize_t length = ::recv(descriptor, buffer.data(), buffer.size(), 0);
    if (length > 0) answer.assign(buffer.data(), static_cast<std::size_t>(length));
  }
  ::close(descriptor);
  return answer;
}

TEST(SandboxAccess, RefusesATooLargeBodyBeforeItIsSentWhenTheClientAsks) {
  const Site site;
  const auto head = [](const char* path) {
    return std::string("POST ") + path +
           " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 104857601\r\n"
           "Expect: 100-continue\r\n\r\n";
  };
  EXPECT_TRUE(contains_text(answer_to_bytes(site.port(), head("/api/v2/import/execution")),
                            "413 Payload Too Large"));
  EXPECT_TRUE(
      contains_text(answer_to_bytes(site.port(), head("/api/v2/attachments")), "100 Continue"));
  EXPECT_EQ(site.state().at("requests").at(1).at("status"), 413);
}

}  // namespace
}  // namespace xrep::sandbox
