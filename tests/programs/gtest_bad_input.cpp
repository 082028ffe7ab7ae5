// Tests that hand xrep what no program should: the integration tests look at what becomes of it.

#include <xrep/xrep.hpp>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace {

std::string in_folder(const std::string& name) {
  const char* folder = std::getenv("BAD_INPUT_FOLDER");
  return (folder != nullptr ? std::string(folder) : ".") + "/" + name;
}

TEST(Attachments, ThatCannotBeTaken) {
  xrep::attach_file(in_folder("missing.log"));
  mkdir(in_folder("folder").c_str(), 0700);
  xrep::attach_file(in_folder("folder"));
  mkfifo(in_folder("pipe").c_str(), 0600);
  xrep::attach_file(in_folder("pipe"));
  std::ofstream(in_folder("empty.log")).close();
  xrep::attach_file(in_folder("empty.log"));
}

TEST(Attachments, DeletedRightAfterTheCall) {
  std::ofstream(in_folder("gone.log")) << "still here";
  xrep::attach_file(in_folder("gone.log"));
  unlink(in_folder("gone.log").c_str());
}

TEST(Attachments, NamedLikeAPathOfSomebodyElse) {
  xrep::attach("../../etc/passwd", "harmless");
}

TEST(Messages, OfAHundredKilobytes) {
  ADD_FAILURE() << std::string(100'000, 'x');
}

TEST(Messages, WithBytesThatAreNoText) {
  ADD_FAILURE() << "\x1b[31mred\x1b[0m bell\x07 broken\xff\xfe end";
}

TEST(Keys, ThatIsNone) {
  xrep::test_key("not a key");
}

TEST(Keys, SharedFirst) {
  xrep::test_key("DEMO-8");
}

TEST(Keys, SharedSecond) {
  xrep::test_key("DEMO-8");
  ADD_FAILURE() << "the second fails";
}

class Odd : public testing::Test {
 public:
  void TestBody() override {}
};

[[maybe_unused]] const bool registered = [] {
  const auto make = []() -> testing::Test* { return new Odd; };
  testing::RegisterTest("Odd", "say \"hi\" <b>&amp;", nullptr, nullptr, __FILE__, __LINE__, make);
  testing::RegisterTest("Odd", "two\nlines\x01", nullptr, nullptr, __FILE__, __LINE__, make);
  testing::RegisterTest("Odd", "broken\xff\xfe", nullptr, nullptr, __FILE__, __LINE__, make);
  static const std::string long_name(5000, 'n');
  testing::RegisterTest("Odd", long_name.c_str(), nullptr, nullptr, __FILE__, __LINE__, make);
  return true;
}();

}  // namespace
