#include "child.hpp"
#include "run.hpp"
#include <xrep/recording.hpp>
#include <xrep/xrep.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace xrep {
namespace {

using test::FinishedChild;
using test::record_test;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

void write(const std::string& name, const std::string& content) {
  std::ofstream(name, std::ios::binary) << content;
}

/// A test that attaches something, seen from outside.
struct Recorded {
  explicit Recorded(std::function<void()> body) : child([&] { record_test(body); }) {
    const xrep::Run run = child.run();
    EXPECT_THAT(run.tests, SizeIs(1));
    if (!run.tests.empty()) test = run.tests.front();
  }

  std::string content(std::size_t at) const {
    return test::read_file(test.attachments.at(at).file);
  }

  FinishedChild child;
  TestRecord test;
};

void expect_refused(const std::function<void()>& body, const std::string& why) {
  const Recorded recorded(body);
  EXPECT_EQ(recorded.test.outcome, TestOutcome::passed);
  EXPECT_THAT(recorded.test.attachments, IsEmpty());
  ASSERT_THAT(recorded.test.refused_attachments, SizeIs(1));
  EXPECT_THAT(recorded.test.refused_attachments[0].why, HasSubstr(why));
  EXPECT_THAT(recorded.child.stderr_text(), AllOf(HasSubstr("Suite.Test"), HasSubstr(why)));
}

TEST(Attachments, AreBytesFromMemory) {
  const Recorded recorded([] {
    attach("shot.png", std::string_view("\x89PNG\0\xFF", 6));
    attach("data.bin", std::vector<std::uint8_t>{1, 2, 3}, "application/x-shop");
  });
  EXPECT_EQ(recorded.content(0), std::string("\x89PNG\0\xFF", 6));
  EXPECT_EQ(recorded.test.attachments[0].media_type, "image/png");
  EXPECT_EQ(recorded.test.attachments[0].size, 6U);
  EXPECT_EQ(recorded.content(1), "\x01\x02\x03");
  EXPECT_EQ(recorded.test.attachments[1].media_type, "application/x-shop");
}

TEST(Attachments, AreCopiedBeforeTheCallReturns) {
  const Recorded recorded([] {
    write("trace.log", "before");
    attach_file("trace.log");
    write("trace.log", "after");
    attach_file(std::filesystem::path("trace.log"), "second.txt");
    std::filesystem::remove("trace.log");
  });
  EXPECT_EQ(recorded.content(0), "before");
  EXPECT_EQ(recorded.test.attachments[0].name, "trace.log");
  EXPECT_EQ(recorded.test.attachments[0].media_type, "text/plain");
  EXPECT_EQ(recorded.content(1), "after");
  EXPECT_EQ(recorded.test.attachments[1].name, "second.txt");
}

TEST(Attachments, MayBeLargerThanAnyBuffer) {
  std::string content(3000001, 'x');
  for (std::size_t i = 0; i < content.size(); i += 997) content[i] = static_cast<char>(i);
  const Recorded recorded([&] {
    write("large.bin", content);
    attach_file("large.bin");
  });
  EXPECT_EQ(recorded.test.attachments.at(0).size, content.size());
  EXPECT_TRUE(recorded.content(0) == content);
}

TEST(Attachments, AreFilesOfTheSystemToo) {
  const Recorded recorded([] { attach_file("/proc/self/status"); });
  EXPECT_THAT(recorded.content(0), HasSubstr("Pid:"));
  EXPECT_EQ(recorded.test.attachments.at(0).size, recorded.content(0).size());
}

TEST(Attachments, FollowLinks) {
  const Recorded recorded([] {
    write("real.txt", "real");
    std::filesystem::create_symlink("real.txt", "link.txt");
    attach_file("link.txt");
  });
  EXPECT_EQ(recorded.content(0), "real");
}

TEST(Attachments, KeepOnlyTheLastPartOfAName) {
  const Recorded recorded([] {
    attach("../../etc/passwd", "x");
    attach("a\nb\\c.txt", "x");
  });
  EXPECT_EQ(recorded.test.attachments.at(0).name, "passwd");
  EXPECT_EQ(recorded.test.attachments.at(1).name, "a␊b_c.txt");
}

TEST(Attachments, AreRefusedWhenMissing) {
  expect_refused([] { attach_file("missing.png"); }, "there is no such file");
  expect_refused([] { attach_file("no/such/folder/a.png"); }, "there is no such file");
  expect_refused([] { attach_file(""); }, "path is empty");
  expect_refused([] { attach_file(std::string_view("a\0b", 3)); }, "NUL");
}

TEST(Attachments, AreRefusedWhenEmpty) {
  expect_refused([] { attach("a.txt", ""); }, "it is empty");
  expect_refused(
      [] {
        write("empty.txt", "");
        attach_file("empty.txt");
      },
      "it is empty");
}

TEST(Attachments, AreRefusedWhenNoRegularFile) {
  expect_refused([] { attach_file("."); }, "a directory");
  expect_refused([] { attach_file("/dev/zero"); }, "a device");
  expect_refused(
      [] {
        mkfifo("pipe", 0600);
        attach_file("pipe");
      },
      "a fifo");
  expect_refused(
      [] {
        const int s = socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::snprintf(address.sun_path, sizeof address.sun_path, "socket");
        if (bind(s, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) _exit(1);
        attach_file("socket");
        close(s);
      },
      "a socket");
}

TEST(Attachments, AreRefusedWhenUnreadable) {
  // The only regular file that not even root can read.
  expect_refused([] { attach_file("/proc/self/mem"); }, "cannot be copied");
  if (geteuid() == 0) return;
  expect_refused(
      [] {
        write("secret.txt", "x");
        chmod("secret.txt", 0);
        attach_file("secret.txt");
      },
      "cannot be read");
}

TEST(Attachments, AreRefusedWhenLargerThanTheSettingsAllow) {
  const FinishedChild child([] {
    test::start({"--xray_max_attachment_size=10", "--xray_max_attachments_size=25"});
    test::start_test("Suite.Test");
    attach("fits.txt", "0123456789");
    attach("large.txt", "0123456789A");
    write("large.txt", "0123456789A");
    attach_file("large.txt");
    attach_file("/proc/self/status");
    write("fits.txt", "0123456789");
    attach_file("fits.txt");
    attach("too_much.txt", "0123456");
    attach("small.txt", "01234");
    test::pass();
    recording::end_run();
  });
  const auto test = child.run().tests.at(0);
  ASSERT_THAT(test.attachments, SizeIs(3));
  EXPECT_EQ(test.attachments[2].name, "small.txt");
  ASSERT_THAT(test.refused_attachments, SizeIs(4));
  EXPECT_THAT(test.refused_attachments[1].why, HasSubstr("max_attachment_size"));
  EXPECT_THAT(test.refused_attachments[2].why, HasSubstr("max_attachment_size")) << "/proc";
  EXPECT_THAT(test.refused_attachments[3].why, HasSubstr("max_attachments_size"));
  std::size_t kept = 0;
  for (const auto& file :
       std::filesystem::directory_iterator(child.run_directory() / "attachments")) {
    if (file.is_regular_file()) ++kept;
  }
  EXPECT_EQ(kept, 3U) << "nothing is left of what was refused";
}

TEST(Attachments, AreNotCopiedWhenTurnedOff) {
  const FinishedChild child([] {
    test::start({"--xray_attachments=off"});
    test::start_test("Suite.Test");
    attach("a.txt", "bytes");
    attach_file("missing.png");
    test::pass();
    recording::end_run();
  });
  const auto test = child.run().tests.at(0);
  EXPECT_THAT(test.attachments, IsEmpty());
  EXPECT_THAT(test.refused_attachments, IsEmpty());
}

TEST(Attachments, ThatFailInALoopDoNotFloodTheTerminal) {
  const Recorded recorded([] {
    for (int i = 0; i < 200; ++i) attach_file("missing.png");
  });
  EXPECT_THAT(recorded.test.refused_attachments, SizeIs(200));
  const auto text = recorded.child.stderr_text();
  EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 60);
  EXPECT_THAT(text, HasSubstr("only in the run directory"));
}

}  // namespace
}  // namespace xrep
