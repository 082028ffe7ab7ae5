#include "site.hpp"

#include <gtest/gtest.h>

namespace xrep::sandbox {
namespace {

constexpr const char* kHostile = "<script>alert('x')</script> & \"quoted\" \x01";

/// A sandbox whose execution has a failed run with a picture at its second step, a passed one and
/// one with iterations.
class SandboxPages : public ::testing::Test {
 protected:
  SandboxPages() {
    const Json picture = {
        {"data", kPicture}, {"filename", "declined.png"}, {"contentType", "image/png"}};
    const Json log = {
        {"data", "aGVsbG8="}, {"filename", "trace.log"}, {"contentType", "text/plain"}};
    site_.import_run(execution_, {{"testKey", "DEMO-6"}, {"status", "PASSED"}});
    site_.import_run(execution_,
                     {{"testKey", "DEMO-4"},
                      {"status", "FAILED"},
                      {"start", "2026-03-01T02:00:00Z"},
                      {"finish", "2026-03-01T02:01:05Z"},
                      {"comment", std::string("said:\n{noformat}\n") + kHostile + "\n{noformat}"},
                      {"evidence", Json::array({log})},
                      {"steps",
                       {{{"status", "PASSED"}},
                        {{"status", "FAILED"},
                         {"actualResult", "declined " + std::string(kHostile)},
                         {"evidence", Json::array({picture})}}}}});
    const Json parameters = {{{"name", "currency"}, {"value", "JPY"}}};
    site_.import_run(
        execution_,
        {{"testKey", "DEMO-5"},
         {"status", "FAILED"},
         {"iterations",
          {{{"status", "PASSED"}},
           {{"status", "FAILED"}, {"parameters", parameters}, {"log", "expected 1"}}}}});
    page_ = site_.get("/browse/" + execution_.key).text;
  }

  [[nodiscard]] std::size_t place(const std::string& text) const { return page_.find(text); }

  Site site_;
  Site::Created execution_ = site_.create_execution("Nightly <b>812</b>");
  std::string page_;
};

TEST_F(SandboxPages, SayOnEveryPageThatThisIsNotXray) {
  for (const std::string& path :
       {std::string("/"), "/browse/" + execution_.key, std::string("/browse/DEMO-4"),
        std::string("/browse/DEMO-9"), std::string("/browse/DEMO-10"),
        std::string("/browse/DEMO-1"), std::string("/browse/NOPE-1")}) {
    const std::string page = site_.get(path).text;
    EXPECT_TRUE(contains_text(page, "stand-in for Xray")) << path;
    EXPECT_TRUE(contains_text(page, "nothing is stored at Atlassian")) << path;
  }
}

TEST_F(SandboxPages, ShowTheCountsBeforeTheTests) {
  EXPECT_TRUE(contains_text(page_, "<b>2</b>FAILED"));
  EXPECT_TRUE(contains_text(page_, "<b>1</b>PASSED"));
  EXPECT_LT(place("<b>2</b>FAILED"), place("Pay by card"));
}

TEST_F(SandboxPages, ShowFailedTestsFirstAndOpenAndPassedOnesFolded) {
  EXPECT_LT(place("Pay by card"), place("Basket.StartsEmpty"));
  EXPECT_TRUE(contains_text(page_, "<details class=\"card test failed\" open>"));
  EXPECT_TRUE(contains_text(page_, "<details class=\"card test passed\">"));
}

TEST_F(SandboxPages, NameTheStepThatFailedAndShowItsPictureThere) {
  EXPECT_TRUE(contains_text(page_, "Failed in <b>step 2</b>: Enter the card"));
  EXPECT_TRUE(contains_text(page_, "1 min 5 s"));
  const std::size_t failed = place("<tr class=\"failed has-more\">");
  const std::size_t picture = place("alt=\"declined.png\"");
  ASSERT_NE(failed, std::string::npos);
  ASSERT_NE(picture, std::string::npos);
  EXPECT_LT(failed, picture);
  EXPECT_LT(picture, place("Confirm the payment"));
}

TEST_F(SandboxPages, ShowPicturesThatABrowserCanLoad) {
  const std::size_t at = place("src=\"/attachments/");
  ASSERT_NE(at, std::string::npos);
  const std::size_t end = page_.find('"', at + 5);
  const Answer picture = site_.get(page_.substr(at + 5, end - at - 5));
  EXPECT_EQ(picture.type, "image/png");
  EXPECT_EQ(picture.text.substr(1, 3), "PNG");
}

TEST_F(SandboxPages, LinkFilesThatAreNoPictures) {
  EXPECT_TRUE(contains_text(page_, "trace.log"));
  EXPECT_FALSE(contains_text(page_, "alt=\"trace.log\""));
}

TEST_F(SandboxPages, ShowIterationsWithTheirParameters) {
  EXPECT_TRUE(contains_text(page_, "Failed in <b>1 of 2 iterations</b>: currency = JPY"));
  EXPECT_TRUE(contains_text(page_, "<th>currency</th>"));
  EXPECT_TRUE(contains_text(page_, "expected 1"));
}

TEST_F(SandboxPages, EscapeWhatComesFromTests) {
  for (const std::string& path : {std::string("/"), "/browse/" + execution_.key,
                                  std::string("/browse/DEMO-4"), std::string("/browse/DEMO-9")}) {
    const std::string page = site_.get(path).text;
    EXPECT_FALSE(contains_text(page, "<script")) << path;
    EXPECT_FALSE(contains_text(page, "<b>812</b>")) << path;
    EXPECT_FALSE(contains_text(page, "\x01")) << path;
  }
  EXPECT_TRUE(contains_text(page_, "&lt;script&gt;alert(&#39;x&#39;)"));
  EXPECT_TRUE(contains_text(page_, "&amp; &quot;quoted&quot;"));
}

TEST_F(SandboxPages, StripTheMarkersAroundLogs) {
  EXPECT_FALSE(contains_text(page_, "{noformat}"));
  EXPECT_TRUE(contains_text(page_, "said:\n&lt;script"));
}

TEST_F(SandboxPages, LoadNothingFromElsewhere) {
  for (const char* mark : {"http://", "https://", "<link", "@import", "url("}) {
    EXPECT_FALSE(contains_text(page_, mark)) << mark;
  }
}

TEST_F(SandboxPages, ListEverythingOnTheFirstPage) {
  const std::string page = site_.get("/").text;
  for (const char* text : {"Test Executions", "Nightly &lt;b&gt;812", "2 FAILED, 1 PASSED",
                           "Pay by card", "Price.RoundsToCents", "Release 1.0", "Checkout"}) {
    EXPECT_TRUE(contains_text(page, text)) << text;
  }
}

TEST_F(SandboxPages, ShowATestWithItsStepsAndResults) {
  const std::string page = site_.get("/browse/DEMO-4").text;
  EXPECT_TRUE(contains_text(page, "The card is accepted"));
  EXPECT_TRUE(contains_text(page, "/browse/" + execution_.key));
  EXPECT_TRUE(contains_text(page, "FAILED"));
}

TEST_F(SandboxPages, ShowAPlanWithItsExecutionsAndTests) {
  site_.data("LinkPlan", {{"plan", issue_id(site_, "DEMO-9")}, {"executions", {execution_.id}}});
  const std::string page = site_.get("/browse/DEMO-9").text;
  EXPECT_TRUE(contains_text(page, "/browse/" + execution_.key));
  EXPECT_TRUE(contains_text(page, "Price.RoundsToCents"));
}

TEST_F(SandboxPages, ForbidScriptsAndForeignContentByHeader) {
  const auto result = site_.client().Get("/browse/" + execution_.key);
  ASSERT_TRUE(result);
  EXPECT_TRUE(
      contains_text(result->get_header_value("Content-Security-Policy"), "default-src 'none'"));
}

TEST_F(SandboxPages, AnswerNotFoundForKeysThatDoNotExist) {
  EXPECT_EQ(site_.get("/browse/DEMO-999").status, 404);
  EXPECT_EQ(site_.get("/elsewhere").status, 404);
}

}  // namespace
}  // namespace xrep::sandbox
