#include "body.hpp"
#include "loopback.hpp"
#include "support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>

namespace xrep::client {
namespace {

using test::answer;
using test::answer_and_keep;
using test::CannedServer;
using test::ClosedPort;
using test::endless;
using test::hang_up;
using test::hang_up_after;
using test::http_answer;
using test::Reaction;
using test::TempDir;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::size_t kMiB = 1U << 20;

// What may lie in the buffers of both sockets when the client turns away.
constexpr std::size_t kInBuffers = 16 * kMiB;

class HttpFailure : public Loopback {
 protected:
  static Error error_of(const Expected<HttpResponse>& response) {
    if (response) {
      ADD_FAILURE() << "HTTP " << response->status << " instead of an error";
      return {};
    }
    EXPECT_NE(response.error().message, "");
    return response.error();
  }

  /// The code of a change that the server reacts to like this.
  static Errc code_after(Reaction reaction, const std::string& body = "x") {
    CannedServer server({std::move(reaction)});
    const auto error = error_of(post(server.url(), change_of("/change", body)));
    EXPECT_THAT(error.message, HasSubstr(server.url() + "/change"));
    EXPECT_EQ(server.requests().size(), 1U);
    return error.code;
  }

  static Error through_proxy(const std::string& proxy, const std::string& url) {
    HttpClient client({url, {}, proxy, {}});
    return error_of(client.send(change_of("/", "x"), Deadline::in(kPatience)));
  }
};

// Too long for a name, so that nobody has to be asked.
std::string url_of_no_host() {
  return "http://" + std::string(64, 'a') + ".invalid";
}

Reaction while_sending(std::size_t bytes, std::function<void()> action) {
  auto reaction = answer(http_answer("200 OK"));
  reaction.meanwhile = std::move(action);
  reaction.meanwhile_at = bytes;
  return reaction;
}

std::string times(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i) {
    all += text;
  }
  return all;
}

std::filesystem::path large_file(const TempDir& folder) {
  auto file = folder.write("film", "");
  std::filesystem::resize_file(file, 32 * kMiB);
  return file;
}

TEST_F(HttpFailure, OfARefusedConnectionMeansNotDelivered) {
  const ClosedPort port;
  const auto error = error_of(post(port.url(), change_of("/change", "x")));
  EXPECT_EQ(error.code, Errc::not_delivered);
  EXPECT_THAT(error.message, HasSubstr("cannot reach " + port.url() + "/change"));
}

TEST_F(HttpFailure, OfAHostWithoutAddressMeansNotDelivered) {
  const auto error = error_of(post(url_of_no_host(), change_of("/", "x")));
  EXPECT_EQ(error.code, Errc::not_delivered);
}

TEST_F(HttpFailure, OfAConnectionClosedAfterTheRequestLeavesItInDoubt) {
  EXPECT_EQ(code_after(hang_up()), Errc::in_doubt);
}

TEST_F(HttpFailure, OfAConnectionClosedWithinTheRequestLeavesItInDoubt) {
  EXPECT_EQ(code_after(hang_up_after(1000), std::string(8 * kMiB, 'x')), Errc::in_doubt);
}

TEST_F(HttpFailure, OfAResetLeavesTheRequestInDoubt) {
  EXPECT_EQ(code_after(test::reset()), Errc::in_doubt);
}

TEST_F(HttpFailure, OfATruncatedAnswerLeavesTheRequestInDoubt) {
  const auto whole = http_answer("200 OK\r\nContent-Type: application/json", R"({"key":"A-1"})");
  for (const std::size_t length : {std::size_t{5}, whole.find("\r\n") + 2, whole.size() - 1}) {
    EXPECT_EQ(code_after(answer(whole.substr(0, length))), Errc::in_doubt) << length;
  }
}

TEST_F(HttpFailure, OfATruncatedChunkedAnswerLeavesTheRequestInDoubt) {
  EXPECT_EQ(code_after(answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")),
            Errc::in_doubt);
}

TEST_F(HttpFailure, OfAnAnswerThatIsNotHttpLeavesTheRequestInDoubt) {
  EXPECT_EQ(code_after(answer("220 mail.example ESMTP\r\n")), Errc::in_doubt);
  EXPECT_EQ(code_after(answer("HTTP/7.7 200 OK\r\n\r\n")), Errc::in_doubt);
}

TEST_F(HttpFailure, OfAnAnswerWithoutEndComesBeforeItFillsTheMemory) {
  CannedServer server({endless("HTTP/1.1 200 OK\r\n\r\n", std::string(65536, 'x'))});
  const auto error = error_of(post(server.url(), request_of("/", "x")));
  EXPECT_EQ(error.code, Errc::in_doubt);
  EXPECT_THAT(error.message, HasSubstr("larger than xrep accepts"));
  EXPECT_GT(server.bytes_sent(), 16 * kMiB);
  EXPECT_LT(server.bytes_sent(), 17 * kMiB + kInBuffers);
}

TEST_F(HttpFailure, OfAnAnswerThatUnpacksWithoutEndComesBeforeItFillsTheMemory) {
  // A deflate stream of the letter x: 13 bytes make 2064 of them.
  const std::string start("\x78\x01\xaa\x18\x05", 5);
  const std::string repeated("\xa3\x60\x14\x8c\x82\x51\x30\x0a\x46\xc1\x28\x18\x05", 13);
  CannedServer server(
      {endless("HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n" + start, repeated)});
  const auto error = error_of(post(server.url(), request_of("/", "x")));
  EXPECT_THAT(error.message, HasSubstr("larger than xrep accepts"));
}

TEST_F(HttpFailure, OfHeadersWithoutEndComesBeforeTheyFillTheMemory) {
  const std::map<std::string, std::string> starts{{"X-More: and more\r\n", "HTTP/1.1 200 OK\r\n"},
                                                  {"HTTP/1.1 100 Continue\r\n\r\n", ""}};
  for (const auto& [header, start] : starts) {
    CannedServer server({endless(start, times(1000, header))});
    const auto error = error_of(post(server.url(), request_of("/", "x")));
    EXPECT_EQ(error.code, Errc::in_doubt) << header;
    EXPECT_THAT(error.message, HasSubstr("larger than xrep accepts")) << header;
    EXPECT_LT(server.bytes_sent(), kMiB + kInBuffers) << header;
  }
}

TEST_F(HttpFailure, OfOneHeaderWithoutEndComesBeforeItFillsTheMemory) {
  CannedServer server({endless("HTTP/1.1 200 OK\r\nX: ", std::string(65536, 'x'))});
  const auto error = error_of(post(server.url(), request_of("/", "x")));
  EXPECT_EQ(error.code, Errc::in_doubt);
  EXPECT_THAT(error.message, HasSubstr("header"));
  EXPECT_LT(server.bytes_sent(), kMiB + kInBuffers);
}

TEST_F(HttpFailure, DoesNotStopAnAnswerOf16MiB) {
  CannedServer server({answer(http_answer("200 OK", std::string(16 * kMiB, 'x')))});
  const auto response = post(server.url(), request_of("/", "x"));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body.size(), 16 * kMiB);
}

TEST_F(HttpFailure, OfAChangeOnADyingServerIsNotAnsweredByASecondRequest) {
  CannedServer server(
      {answer_and_keep(http_answer("200 OK")), hang_up(), answer(http_answer("200 OK"))});
  auto client = client_of(server.url());
  ASSERT_TRUE(client.send(request_of("/read", "x"), Deadline::in(kPatience)));
  const auto error = error_of(client.send(change_of("/change", "x"), Deadline::in(kPatience)));
  EXPECT_EQ(error.code, Errc::in_doubt);
  const auto requests = server.requests();
  EXPECT_EQ(std::count_if(requests.begin(), requests.end(),
                          [](const auto& r) { return r.line == "POST /change HTTP/1.1"; }),
            1);
}

// Shows that the case above is real: on a reused connection libcurl sends again by itself.
TEST_F(HttpFailure, OfAReadOnAReusedConnectionIsAnsweredByASecondRequest) {
  CannedServer server(
      {answer_and_keep(http_answer("200 OK")), hang_up(), answer(http_answer("200 OK", "again"))});
  auto client = client_of(server.url());
  ASSERT_TRUE(client.send(request_of("/read", "x"), Deadline::in(kPatience)));
  const auto response = client.send(request_of("/read", "y"), Deadline::in(kPatience));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "again");
  ASSERT_EQ(server.requests().size(), 3U);
  EXPECT_EQ(server.requests()[2].body, "y");
}

TEST_F(HttpFailure, OfAFileThatShrinksWhileItIsSentNamesTheFile) {
  const TempDir folder;
  const auto file = large_file(folder);
  auto request = change_of("/", "<");
  request.body.append_base64(file, 32 * kMiB);
  CannedServer server({while_sending(1, [&] { std::filesystem::resize_file(file, 10); })});
  const auto error = error_of(post(server.url(), request));
  EXPECT_EQ(error.code, Errc::in_doubt);
  EXPECT_THAT(error.message, HasSubstr(file.string() + " holds"));
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(HttpFailure, OfAFileThatIsGoneNamesTheFile) {
  const TempDir folder;
  auto request = change_of("/", "<");
  request.body.append_base64(folder / "gone.png", 5);
  CannedServer server({answer(http_answer("200 OK"))});
  EXPECT_THAT(error_of(post(server.url(), request)).message, HasSubstr("gone.png: No such file"));
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(HttpFailure, OfAFormWhoseFileShrinksWhileItIsSentNamesTheFile) {
  const TempDir folder;
  const auto file = large_file(folder);
  HttpRequest request;
  request.form = form_of(file, 32 * kMiB, "film.webm");
  CannedServer server({while_sending(1, [&] { std::filesystem::resize_file(file, 10); })});
  const auto error = error_of(post(server.url(), request));
  EXPECT_EQ(error.code, Errc::in_doubt);
  EXPECT_THAT(error.message, HasSubstr(file.string() + " holds"));
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(HttpFailure, OfAFormWhoseFileIsGoneOrShorterThanRecordedNamesItAndAsksNobody) {
  const TempDir folder;
  CannedServer server({answer(http_answer("200 OK"))});
  for (const auto& file :
       {folder / "gone.webm", folder.write("short.webm", "four"), folder.path()}) {
    HttpRequest request;
    request.form = form_of(file, 5, "film.webm");
    const auto error = error_of(post(server.url(), request));
    EXPECT_EQ(error.code, Errc::local);
    EXPECT_THAT(error.message, HasSubstr(file.string()));
  }
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(HttpFailure, ComesWithTheDeadlineWhenTheServerIsSilent) {
  CannedServer server({test::silence()});
  auto client = client_of(server.url());
  const auto error =
      error_of(client.send(change_of("/", "x"), Deadline::in(std::chrono::seconds(1))));
  EXPECT_EQ(error.code, Errc::in_doubt);
}

TEST_F(HttpFailure, AfterTheDeadlineSendsNothing) {
  CannedServer server({answer(http_answer("200 OK"))});
  auto client = client_of(server.url());
  const auto error =
      error_of(client.send(change_of("/", "x"), Deadline::in(std::chrono::seconds(0))));
  EXPECT_EQ(error.code, Errc::out_of_time);
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(HttpFailure, OfAProxyThatIsNotThereMeansNotDelivered) {
  const ClosedPort port;
  EXPECT_EQ(through_proxy(port.url(), "http://xray.invalid").code, Errc::not_delivered);
}

TEST_F(HttpFailure, OfAProxyWithoutAddressIsAFaultOfTheSettings) {
  const auto error = through_proxy(url_of_no_host(), "http://xray.invalid");
  EXPECT_EQ(error.code, Errc::settings);
  EXPECT_THAT(error.message, HasSubstr("proxy"));
}

TEST_F(HttpFailure, OfATunnelThatTheProxyDeniesIsAFaultOfTheSettings) {
  for (const char* status : {"403 Forbidden", "407 Proxy Authentication Required"}) {
    CannedServer proxy({answer(http_answer(status))});
    const auto error = through_proxy(proxy.url(), "https://xray.invalid");
    EXPECT_EQ(error.code, Errc::settings) << error.message;
    EXPECT_THAT(error.message, HasSubstr(std::string(status).substr(0, 3)));
  }
}

TEST_F(HttpFailure, OfATunnelThatCannotBeMadeMeansNotDelivered) {
  for (auto& reaction : {answer(http_answer("502 Bad Gateway")), hang_up(), test::reset()}) {
    CannedServer proxy({reaction});
    EXPECT_EQ(through_proxy(proxy.url(), "https://xray.invalid").code, Errc::not_delivered);
  }
}

TEST_F(HttpFailure, DoesNotShowThePasswordOfAProxy) {
  EXPECT_THAT(through_proxy("http://me:hunter2@[bad", "http://xray.invalid").message,
              Not(HasSubstr("hunter2")));
}

TEST_F(HttpFailure, NeverShowsTheBearer) {
  auto request = change_of("/", "x");
  request.authorization = "Bearer very-secret-token";
  for (const auto& reaction :
       {hang_up(), test::reset(), answer("very-secret-token\r\n"),
        answer("HTTP/1.1 200 OK\r\nvery-secret-token"),
        answer("HTTP/1.1 very-secret-token\r\n\r\n"),
        answer("HTTP/1.1 200 OK\r\nContent-Length: very-secret-token\r\n\r\n"),
        answer("HTTP/1.1 200 OK\r\nContent-Encoding: very-secret-token\r\n\r\nx")}) {
    CannedServer server({reaction});
    EXPECT_THAT(error_of(post(server.url(), request)).message, Not(HasSubstr("very-secret-token")))
        << reaction.text;
  }
  const ClosedPort port;
  EXPECT_THAT(error_of(post(port.url(), request)).message, Not(HasSubstr("very-secret-token")));
}

}  // namespace
}  // namespace xrep::client
