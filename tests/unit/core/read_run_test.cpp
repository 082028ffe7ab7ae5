#include "run.hpp"
#include "support/temp_dir.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace xrep {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto kStart = R"({"e":"run_started","t":100,"format":1,"pid":7,"executable":"shop"})";
constexpr auto kEnd = R"({"e":"run_ended","t":900})";

std::string lines(std::initializer_list<std::string> texts) {
  std::string all;
  for (const auto& text : texts) all += text + "\n";
  return all;
}

class ReadRun : public testing::Test {
 protected:
  void events(const std::string& content, const std::string& name = "events-7-aa.jsonl") const {
    folder_.write("run/" + name, content);
  }

  xrep::Run read() const {
    xrep::Run run;
    ReadError error;
    EXPECT_TRUE(read_run({folder_ / "run"}, run, error)) << error.message;
    return run;
  }

  std::string error() const {
    xrep::Run run;
    ReadError error;
    EXPECT_FALSE(read_run({folder_ / "run"}, run, error));
    EXPECT_THAT(run.tests, IsEmpty());
    return error.message;
  }

  TestRecord only_test() const {
    const xrep::Run run = read();
    EXPECT_THAT(run.tests, SizeIs(1));
    return run.tests.empty() ? TestRecord() : run.tests.front();
  }

  test::TempDir folder_;
};

TEST_F(ReadRun, KeepsEarlierEventsWhenTheLastLineIsTorn) {
  events(lines({kStart, R"({"e":"test_started","t":200,"n":1,"name":"A.B"})",
                R"({"e":"comment","t":210,"n":1,"text":"said"})"}) +
         R"({"e":"test_finished","t":300,"n":1,"resu)");
  const xrep::Run run = read();
  EXPECT_EQ(run.damaged_lines, 1U);
  ASSERT_THAT(run.tests, SizeIs(1));
  EXPECT_THAT(run.tests[0].comments, ElementsAre("said"));
  EXPECT_EQ(run.tests[0].outcome, TestOutcome::crashed);
  EXPECT_EQ(run.tests[0].finished, 210);
}

TEST_F(ReadRun, GoesOnBehindATornLineAnywhere) {
  events(lines({R"({"e":"run_sta)", "", R"({"e":"test_started","t":200,"n":1,"name":"A.B"})",
                "\xFF\xFE binary", "[]", "{}", "17", R"({"e":5})",
                R"({"e":"test_finished","t":300,"n":1,"result":"passed"})", kEnd}));
  const xrep::Run run = read();
  EXPECT_EQ(run.damaged_lines, 6U);
  ASSERT_THAT(run.tests, SizeIs(1));
  EXPECT_EQ(run.tests[0].outcome, TestOutcome::passed);
}

TEST_F(ReadRun, SkipsLinesThatAreTooLongOrTooDeep) {
  events(
      lines({kStart, R"({"e":"comment","t":1,"n":1,"text":")" + std::string(2 << 20, 'x') + "\"}",
             std::string(500000, '['), R"({"e":"test_started","t":200,"n":1,"name":"A.B"})",
             R"({"e":"x","a":)" + std::string(1000, '[') + std::string(1000, ']') + "}",
             R"({"e":"test_finished","t":300,"n":1,"result":"passed"})", kEnd}));
  const xrep::Run run = read();
  EXPECT_EQ(run.damaged_lines, 3U);
  EXPECT_THAT(run.tests, SizeIs(1));
}

TEST_F(ReadRun, SkipsWhatLaterVersionsMayAdd) {
  events(lines({kStart, R"({"e":"weather","t":150,"sky":{"blue":[1,2,{"x":null}]}})",
                R"({"e":"test_started","t":200,"n":1,"name":"A.B","mood":"good","line":-4})",
                R"({"e":"test_finished","t":300,"n":1,"result":"passed"})", kEnd}));
  const xrep::Run run = read();
  EXPECT_EQ(run.damaged_lines, 0U);
  EXPECT_EQ(run.tests.at(0).outcome, TestOutcome::passed);
}

TEST_F(ReadRun, TakesNoUnknownVerdictForGreen) {
  events(lines({kStart, R"({"e":"test_started","t":200,"n":1,"name":"A.B"})",
                R"({"e":"test_finished","t":300,"n":1,"result":"splendid"})", kEnd}));
  EXPECT_EQ(only_test().outcome, TestOutcome::failed);
}

TEST_F(ReadRun, TakesNoTestForGreenWhoseEndIsMissing) {
  events(lines({kStart, R"({"e":"test_started","t":200,"n":1,"name":"A.B"})", kEnd}));
  EXPECT_EQ(only_test().outcome, TestOutcome::crashed);
  EXPECT_THAT(only_test().died_of, HasSubstr("not recorded"));
}

TEST_F(ReadRun, SeesThatAProcessLivesByItsLock) {
  const auto file = folder_.write(
      "run/events-7-aa.jsonl",
      lines({kStart, R"({"e":"test_started","t":2,"n":1,"name":"A"})"}) + R"({"e":"being wri)");
  const int held = open(file.c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(flock(held, LOCK_EX), 0);
  const xrep::Run run = read();
  EXPECT_TRUE(run.processes.at(0).alive);
  EXPECT_EQ(run.tests.at(0).outcome, TestOutcome::running);
  EXPECT_EQ(run.damaged_lines, 0U) << "the last line is being written";
  close(held);
  EXPECT_FALSE(read().processes.at(0).alive);
}

TEST_F(ReadRun, SortsTestsOfSeveralProcesses) {
  events(lines({R"({"e":"test_started","t":300,"n":1,"name":"second"})"}), "events-1-aa.jsonl");
  events(lines({R"({"e":"test_started","t":200,"n":1,"name":"first"})"}), "events-2-aa.jsonl");
  const xrep::Run run = read();
  ASSERT_THAT(run.tests, SizeIs(2));
  EXPECT_EQ(run.tests[0].name, "first");
  EXPECT_EQ(run.tests[0].process, 1U);
  EXPECT_EQ(run.started, 200);
  EXPECT_EQ(run.finished, 300);
}

TEST_F(ReadRun, RefusesAttachmentsOutsideOfTheRun) {
  folder_.write("secret.txt", "secret");
  folder_.write("run/attachments/7-aa-1", "mine");
  fs::create_symlink(folder_ / "secret.txt", folder_ / "run/attachments/7-aa-2");
  fs::create_directory(folder_ / "run/attachments/7-aa-3");
  std::string text = lines({kStart, R"({"e":"test_started","t":200,"n":1,"name":"A.B"})"});
  for (const auto* file : {"../../secret.txt", "/etc/passwd", "..", ".", "", "a/../b", "7-aa-2",
                           "7-aa-3", "7-aa-4", "7-aa-1"}) {
    text += std::string(R"({"e":"attachment","t":210,"n":1,"name":"x","size":9,"file":")") + file +
            "\"}\n";
  }
  events(text);
  const auto test = only_test();
  ASSERT_THAT(test.attachments, SizeIs(1));
  EXPECT_EQ(test.attachments[0].size, 4U) << "of the file itself";
  EXPECT_THAT(test.refused_attachments, SizeIs(9));
}

TEST_F(ReadRun, BreaksCirclesOfSteps) {
  events(lines({kStart, R"({"e":"test_started","t":200,"n":1,"name":"A.B"})",
                R"({"e":"step_started","t":210,"n":1,"s":1,"parent":2,"name":"a"})",
                R"({"e":"step_started","t":220,"n":1,"s":2,"parent":2,"name":"b"})",
                R"({"e":"step_started","t":230,"n":1,"s":2,"parent":1,"name":"again"})",
                R"({"e":"failure","t":240,"n":1,"s":99,"text":"x"})"}));
  const auto test = only_test();
  ASSERT_THAT(test.steps, SizeIs(2));
  EXPECT_EQ(test.steps[0].parent, 0U);
  EXPECT_EQ(test.steps[1].parent, 0U);
  EXPECT_EQ(test.failures.at(0).step, 0U);
}

TEST_F(ReadRun, RefusesANewerFormat) {
  folder_.write("run/run.json", R"({"format":2})");
  EXPECT_THAT(error(), HasSubstr("format 2"));
  folder_.write("run/run.json", R"({"format":1})");
  events(lines({R"({"e":"run_started","t":100,"format":2})"}));
  EXPECT_THAT(error(), HasSubstr("later version"));
}

TEST_F(ReadRun, SaysWhyADirectoryCannotBeRead) {
  EXPECT_THAT(error(), HasSubstr("name a run directory"));
  fs::create_directory(folder_ / "run");
  EXPECT_THAT(error(), HasSubstr("holds no run"));
  folder_.write("run/run.json", "{\"format\":1");
  EXPECT_THAT(error(), HasSubstr("damaged"));
}

TEST_F(ReadRun, TakesTheSettingsOfTheFirstDirectory) {
  folder_.write("run/run.json", R"({"format":1,"run":"one","problems":["p"],"settings":[
      {"name":"project","value":"CALC","source":"file","origin":"xrep.json"},
      {"name":"broken"},7]})");
  folder_.write("other/run.json", R"({"format":1,"run":"two","branch":"main","problems":["p"]})");
  xrep::Run run;
  ReadError error;
  const auto directory = folder_ / "run";
  ASSERT_TRUE(read_run({directory, folder_ / "other", directory}, run, error)) << error.message;
  EXPECT_EQ(run.id, "one");
  EXPECT_EQ(run.branch, "main");
  EXPECT_THAT(run.problems, ElementsAre("p"));
  EXPECT_THAT(run.directories, SizeIs(2)) << "each once";
  ASSERT_THAT(run.settings, SizeIs(1));
  EXPECT_EQ(run.settings[0].source, SettingSource::file);
}

TEST_F(ReadRun, IsNotStoppedByAFifo) {
  events(lines({kStart, R"({"e":"test_started","t":200,"n":1,"name":"A.B"})"}));
  ASSERT_EQ(mkfifo((folder_ / "run/events-8-aa.jsonl").c_str(), 0600), 0);
  EXPECT_THAT(read().tests, SizeIs(1));
}

TEST_F(ReadRun, GivesADeathOutsideOfTestsAnEntryOfItsOwn) {
  events(lines({kStart, R"({"e":"test_started","t":200,"n":1,"name":"A.B"})",
                R"({"e":"test_finished","t":300,"n":1,"result":"passed"})",
                R"({"e":"died","t":400,"cause":"SIGSEGV"})"}));
  const xrep::Run run = read();
  ASSERT_THAT(run.tests, SizeIs(2));
  EXPECT_EQ(run.tests[1].name, "shop [outside a test]");
  EXPECT_EQ(run.tests[1].outcome, TestOutcome::crashed);
  EXPECT_EQ(run.tests[1].died_of, "SIGSEGV");
}

TEST_F(ReadRun, ClosesATestWhoseNumberIsUsedAgain) {
  events(lines({kStart, R"({"e":"test_started","t":200,"n":1,"name":"A.B"})",
                R"({"e":"test_started","t":300,"n":1,"name":"A.C"})",
                R"({"e":"test_finished","t":400,"n":1,"result":"passed"})", kEnd}));
  const xrep::Run run = read();
  ASSERT_THAT(run.tests, SizeIs(2));
  EXPECT_EQ(run.tests[0].outcome, TestOutcome::crashed);
  EXPECT_EQ(run.tests[1].outcome, TestOutcome::passed);
}

TEST_F(ReadRun, TellsHowManyEventsCouldNotBeWritten) {
  events(lines({kStart, R"({"e":"run_ended","t":900,"lost":40})"}));
  EXPECT_EQ(read().processes.at(0).lost, 40U);
}

// Facts that tell one reading of a test from another.
std::string facts_of(const TestRecord& test) {
  std::string text = test.name + " " + std::to_string(static_cast<int>(test.outcome)) + " " +
                     std::to_string(test.started) + "-" + std::to_string(test.finished) + " " +
                     test.died_of;
  for (const auto& comment : test.comments) text += " " + comment;
  return text;
}

TEST_F(ReadRun, ReadsEachTestAgainByItsPlace) {
  events(lines({kStart, R"({"e":"test_not_run","t":150,"name":"A.Disabled","why":"disabled"})",
                R"({"e":"test_started","t":200,"n":1,"name":"A.First"})",
                R"({"e":"test_started","t":210,"n":2,"name":"A.Second"})",
                R"({"e":"comment","t":220,"n":1,"text":"of the first"})",
                R"({"e":"comment","t":230,"n":2,"text":"of the second"})", "torn {",
                R"({"e":"test_finished","t":300,"n":1,"result":"passed"})",
                R"({"e":"comment","t":310,"n":1,"text":"said late"})"}));
  events(lines({kStart}) + R"({"e":"died","t":700,"cause":"SIGSEGV"})", "events-8-bb.jsonl");
  RunReader reader;
  ReadError error;
  std::vector<std::pair<TestPlace, std::string>> first;
  const auto note = [&](const TestRecord& test, const TestPlace& place) {
    first.emplace_back(place, facts_of(test));
  };
  ASSERT_TRUE(reader.open({folder_ / "run"}, error) && reader.each_test(note, error));
  ASSERT_THAT(first, SizeIs(4));
  for (const auto& [place, facts] : first) EXPECT_EQ(facts_of(reader.read(place)), facts);
}

TEST_F(ReadRun, SaysThatTheFileChangedSinceItWasRead) {
  events(lines({kStart, R"({"e":"test_started","t":200,"n":1,"name":"A.B"})"}));
  RunReader reader;
  ReadError error;
  TestPlace place;
  ASSERT_TRUE(reader.open({folder_ / "run"}, error));
  ASSERT_TRUE(reader.each_test([&](const TestRecord&, const TestPlace& at) { place = at; }, error));
  events("");
  EXPECT_THROW(reader.read(place), std::runtime_error);
}

TEST(FindRunDirectories, GivesTheOldestFirst) {
  const test::TempDir folder;
  folder.write("a/run.json", R"({"format":1,"started":300})");
  folder.write("b/run.json", R"({"format":1,"started":100})");
  folder.write("c/events-1-aa.jsonl", "");
  folder.write("d/other.txt", "");
  EXPECT_THAT(find_run_directories(folder.path()),
              ElementsAre(folder / "c", folder / "b", folder / "a"));
  EXPECT_THAT(find_run_directories(folder / "a"), ElementsAre(folder / "a"));
  EXPECT_THAT(find_run_directories(folder / "nowhere"), IsEmpty());
}

}  // namespace
}  // namespace xrep
