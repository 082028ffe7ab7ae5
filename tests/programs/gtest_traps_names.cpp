// Names and parameters that no human would choose.

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <type_traits>

namespace {

class OddNames : public testing::Test {
 public:
  explicit OddNames(bool good) : good_(good) {}
  void TestBody() override { EXPECT_TRUE(good_) << "this one fails"; }

 private:
  bool good_;
};

void add(const char* suite, const char* name, bool good = true, const char* file = __FILE__,
         int line = __LINE__) {
  testing::RegisterTest(suite, name, nullptr, nullptr, file, line,
                        [good]() -> testing::Test* { return new OddNames(good); });
}

[[maybe_unused]] const bool registered = [] {
  add("OddNames", "twice", true);
  add("OddNames", "twice", false);
  add("OddNames", "");
  add("", "OddNames without suite");
  add("", "");
  add("OddNames", "two\r\nlines\n");
  add("OddNames", "control \x01\x1b[31m\x7f\t end");
  add("OddNames", "invalid \xff\xc3 end");
  add("OddNames", "invalid \xfe\xc3 end");
  add("OddNames", "a/b:c*d?e-f\"'<>&\\");
  add("OddNames", "nowhere", true, "", -7);
  add("OddNames", "DISABLED_\xff\n");
  return true;
}();

template <class T>
class OddTypes : public testing::Test {};
struct OddTypeNames {
  template <class T>
  static std::string GetName(int) {
    if (std::is_same_v<T, int>) return "with space<0>";
    if (std::is_same_v<T, char>) return "two\nlines";
    if (std::is_same_v<T, long>) return "\xff\x01";
    if (std::is_same_v<T, double>) return "";
    return "7";
  }
};
using Types = testing::Types<int, char, long, double, float>;
TYPED_TEST_SUITE(OddTypes, Types, OddTypeNames);
TYPED_TEST(OddTypes, Holds) {
  SUCCEED();
}

// Printed by GoogleTest as its bytes, one of them an address.
struct Blob {
  unsigned char bytes[8] = {0, 1, 2, 0xff, '"', '\n', 0x7f, 0x80};
  const void* where = &registered;
};
class OddBlob : public testing::TestWithParam<Blob> {};
TEST_P(OddBlob, Holds) {
  EXPECT_EQ(GetParam().bytes[0], 1);
}
INSTANTIATE_TEST_SUITE_P(All, OddBlob, testing::Values(Blob()));

class OddText : public testing::TestWithParam<std::string> {};
TEST_P(OddText, IsEmpty) {
  EXPECT_EQ(GetParam(), "");
}
INSTANTIATE_TEST_SUITE_P(All, OddText,
                         testing::Values(std::string(10'000, 'x'), std::string("\xff\xfe\xc3"),
                                         std::string("two\nlines\x01"), std::string("a\0b", 3)));

// The generator's names may come from the values.
INSTANTIATE_TEST_SUITE_P(Named, OddText, testing::Values("a", "b"),
                         [](const auto& test) { return "value_" + test.param; });

// A PrintTo that prints what is not text.
struct Unprintable {};
void PrintTo(const Unprintable&, std::ostream* out) {
  *out << "\xff\x1b[31m\r\n" << std::string(10'000, '\xf0');
}
class OddPrint : public testing::TestWithParam<Unprintable> {};
TEST_P(OddPrint, Fails) {
  ADD_FAILURE() << testing::PrintToString(GetParam());
}
INSTANTIATE_TEST_SUITE_P(All, OddPrint, testing::Values(Unprintable()));

TEST(OddTexts, WithTraces) {
  SCOPED_TRACE("outer trace");
  SCOPED_TRACE("inner trace");
  ADD_FAILURE() << "with a NUL: " << std::string(1, '\0');
}
TEST(OddTexts, OfNoFile) {
  ADD_FAILURE_AT("", -1) << "nowhere";
}

}  // namespace
