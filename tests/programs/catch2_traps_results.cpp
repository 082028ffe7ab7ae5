// Tests whose result is not what the last assertion says, and every way to tell why.

#include <xrep/xrep.hpp>

#include <catch2/benchmark/catch_benchmark.hpp>
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/catch_version_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <list>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace traps {

struct BrokenFixture {
  BrokenFixture() { throw std::runtime_error("no database"); }
  int value = 0;
};

struct Counter {
  mutable int count = 0;
};

template <class T>
struct Box {
  T content{};
};

class Method {
 public:
  void test() { CHECK(value_ == 1); }

 private:
  int value_ = 1;
};

using Numbers = std::tuple<int, long>;

}  // namespace traps

TEST_CASE("should fail in a step", "[!shouldfail][allowed]") {
  SECTION("section") {
    const xrep::Step step("Do it");
    CHECK(false);
  }
}
TEST_CASE("should fail by exception", "[!shouldfail][allowed]") {
  throw std::runtime_error("as expected");
}
TEST_CASE("should fail but skips", "[!shouldfail][allowed]") {
  SKIP("not today");
}
TEST_CASE("may fail in a step", "[!mayfail][allowed]") {
  const xrep::Step step("Do it");
  REQUIRE(false);
}
TEST_CASE("may fail by exception", "[!mayfail][allowed]") {
  SECTION("section") {
    throw std::runtime_error("as allowed");
  }
}
TEST_CASE("may fail and passes", "[!mayfail][allowed]") {
  CHECK(true);
}

TEST_CASE("skip in a section", "[skips]") {
  SECTION("skipped") {
    SKIP("no printer");
  }
  SECTION("run") {
    CHECK(true);
  }
}
TEST_CASE("skip after a failure", "[skips]") {
  CHECK(false);
  SKIP("too late");
}
TEST_CASE("skip without a reason", "[skips]") {
  SKIP();
}
TEST_CASE("skip every value", "[skips]") {
  const int value = GENERATE(1, 2);
  SKIP("value " << value);
}

TEST_CASE("asks without failing", "[soft]") {
  CHECK_NOFAIL(1 == 2);
  CHECKED_IF(1 == 2) {
    CHECK(true);
  }
  CHECKED_ELSE(1 == 2) {
    CHECK(true);
  }
  SUCCEED("well done");
}
TEST_CASE("asks without failing in a section", "[soft]") {
  SECTION("soft") {
    CHECK_NOFAIL(1 == 2);
    CHECKED_IF(1 == 2) {
      FAIL();
    }
  }
}

TEST_CASE("explains itself", "[texts]") {
  const int count = 3;
  const std::string name = "box";
  INFO("an info");
  CAPTURE(count, name);
  UNSCOPED_INFO("unscoped");
  CHECK(count == 4);
  CHECK(count == 5);
}
TEST_CASE("fails by words", "[texts]") {
  FAIL_CHECK("first " << 1);
  FAIL_CHECK();
  FAIL("last");
}
TEST_CASE("expects exceptions", "[texts]") {
  const auto thrower = [] { throw std::runtime_error("wrong text"); };
  CHECK_NOTHROW(thrower());
  CHECK_THROWS_AS(thrower(), std::logic_error);
  CHECK_THROWS_WITH(thrower(), "right text");
  CHECK_THROWS_AS(static_cast<void>(0), std::logic_error);
  CHECK_THAT(std::string("abc"), Catch::Matchers::StartsWith("x"));
  CHECK_FALSE(1 == 1);
}
TEST_CASE("throws a number", "[texts]") {
  throw 42;
}
TEST_CASE("throws a number from a check", "[texts]") {
  CHECK([]() -> bool { throw 42; }());
}
TEST_CASE_METHOD(traps::BrokenFixture, "has a broken fixture", "[texts]") {
  CHECK(value == 0);
}
TEST_CASE("only warns", "[texts]") {
  SECTION("first") {
    WARN("careful");
  }
}

TEST_CASE("asserts nothing", "[empty]") {}
TEST_CASE("asserts nothing in a section", "[empty]") {
  CHECK(true);
  SECTION("empty") {}
}

TEMPLATE_TEST_CASE("typed", "[typed]", int, std::string) {
  CHECK(TestType() == TestType());
}
TEMPLATE_PRODUCT_TEST_CASE("product", "[typed]", (std::vector, std::list),
                           (int, (traps::Box<int>))) {
  CHECK(TestType().empty());
}
TEMPLATE_LIST_TEST_CASE("listed", "[typed]", traps::Numbers) {
  CHECK(sizeof(TestType) == 4);
}
TEMPLATE_TEST_CASE_SIG("sized", "[typed]", ((int size), size), 1, 2) {
  CHECK(size < 2);
}
TEMPLATE_TEST_CASE_METHOD(traps::Box, "boxed", "[typed]", int, long) {
  CHECK(this->content == TestType());
}
METHOD_AS_TEST_CASE(traps::Method::test, "method", "[typed]")
TEST_CASE() {
  CHECK(true);
}

#if CATCH_VERSION_MAJOR > 3 || (CATCH_VERSION_MAJOR == 3 && CATCH_VERSION_MINOR >= 7)
TEST_CASE_PERSISTENT_FIXTURE(traps::BrokenFixture, "keeps a broken fixture", "[.][broken]") {
  CHECK(value == 0);
}
TEST_CASE("after a broken fixture", "[.][broken]") {
  CHECK(true);
}
TEST_CASE_PERSISTENT_FIXTURE(traps::Counter, "keeps its fixture", "[fixture]") {
  ++count;
  SECTION("first") {
    CHECK(count == 1);
  }
  SECTION("second") {
    CHECK(count == 2);
  }
}
#endif
TEST_CASE_METHOD(traps::Counter, "has a fresh fixture", "[fixture]") {
  ++count;
  SECTION("first") {
    CHECK(count == 1);
  }
  SECTION("second") {
    CHECK(count == 1);
  }
}

TEST_CASE("measures", "[.][measured]") {
  SECTION("inside") {
    BENCHMARK("addition") {
      return 1 + 1;
    };
    CHECK(true);
    BENCHMARK_ADVANCED("advanced")(Catch::Benchmark::Chronometer meter) {
      meter.measure([] { return 2; });
    };
  }
}
TEST_CASE("measures and throws", "[.][measured]") {
  SECTION("inside") {
    BENCHMARK("explosion") {
      throw std::runtime_error("cannot measure");
    };
  }
  SECTION("afterwards") {
    CHECK(true);
  }
}
TEST_CASE("measures and fails", "[.][measured]") {
  BENCHMARK("wrong") {
    REQUIRE(false);
    return 1;
  };
  BENCHMARK("right") {
    return 1;
  };
}
TEST_CASE("measures and skips", "[.][measured]") {
  SECTION("inside") {
    BENCHMARK("not here") {
      SKIP("no clock");
      return 1;
    };
  }
  SECTION("afterwards") {
    CHECK(true);
  }
}
TEST_CASE("only measures", "[.][measured]") {
  BENCHMARK("alone") {
    return 1;
  };
}
