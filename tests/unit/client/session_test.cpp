#include "cloud/session.hpp"

#include "loopback.hpp"
#include "support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

namespace xrep::client::cloud {
namespace {

using nlohmann::json;
using test::answer;
using test::answer_and_keep;
using test::CannedServer;
using test::hang_up;
using test::http_answer;
using test::Reaction;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kId = "0123456789ABCDEF";
constexpr const char* kSecret = "5ec2e75ec2e75ec2e7";
constexpr const char* kToken = "token-1.abc_DEF~+/==";
constexpr const char* kNewToken = "token-2.ghi";

const std::string kSign = "POST /api/v2/authenticate HTTP/1.1";
const std::string kImport = "POST /api/v2/import/execution HTTP/1.1";
const std::string kGraphql = "POST /api/v2/graphql HTTP/1.1";

Reaction json_answer(const std::string& head, const std::string& body) {
  return answer(http_answer(head + "\r\nContent-Type: application/json", body));
}

Reaction page(const std::string& head) {
  return answer(http_answer(head + "\r\nContent-Type: text/html", "<html>a gateway</html>"));
}

Reaction token(const char* text = kToken) {
  return json_answer("200 OK", json(text).dump());
}

Reaction data(const std::string& text = R"({"data":{"ok":true}})") {
  return json_answer("200 OK", text);
}

Reaction denied() {
  return json_answer("401 Unauthorized", R"({"error":"token is over"})");
}

class SessionTest : public Loopback {
 protected:
  /// Pauses too short to be felt.
  static Session session_of(const CannedServer& server,
                            Deadline deadline = Deadline::in(kPatience)) {
    Repetition repetition;
    repetition.first_pause = std::chrono::milliseconds(1);
    repetition.longest_pause = std::chrono::milliseconds(1);
    return {client_of(server.url()), {Secret(kId), Secret(kSecret)}, deadline, {}, repetition};
  }

  static Session signed_in(const CannedServer& server,
                           Deadline deadline = Deadline::in(kPatience)) {
    auto session = session_of(server, deadline);
    const auto in = session.authenticate();
    EXPECT_TRUE(in) << in.error().message;
    return session;
  }

  static Expected<json> read(Session& session) {
    return session.graphql(kPreflight, {{"project", "DEMO"}}, Effect::reads);
  }

  static Expected<json> change(Session& session) {
    Body document;
    document.append(R"({"tests":[]})");
    return session.import_results(document);
  }

  template <class T>
  static Error error_of(const Expected<T>& result) {
    if (result) {
      ADD_FAILURE() << "no error";
      return {};
    }
    return result.error();
  }

  static std::vector<std::string> lines(const CannedServer& server) {
    std::vector<std::string> all;
    for (const auto& request : server.requests()) {
      all.push_back(request.line);
    }
    return all;
  }
};

TEST_F(SessionTest, SendsTheCredentialsOnceAndThenTheToken) {
  CannedServer server({token(), data(), data()});
  auto session = signed_in(server);
  EXPECT_TRUE(read(session));
  EXPECT_TRUE(read(session));
  const auto requests = server.requests();
  ASSERT_THAT(lines(server), ElementsAre(kSign, kGraphql, kGraphql));
  EXPECT_EQ(json::parse(requests[0].body), json({{"client_id", kId}, {"client_secret", kSecret}}));
  EXPECT_EQ(requests[0].headers.count("authorization"), 0U);
  EXPECT_EQ(requests[1].header("authorization"), std::string("Bearer ") + kToken);
  EXPECT_EQ(requests[2].header("authorization"), std::string("Bearer ") + kToken);
}

TEST_F(SessionTest, GivesTheDataOfAGraphqlAnswer) {
  CannedServer server({token(), data(R"({"data":{"a":1},"errors":[]})")});
  auto session = signed_in(server);
  const auto answer = read(session);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(*answer, json({{"a", 1}}));
  ASSERT_EQ(server.requests().size(), 2U);
  const auto sent = json::parse(server.requests()[1].body);
  EXPECT_EQ(sent["operationName"], kPreflight.name);
  EXPECT_EQ(sent["query"], kPreflight.text);
  EXPECT_EQ(sent["variables"], json({{"project", "DEMO"}}));
}

TEST_F(SessionTest, RenewsTheTokenOnceOn401AndRepeatsTheCallOnce) {
  CannedServer server({token(), denied(), token(kNewToken), data()});
  auto session = signed_in(server);
  EXPECT_TRUE(change(session));
  ASSERT_THAT(lines(server), ElementsAre(kSign, kImport, kSign, kImport));
  const auto requests = server.requests();
  EXPECT_EQ(requests[2].headers.count("authorization"), 0U);
  EXPECT_EQ(requests[3].header("authorization"), std::string("Bearer ") + kNewToken);
  EXPECT_EQ(requests[3].body, requests[1].body);
}

TEST_F(SessionTest, GivesUpWhenTheNewTokenIsNotTakenEither) {
  CannedServer server({token(), denied(), token(kNewToken), denied()});
  auto session = signed_in(server);
  EXPECT_EQ(error_of(change(session)).code, Errc::settings);
  EXPECT_EQ(server.requests().size(), 4U);
}

TEST_F(SessionTest, DoesNotRenewATokenThatItCannotGet) {
  CannedServer server({denied()});
  auto session = session_of(server);
  const auto error = error_of(session.authenticate());
  EXPECT_EQ(error.code, Errc::settings);
  EXPECT_THAT(error.message, HasSubstr("XRAY_CLIENT_ID and XRAY_CLIENT_SECRET"));
  EXPECT_THAT(lines(server), ElementsAre(kSign));
}

TEST_F(SessionTest, KnowsThatAChangeWasNotDoneWhenTheTokenCouldNotBeRenewed) {
  CannedServer server({token(), denied(), hang_up(), hang_up(), hang_up(), hang_up(), hang_up()});
  auto session = signed_in(server);
  EXPECT_EQ(error_of(change(session)).code, Errc::not_delivered);
  EXPECT_EQ(server.requests().size(), 7U);
}

TEST_F(SessionTest, TriesToRenewTheTokenAgainWithTheNextCall) {
  CannedServer server(
      {token(), denied(), json_answer("400 Bad", "{}"), denied(), token(kNewToken), data()});
  auto session = signed_in(server);
  EXPECT_FALSE(read(session));
  EXPECT_TRUE(read(session));
  EXPECT_THAT(lines(server), ElementsAre(kSign, kGraphql, kSign, kGraphql, kSign, kGraphql));
}

TEST_F(SessionTest, RepeatsAChangeThatTheRateLimitTurnedAway) {
  CannedServer server(
      {token(), json_answer("429 Too Many Requests\r\nRetry-After: 1", "{}"), data()});
  auto session = signed_in(server);
  const auto answer = change(session);
  EXPECT_TRUE(answer) << answer.error().message;
  EXPECT_THAT(lines(server), ElementsAre(kSign, kImport, kImport));
}

TEST_F(SessionTest, DoesNotWaitLongerThanTheDeadlineAllows) {
  CannedServer server(
      {token(), json_answer("429 Too Many Requests\r\nRetry-After: 120", "{}"), data()});
  auto session = signed_in(server);
  EXPECT_EQ(error_of(change(session)).code, Errc::not_delivered);
  EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(SessionTest, DoesNotWaitForAServerThatWantsHoursEvenWithoutADeadline) {
  CannedServer server(
      {token(), json_answer("429 Too Many Requests\r\nRetry-After: 7200", "{}"), data()});
  auto session = signed_in(server, Deadline::never());
  EXPECT_EQ(error_of(change(session)).code, Errc::not_delivered);
  EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(SessionTest, SendsAChangeOnceWhenAServerErrorLeavesItInDoubt) {
  for (const auto& reaction :
       {json_answer("500 Internal Server Error", "{}"), page("502 Bad Gateway"),
        json_answer("503 Service Unavailable", "{}"), page("503 Service Unavailable"),
        page("504 Gateway Timeout"), page("200 OK"), hang_up(),
        answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}")}) {
    CannedServer server({token(), reaction, data()});
    auto session = signed_in(server);
    EXPECT_EQ(error_of(change(session)).code, Errc::in_doubt) << reaction.text;
    EXPECT_EQ(server.requests().size(), 2U) << reaction.text;
  }
}

TEST_F(SessionTest, SendsAChangeOnceWhenAnOpenConnectionDies) {
  CannedServer server(
      {answer_and_keep(http_answer("200 OK", json(kToken).dump())), hang_up(), data()});
  auto session = signed_in(server);
  EXPECT_EQ(error_of(change(session)).code, Errc::in_doubt);
  EXPECT_THAT(lines(server), ElementsAre(kSign, kImport));
}

TEST_F(SessionTest, SendsARefusedCallOnce) {
  CannedServer server({token(), json_answer("400 Bad Request", R"({"error":"no project"})")});
  auto session = signed_in(server);
  const auto error = error_of(change(session));
  EXPECT_EQ(error.code, Errc::refused);
  EXPECT_THAT(error.message, HasSubstr("no project"));
  EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(SessionTest, RepeatsAReadAfterAFailureOfTheServer) {
  for (const auto& reaction :
       {page("502 Bad Gateway"), page("504 Gateway Timeout"),
        json_answer("503 Service Unavailable", "{}"), hang_up(), test::reset()}) {
    CannedServer server({token(), reaction, data()});
    auto session = signed_in(server);
    const auto answer = read(session);
    EXPECT_TRUE(answer) << answer.error().message;
    EXPECT_THAT(lines(server), ElementsAre(kSign, kGraphql, kGraphql));
  }
}

TEST_F(SessionTest, RepeatsTheAuthenticationAfterAFailureOfTheServer) {
  CannedServer server({page("502 Bad Gateway"), token()});
  signed_in(server);
  EXPECT_THAT(lines(server), ElementsAre(kSign, kSign));
}

TEST_F(SessionTest, GivesUpAReadAfterFiveTries) {
  CannedServer server({token(), hang_up(), hang_up(), hang_up(), hang_up(), hang_up(), data()});
  auto session = signed_in(server);
  EXPECT_FALSE(read(session));
  EXPECT_EQ(server.requests().size(), 6U);
}

TEST_F(SessionTest, AfterTheDeadlineSendsNothing) {
  CannedServer server({token()});
  auto session = session_of(server, Deadline::in(std::chrono::seconds(0)));
  EXPECT_EQ(error_of(session.authenticate()).code, Errc::out_of_time);
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(SessionTest, RefusesAGraphqlAnswerWithErrorsAndGivesTheirMessages) {
  CannedServer server(
      {token(),
       data(R"({"errors":[{"message":"no such test"},{"code":7},"odd"],"data":{"a":1}})")});
  auto session = signed_in(server);
  const auto error = error_of(read(session));
  EXPECT_EQ(error.code, Errc::refused);
  EXPECT_EQ(error.message, std::string("Xray's ") + kPreflight.name +
                               " failed: no such test; {\"code\":7}; \"odd\"");
  EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(SessionTest, HoldsAChangeInDoubtThatAnswersWithErrorsAndData) {
  const std::string partly = R"({"errors":[{"message":"not found"}],"data":{"made":{"id":"1"}}})";
  const std::string nothing = R"({"errors":[{"message":"not found"}],"data":{"made":null}})";
  CannedServer server({token(), data(partly), data(nothing)});
  auto session = signed_in(server);
  const auto create = [&] {
    return error_of(session.graphql(kCreateExecution, json::object(), Effect::changes)).code;
  };
  EXPECT_EQ(create(), Errc::in_doubt);
  EXPECT_EQ(create(), Errc::refused);
}

TEST_F(SessionTest, KeepsTheMessagesOfGraphqlErrorsShortAndPrintable) {
  const json errors = {{"errors", {{{"message", "\x1b[31mred" + std::string(100'000, 'x')}}}}};
  CannedServer server({token(), data(errors.dump())});
  auto session = signed_in(server);
  const auto error = error_of(read(session));
  EXPECT_THAT(error.message, HasSubstr("redxxx"));
  EXPECT_THAT(error.message, Not(HasSubstr("\x1b")));
  EXPECT_LT(error.message.size(), 3000U);
}

TEST_F(SessionTest, TakesNoAnswerWithoutDataForOne) {
  for (const char* text : {"{}", "[]", "null", "7", R"({"data":null})", R"({"data":[]})"}) {
    CannedServer server({token(), data(text), data(text), data(text), data(text), data(text)});
    auto session = signed_in(server);
    EXPECT_THAT(error_of(read(session)).message, HasSubstr("without data")) << text;
  }
}

TEST_F(SessionTest, SurvivesAnAnswerThatIsNestedWithoutEnd) {
  constexpr std::size_t kDepth = 1'000'000;
  const auto nested = std::string(kDepth, '[') + std::string(kDepth, ']');
  CannedServer server({token(), data(R"({"errors":[)" + nested + "]}"),
                       json_answer("400 Bad Request", R"({"error":)" + nested + "}")});
  auto session = signed_in(server);
  EXPECT_EQ(error_of(read(session)).code, Errc::refused);
  EXPECT_EQ(error_of(read(session)).code, Errc::refused);
}

TEST_F(SessionTest, RefusesATokenThatIsNone) {
  for (const char* text :
       {R"("to\"ken-sesame")", R"("\"token-sesame\"")", R"("token sesame")", R"("token-sesame\n")",
        R"("token-sesame\r\nX-Evil: 1")", R"("tökän-sesame")", R"("")", "null", "815", "true", "[]",
        R"({"token":"token-sesame"})"}) {
    CannedServer server({json_answer("200 OK", text)});
    auto session = session_of(server);
    const auto error = error_of(session.authenticate());
    EXPECT_EQ(error.code, Errc::settings) << text;
    EXPECT_THAT(error.message, Not(HasSubstr("sesame"))) << text;
    EXPECT_EQ(server.requests().size(), 1U) << text;
  }
}

TEST_F(SessionTest, DoesNotShowATokenThatIsNotJson) {
  const auto bare = json_answer("200 OK", "token-sesame");
  CannedServer server({bare, bare, bare, bare, bare});
  auto session = session_of(server);
  EXPECT_THAT(error_of(session.authenticate()).message, Not(HasSubstr("sesame")));
}

TEST_F(SessionTest, NeverShowsSecretsThatTheServerRepeats) {
  const std::string secrets = std::string(kId) + " " + kSecret + " " + kToken;
  // The third one lies across the place where a message is cut.
  for (const auto& words : {secrets, std::string("<") + secrets + ">",
                            std::string(490, 'x') + kSecret, std::string(490, 'x') + kToken}) {
    const auto body = json({{"error", words}}).dump();
    for (const char* status :
         {"400 Bad", "403 Forbidden", "404 Not Found", "500 Error", "302 Found"}) {
      CannedServer server({token(), json_answer(status, body)});
      auto session = signed_in(server);
      const auto message = error_of(change(session)).message;
      EXPECT_THAT(message, HasSubstr("***")) << status;
      for (const char* secret : {kId, kSecret, kToken}) {
        EXPECT_THAT(message, Not(HasSubstr(std::string(secret).substr(0, 8)))) << status;
      }
    }
  }
}

TEST_F(SessionTest, NeverShowsSecretsThatTheServerRepeatsInOtherSigns) {
  const std::string error = std::string(R"({"error":"\u0074)") + (kToken + 1) + " is bad\"}";
  CannedServer server({token(), json_answer("400 Bad Request", error)});
  auto session = signed_in(server);
  EXPECT_THAT(error_of(change(session)).message, HasSubstr("(*** is bad)"));
}

TEST_F(SessionTest, NeverShowsSecretsOfARefusedAuthentication) {
  CannedServer server({json_answer(
      "401 Unauthorized", std::string(R"({"error":")") + kId + "/" + kSecret + R"( are wrong"})")});
  auto session = session_of(server);
  const auto message = error_of(session.authenticate()).message;
  EXPECT_THAT(message, HasSubstr("***/*** are wrong"));
}

TEST_F(SessionTest, NeverShowsSecretsInGraphqlErrors) {
  CannedServer server(
      {token(), data(json({{"errors", {{{"message", std::string("bad ") + kToken}}}}}).dump())});
  auto session = signed_in(server);
  EXPECT_THAT(error_of(read(session)).message, testing::EndsWith("failed: bad ***"));
}

TEST_F(SessionTest, UploadsAFileAndRepeatsThatAfterAFailureOfTheServer) {
  const test::TempDir folder;
  CannedServer server({token(), page("502 Bad Gateway"), data(R"({"id":"file-7"})")});
  auto session = signed_in(server);
  PlannedFile file;
  file.file = folder.write("stored-1", "a film");
  file.name = "film.webm";
  file.media_type = "video/webm";
  file.size = 6;
  const auto id = session.upload(file);
  ASSERT_TRUE(id) << id.error().message;
  EXPECT_EQ(*id, "file-7");
  ASSERT_EQ(server.requests().size(), 3U);
  const auto sent = server.requests()[2];
  EXPECT_EQ(sent.line, "POST /api/v2/attachments HTTP/1.1");
  EXPECT_THAT(sent.header("content-type"), StartsWith("multipart/form-data"));
  EXPECT_THAT(sent.body, HasSubstr("name=\"attachment\"; filename=\"film.webm\""));
  EXPECT_THAT(sent.body, HasSubstr("\r\n\r\na film\r\n"));
}

TEST_F(SessionTest, UploadsNoFileThatIsShorterThanRecorded) {
  const test::TempDir folder;
  CannedServer server({token(), data(R"({"id":"file-7"})")});
  auto session = signed_in(server);
  PlannedFile file;
  file.file = folder.write("stored-1", "a fi");
  file.name = "film.webm";
  file.size = 6;
  const auto error = error_of(session.upload(file));
  EXPECT_EQ(error.code, Errc::local);
  EXPECT_THAT(error.message, HasSubstr("holds 4 bytes, not 6"));
  EXPECT_EQ(server.requests().size(), 1U);
}

}  // namespace
}  // namespace xrep::client::cloud
