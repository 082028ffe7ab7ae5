#include "site.hpp"

#include <gtest/gtest.h>

namespace xrep::sandbox {
namespace {

constexpr const char* kPath = "/api/v2/attachments";

httplib::Headers authorized(const Site& site) {
  return {{"Authorization", "Bearer " + site.token()}};
}

Answer upload(const Site& site, const httplib::MultipartFormDataItems& parts) {
  const auto result = site.client().Post(kPath, authorized(site), parts);
  if (!result) return {};
  return {result->status, result->get_header_value("Content-Type"), result->body};
}

std::string uploaded_id(const Site& site, const std::string& name, const std::string& content,
                        const std::string& type) {
  return upload(site, {{"attachment", content, name, type}}).json().value("id", "");
}

std::size_t stored_files(const Site& site) {
  const std::filesystem::directory_iterator files(site.folder() / "attachments");
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

TEST(SandboxAttachments, StoresOnePartNamedAttachment) {
  const Site site;
  const std::string content("line\r\n--not a boundary\r\n\0bytes", 31);
  const Answer answer = upload(site, {{"attachment", content, "arm.log", "text/plain"}});
  ASSERT_EQ(answer.status, 200) << answer.text;
  const Json body = answer.json();
  EXPECT_EQ(body.at("filename"), "arm.log");
  EXPECT_EQ(body.at("size"), content.size());
  EXPECT_EQ(body.at("id").get<std::string>().size(), 36U);
  EXPECT_EQ(site.get(std::string(kPath) + "/" + body.at("id").get<std::string>()).text, content);
}

TEST(SandboxAttachments, StoresAnEmptyFile) {
  const Site site;
  const std::string id = uploaded_id(site, "empty.txt", "", "text/plain");
  ASSERT_FALSE(id.empty());
  const Answer answer = site.get(std::string(kPath) + "/" + id);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.text, "");
}

TEST(SandboxAttachments, StoresSeveralMebibytesUnchanged) {
  const Site site;
  std::string content;
  for (int i = 0; content.size() < 5UL * 1024 * 1024; ++i) content += std::to_string(i) + "\r\n--";
  const std::string id = uploaded_id(site, "big.bin", content, "application/octet-stream");
  EXPECT_EQ(site.get(std::string(kPath) + "/" + id).text, content);
}

TEST(SandboxAttachments, RefusesBodiesWithoutExactlyThatPart) {
  const Site site;
  const auto refused = [&](const httplib::MultipartFormDataItems& parts) {
    const Answer answer = upload(site, parts);
    return answer.status == 400 && answer.error() == "No file found.";
  };
  EXPECT_TRUE(refused({{"file", "x", "a.txt", "text/plain"}}));
  EXPECT_TRUE(refused({{"attachment", "x", "", "text/plain"}}));
  EXPECT_TRUE(refused({{"attachment", "x", "a.txt", ""}, {"attachment", "y", "b.txt", ""}}));
  EXPECT_TRUE(refused({{"attachment", "x", "a.txt", ""}, {"comment", "y", "", ""}}));
  const Answer plain = site.post(kPath, "{}", authorized(site));
  EXPECT_EQ(plain.status, 400);
  EXPECT_EQ(plain.error(), "No file found.");
  EXPECT_EQ(stored_files(site), 0U);
}

TEST(SandboxAttachments, GivesBackFileNamesWithQuotesAndOtherScripts) {
  const Site site;
  const Answer answer = upload(site, {{"attachment", "x", "%22\xC3\xBC\xE6\x97\xA5%22.png", ""}});
  EXPECT_EQ(answer.json().value("filename", ""), "\"\xC3\xBC\xE6\x97\xA5\".png");
}

TEST(SandboxAttachments, RefusesUnknownIdsAndPathsInTheirPlace) {
  const Site site;
  for (const char* id : {"nope", "..%2Fstate.json", "../state.json", ""}) {
    const Answer answer = site.get(std::string(kPath) + "/" + id);
    EXPECT_EQ(answer.status, 400) << id;
    EXPECT_EQ(answer.error(), "No such file") << id;
  }
}

TEST(SandboxAttachments, WantsATokenForDownloads) {
  const Site site;
  const std::string id = uploaded_id(site, "a.txt", "x", "text/plain");
  const auto result = site.client().Get(std::string(kPath) + "/" + id);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 401);
}

TEST(SandboxAttachments, BecomeEvidenceByTheirIdEachTimeTheyAreUsed) {
  Site site;
  const auto execution = site.create_execution();
  const Json run = site.import_run(execution, {{"testKey", "DEMO-6"}, {"status", "FAILED"}});
  const std::string id = uploaded_id(site, "video.webm", "frames", "video/webm");
  const Json files = Json::array({{{"attachmentId", id}}});
  site.data("AddEvidence",
            {{"run0", run.at("id")}, {"files0", files}, {"run1", run.at("id")}, {"files1", files}});
  const Json evidence = site.run(execution, "DEMO-6").at("evidence");
  ASSERT_EQ(evidence.size(), 2U);
  for (const Json& item : evidence) {
    EXPECT_EQ(item.at("filename"), "video.webm");
    EXPECT_EQ(item.at("size"), 6);
    EXPECT_EQ(site.get(std::string(kPath) + "/" + item.at("id").get<std::string>()).text, "frames");
  }
}

TEST(SandboxAttachments, AreServedToBrowsersWithTypesThatCannotRun) {
  const Site site;
  struct Case {
    const char* name;
    const char* type;
    const char* served;
  };
  for (const Case& each : {Case{"a.svg", "image/svg+xml", "text/plain; charset=utf-8"},
                           Case{"a.html", "text/html", "text/plain; charset=utf-8"},
                           Case{"a.js", "application/javascript", "text/plain; charset=utf-8"},
                           Case{"a.png", "image/png", "image/png"}, Case{"a.png", "", "image/png"},
                           Case{"a.bin", "application/x-thing", "application/octet-stream"},
                           Case{"a.pdf", "application/pdf", "application/octet-stream"}}) {
    const std::string id = uploaded_id(site, each.name, "x", each.type);
    const auto result = site.client().Get("/attachments/" + id);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->status, 200);
    EXPECT_EQ(result->get_header_value("Content-Type"), each.served) << each.name << each.type;
    EXPECT_EQ(result->get_header_value("X-Content-Type-Options"), "nosniff");
  }
}

}  // namespace
}  // namespace xrep::sandbox
