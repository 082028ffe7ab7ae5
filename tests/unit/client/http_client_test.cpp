#include "body.hpp"
#include "loopback.hpp"
#include "support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <ctime>
#include <optional>
#include <string>

namespace xrep::client {
namespace {

using test::answer;
using test::answer_and_keep;
using test::CannedRequest;
using test::CannedServer;
using test::http_answer;
using test::TempDir;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class HttpClientTest : public Loopback {
 protected:
  /// What a server gets when `request` is posted to it, and answered with 200.
  static CannedRequest sent(const HttpRequest& request) {
    CannedServer server({answer(http_answer("200 OK"))});
    const auto response = post(server.url(), request);
    EXPECT_TRUE(response) << response.error().message;
    const auto requests = server.requests();
    return requests.empty() ? CannedRequest() : requests.front();
  }

  static std::optional<std::chrono::seconds> retry_after(const std::string& value) {
    CannedServer server({answer(http_answer("429 Too Many\r\nRetry-After: " + value))});
    const auto response = post(server.url(), request_of("/", "x"));
    EXPECT_TRUE(response) << response.error().message;
    return response ? response->retry_after : std::nullopt;
  }
};

std::string http_date(std::time_t time) {
  char text[64];
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

TEST_F(HttpClientTest, GivesStatusContentTypeAndBodyOfAnAnswer) {
  CannedServer server({answer(http_answer("418 Teapot\r\nContent-Type: text/plain", "short"))});
  const auto response = post(server.url(), request_of("/pot", "x"));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 418);
  EXPECT_EQ(response->content_type, "text/plain");
  EXPECT_EQ(response->body, "short");
  EXPECT_FALSE(response->retry_after);
}

TEST_F(HttpClientTest, PostsTheBodyToThePathBelowTheBaseUrl) {
  CannedServer server({answer(http_answer("200 OK"))});
  ASSERT_TRUE(post(server.url() + "/base", request_of("/api/v2/graphql", R"({"a":1})")));
  ASSERT_EQ(server.requests().size(), 1U);
  const auto request = server.requests().front();
  EXPECT_EQ(request.line, "POST /base/api/v2/graphql HTTP/1.1");
  EXPECT_EQ(request.body, R"({"a":1})");
  EXPECT_EQ(request.header("content-type"), "application/json; charset=utf-8");
  EXPECT_THAT(request.header("user-agent"), StartsWith("xrep/"));
}

TEST_F(HttpClientTest, AsksWithoutABody) {
  HttpRequest request;
  request.method = HttpMethod::get;
  request.path = "/rest/api/3/issue/DEMO-1?fields=issuelinks";
  CannedServer server({answer_and_keep(http_answer("200 OK")), answer(http_answer("200 OK"))});
  auto client = client_of(server.url());
  ASSERT_TRUE(client.send(request_of("/", "a body"), Deadline::in(kPatience)));
  ASSERT_TRUE(client.send(request, Deadline::in(kPatience)));
  ASSERT_EQ(server.requests().size(), 2U);
  const auto asked = server.requests()[1];
  EXPECT_EQ(asked.line, "GET /rest/api/3/issue/DEMO-1?fields=issuelinks HTTP/1.1");
  EXPECT_EQ(asked.headers.count("content-type"), 0U);
  EXPECT_EQ(asked.headers.count("content-length"), 0U);
  EXPECT_EQ(asked.body, "");
}

TEST_F(HttpClientTest, SendsAnAuthorizationHeaderOnlyWithAValue) {
  auto request = request_of("/", "x");
  EXPECT_EQ(sent(request).headers.count("authorization"), 0U);
  request.authorization = "Bearer abc.def-ghi";
  EXPECT_EQ(sent(request).header("authorization"), "Bearer abc.def-ghi");
}

TEST_F(HttpClientTest, DoesNotKeepTheAuthorizationForTheNextRequest) {
  CannedServer server({answer_and_keep(http_answer("200 OK")), answer(http_answer("200 OK"))});
  auto client = client_of(server.url());
  auto request = request_of("/", "x");
  request.authorization = "Bearer abc";
  ASSERT_TRUE(client.send(request, Deadline::in(kPatience)));
  request.authorization.clear();
  ASSERT_TRUE(client.send(request, Deadline::in(kPatience)));
  ASSERT_EQ(server.requests().size(), 2U);
  EXPECT_EQ(server.requests()[0].headers.count("authorization"), 1U);
  EXPECT_EQ(server.requests()[1].headers.count("authorization"), 0U);
}

TEST_F(HttpClientTest, NeverAsksTheServerToExpectABody) {
  const auto request = sent(request_of("/", std::string(3 << 20, 'x')));
  EXPECT_EQ(request.headers.count("expect"), 0U);
  EXPECT_EQ(request.body.size(), 3U << 20);
}

TEST_F(HttpClientTest, StreamsABodyOfTextsAndFilesWithItsLength) {
  const TempDir folder;
  HttpRequest request = request_of("/", "<");
  request.body.append_base64(folder.write("film", std::string(300'000, '\x01')), 300'000);
  request.body.append(">");
  const auto got = sent(request);
  EXPECT_EQ(got.body, to_text(request.body));
  EXPECT_EQ(got.header("content-length"), std::to_string(request.body.size()));
  EXPECT_EQ(got.headers.count("transfer-encoding"), 0U);
}

TEST_F(HttpClientTest, SendsAnEmptyBodyWithLengthZero) {
  const auto got = sent(request_of("/", ""));
  EXPECT_EQ(got.header("content-length"), "0");
  EXPECT_EQ(got.body, "");
}

TEST_F(HttpClientTest, SendsAFileOfAFormWithItsNameTypeAndBytes) {
  const TempDir folder;
  const std::string bytes("one\r\n\0--two\xff", 12);
  HttpRequest request;
  request.form = form_of(folder.write("stored-1", bytes), 12, "Prüfung 1.webm");
  const auto got = sent(request);
  const auto type = got.header("content-type");
  ASSERT_THAT(type, StartsWith("multipart/form-data; boundary="));
  const auto boundary = "--" + type.substr(type.find('=') + 1);
  EXPECT_THAT(got.body, StartsWith(boundary + "\r\n"));
  EXPECT_THAT(got.body, HasSubstr("\r\nContent-Disposition: form-data; name=\"attachment\"; "
                                  "filename=\"Prüfung 1.webm\"\r\n"));
  EXPECT_THAT(got.body, HasSubstr("\r\nContent-Type: video/webm\r\n"));
  EXPECT_THAT(got.body, EndsWith("\r\n\r\n" + bytes + "\r\n" + boundary + "--\r\n"));
  EXPECT_EQ(got.header("content-length"), std::to_string(got.body.size()));
}

TEST_F(HttpClientTest, SendsAnEmptyFileOfAForm) {
  const TempDir folder;
  HttpRequest request;
  request.form = form_of(folder.write("stored-1", ""), 0, "empty.log");
  const auto got = sent(request);
  EXPECT_THAT(got.body, HasSubstr("filename=\"empty.log\""));
  EXPECT_THAT(got.body, HasSubstr("\r\n\r\n\r\n--"));
}

TEST_F(HttpClientTest, SendsOnlyTheRecordedBytesOfAFileOfAFormThatGrew) {
  const TempDir folder;
  HttpRequest request;
  request.form = form_of(folder.write("stored-1", "hello and more"), 5, "log.txt");
  EXPECT_THAT(sent(request).body, HasSubstr("\r\n\r\nhello\r\n--"));
}

TEST_F(HttpClientTest, SendsAFormAgainWhenAReusedConnectionDies) {
  const TempDir folder;
  CannedServer server({answer_and_keep(http_answer("200 OK")), test::hang_up(),
                       answer(http_answer("200 OK", "again"))});
  auto client = client_of(server.url());
  HttpRequest request;
  request.form = form_of(folder.write("stored-1", "hello"), 5, "log.txt");
  ASSERT_TRUE(client.send(request, Deadline::in(kPatience)));
  const auto response = client.send(request, Deadline::in(kPatience));
  ASSERT_TRUE(response) << response.error().message;
  ASSERT_EQ(server.requests().size(), 3U);
  EXPECT_THAT(server.requests()[2].body, HasSubstr("\r\n\r\nhello\r\n--"));
}

TEST_F(HttpClientTest, ReturnsRedirectsAndDoesNotFollowThem) {
  for (const char* status : {"301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect",
                             "308 Permanent Redirect"}) {
    CannedServer second({});
    CannedServer first(
        {answer(http_answer(std::string(status) + "\r\nLocation: " + second.url() + "/there"))});
    auto request = request_of("/here", "x");
    request.authorization = "Bearer abc";
    const auto response = post(first.url(), request);
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(std::to_string(response->status), std::string(status).substr(0, 3));
    EXPECT_EQ(second.connections(), 0) << status;
    EXPECT_EQ(first.requests().size(), 1U) << status;
  }
}

TEST_F(HttpClientTest, GivesRetryAfterInSeconds) {
  EXPECT_EQ(retry_after("7"), std::chrono::seconds(7));
}

TEST_F(HttpClientTest, GivesRetryAfterFromADate) {
  const auto wait = retry_after(http_date(std::time(nullptr) + 600));
  ASSERT_TRUE(wait);
  EXPECT_LE(*wait, std::chrono::seconds(600));
  EXPECT_GT(*wait, std::chrono::seconds(600) - kPatience);
}

TEST_F(HttpClientTest, TakesARetryAfterThatSaysNothingForNone) {
  EXPECT_FALSE(retry_after(http_date(std::time(nullptr) - 600)));
  EXPECT_FALSE(retry_after("soon"));
  EXPECT_FALSE(retry_after("-5"));
}

TEST_F(HttpClientTest, TakesARetryAfterWithoutEndForADay) {
  EXPECT_EQ(retry_after("9223372036854775807"), std::chrono::hours(24));
}

TEST_F(HttpClientTest, ReusesAConnectionForReads) {
  CannedServer server({answer_and_keep(http_answer("200 OK")), answer(http_answer("200 OK"))});
  auto client = client_of(server.url());
  ASSERT_TRUE(client.send(request_of("/1", "x"), Deadline::in(kPatience)));
  ASSERT_TRUE(client.send(request_of("/2", "x"), Deadline::in(kPatience)));
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(HttpClientTest, GivesAChangeAConnectionOfItsOwn) {
  CannedServer server({answer_and_keep(http_answer("200 OK")),
                       answer_and_keep(http_answer("200 OK")),
                       answer_and_keep(http_answer("200 OK"))});
  auto client = client_of(server.url());
  ASSERT_TRUE(client.send(request_of("/read", "x"), Deadline::in(kPatience)));
  ASSERT_TRUE(client.send(change_of("/change", "x"), Deadline::in(kPatience)));
  ASSERT_TRUE(client.send(change_of("/change", "x"), Deadline::in(kPatience)));
  EXPECT_EQ(server.connections(), 3);
}

TEST_F(HttpClientTest, SendsThroughTheProxyWithTheWholeUrl) {
  CannedServer proxy({answer(http_answer("200 OK", "from the proxy"))});
  HttpClient client({"http://xray.invalid", {}, proxy.url(), {}});
  const auto response = client.send(request_of("/api", "x"), Deadline::in(kPatience));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "from the proxy");
  ASSERT_EQ(proxy.requests().size(), 1U);
  EXPECT_EQ(proxy.requests().front().line, "POST http://xray.invalid/api HTTP/1.1");
}

TEST_F(HttpClientTest, AsksTheProxyForATunnelWithoutShowingItTheBearer) {
  CannedServer proxy({answer(http_answer("502 Bad Gateway"))});
  HttpClient client({"https://xray.invalid", {}, proxy.url(), {}});
  auto request = request_of("/api", "x");
  request.authorization = "Bearer abc";
  EXPECT_FALSE(client.send(request, Deadline::in(kPatience)));
  ASSERT_EQ(proxy.requests().size(), 1U);
  EXPECT_EQ(proxy.requests().front().line, "CONNECT xray.invalid:443 HTTP/1.1");
  EXPECT_EQ(proxy.requests().front().headers.count("authorization"), 0U);
}

TEST_F(HttpClientTest, CanBeMovedOverAnotherOne) {
  CannedServer first({answer_and_keep(http_answer("200 OK"))});
  CannedServer second({answer(http_answer("200 OK", "second"))});
  auto client = client_of(first.url());
  ASSERT_TRUE(client.send(request_of("/", "x"), Deadline::in(kPatience)));
  client = client_of(second.url());
  const auto response = client.send(request_of("/", "x"), Deadline::in(kPatience));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "second");
}

}  // namespace
}  // namespace xrep::client
