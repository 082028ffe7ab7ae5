#include "cloud/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace xrep::client::cloud {
namespace {

using ::testing::HasSubstr;

HttpResponse answer(long status, const std::string& type, const std::string& body) {
  HttpResponse response;
  response.status = status;
  response.content_type = type;
  response.body = body;
  return response;
}

Expected<nlohmann::json> interpret(const std::string& what, const HttpResponse& response,
                                   Effect effect, const Deadline& deadline = Deadline::never()) {
  return interpret(kXray, what, response, effect, deadline);
}

Errc code_of(long status, Effect effect, const std::string& type = "application/json") {
  const auto result = interpret("a call", answer(status, type, "{}"), effect);
  return result ? Errc::local : result.error().code;
}

TEST(Answer, OfAJsonBodyIsItsValue) {
  const auto result =
      interpret("a call", answer(200, "application/json", R"({"key":"A-1"})"), Effect::changes);
  ASSERT_TRUE(result);
  EXPECT_EQ((*result)["key"], "A-1");
}

TEST(Answer, OfAWebPageWithStatus200IsNeverSuccess) {
  const auto result =
      interpret("a call", answer(200, "text/html", "<html>log in</html>"), Effect::changes);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Errc::in_doubt);
  EXPECT_THAT(result.error().message, HasSubstr("not JSON"));
  EXPECT_THAT(result.error().message, Not(HasSubstr("<html>")));
}

TEST(Answer, OfAGatewayErrorLeavesAChangeInDoubtAndARequestToReadRepeatable) {
  for (const long status : {500L, 502L, 504L}) {
    EXPECT_EQ(code_of(status, Effect::changes), Errc::in_doubt) << status;
    EXPECT_EQ(code_of(status, Effect::reads), Errc::not_delivered) << status;
  }
}

TEST(Answer, Of503WithRetryAfterWasNotProcessed) {
  auto response = answer(503, "application/json", "{}");
  response.retry_after = std::chrono::seconds(3);
  const auto result = interpret("a call", response, Effect::changes);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Errc::not_delivered);
}

TEST(Answer, OfAPageWith503OrCloudFrontIsExplainedByTheRegion) {
  for (const long status : {403L, 503L}) {
    const auto result = interpret("a call", answer(status, "text/html", "<html>"), Effect::reads);
    ASSERT_FALSE(result);
    EXPECT_THAT(result.error().message, HasSubstr("data residency region")) << status;
  }
}

TEST(Answer, OfARedirectIsAFaultOfTheSettings) {
  for (const long status : {301L, 302L, 303L, 307L, 308L}) {
    EXPECT_EQ(code_of(status, Effect::changes), Errc::settings) << status;
  }
}

TEST(Answer, OfARateLimitMayBeRepeated) {
  EXPECT_EQ(code_of(429, Effect::changes), Errc::not_delivered);
}

TEST(Answer, OfABadRequestIsRefusedWithTheServersWords) {
  const auto result =
      interpret("the import",
                answer(400, "application/json", R"({"error":"Result is not valid Xray Format"})"),
                Effect::changes);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Errc::refused);
  EXPECT_EQ(result.error().message,
            "the import failed: HTTP 400 (Result is not valid Xray Format)");
}

TEST(Answer, ThatIsTooLongForAMessageIsCut) {
  const auto result =
      interpret("a call", answer(400, "application/json", "\"" + std::string(10'000, 'x') + "\""),
                Effect::reads);
  ASSERT_FALSE(result);
  EXPECT_LT(result.error().message.size(), 700U);
}

TEST(Answer, IsReadNoLongerThanTheDeadline) {
  std::string text = "[0";
  for (int i = 0; i < 100'000; ++i) {
    text += ",0";
  }
  const auto whole = answer(200, "application/json", text + "]");
  EXPECT_TRUE(interpret("a call", whole, Effect::reads, Deadline::never()));
  const auto late =
      interpret("a call", whole, Effect::reads, Deadline::in(std::chrono::seconds(0)));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Errc::in_doubt);
  EXPECT_THAT(late.error().message, HasSubstr("ran out over an answer of 200003 bytes"));
}

}  // namespace
}  // namespace xrep::client::cloud
