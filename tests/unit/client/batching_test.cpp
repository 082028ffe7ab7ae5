#include "cloud/batching.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

namespace xrep::client::cloud {
namespace {

using nlohmann::json;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Le;
using testing::SizeIs;

constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

std::vector<std::size_t> numbers(std::size_t count) {
  std::vector<std::size_t> all(count);
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

/// A list on a site that limits the pages of one request, and how long each may be.
struct Listed {
  std::size_t items = 0;
  std::size_t page = 100;               ///< what a page holds at most
  std::size_t at_once = 25;             ///< more pages in one request are refused
  std::size_t claims = kNoLimit;        ///< the total that it tells; unless given, the right one
  std::vector<std::size_t> asked = {};  ///< how many pages each request asked for

  json page_from(std::size_t start) const {
    auto results = json::array();
    for (std::size_t i = start; i < std::min(items, start + page); ++i) {
      results.push_back(i);
    }
    return {{"total", claims == kNoLimit ? items : claims}, {"results", results}};
  }

  Expected<json> read(const std::vector<std::size_t>& starts) {
    asked.push_back(starts.size());
    if (asked.size() > 1000) {
      return fail(Errc::local, "asked for ever");
    }
    if (starts.size() > at_once) {
      return fail(Errc::refused, "too many resolvers");
    }
    json answer;
    for (std::size_t i = 0; i < starts.size(); ++i) {
      answer["p" + std::to_string(i)] = page_from(starts[i]);
    }
    return answer;
  }

  /// The items in the order in which they are visited.
  std::vector<std::size_t> visited(std::size_t expected, Batching& batching) {
    std::vector<std::size_t> seen;
    const auto done = batching.each_page(
        expected, [&](const auto& starts) { return read(starts); },
        [&](const json& item) { seen.push_back(item.get<std::size_t>()); });
    EXPECT_TRUE(done) << done.error().message;
    return seen;
  }

  std::vector<std::size_t> visited(std::size_t expected) {
    Batching batching;
    return visited(expected, batching);
  }
};

TEST(BatchedPages, ComeManyInOneRequest) {
  Listed list{2500};
  EXPECT_EQ(list.visited(2500), numbers(2500));
  EXPECT_THAT(list.asked, ElementsAre(25));
}

TEST(BatchedPages, GoOnInFurtherRequestsWhereOneIsFull) {
  Listed list{5230};
  EXPECT_EQ(list.visited(5230), numbers(5230));
  EXPECT_THAT(list.asked, ElementsAre(25, 25, 3));
}

TEST(BatchedPages, OfAListLongerThanExpectedAreReadToItsEnd) {
  Listed list{1234};
  EXPECT_EQ(list.visited(120), numbers(1234));
  EXPECT_THAT(list.asked, ElementsAre(2, 11));
}

TEST(BatchedPages, OfAListOfUnknownLengthAreReadToItsEnd) {
  Listed list{250};
  EXPECT_EQ(list.visited(0), numbers(250));
  EXPECT_THAT(list.asked, ElementsAre(1, 2));
}

TEST(BatchedPages, OfAListShorterThanExpectedEndWithIt) {
  Listed list{150};
  EXPECT_EQ(list.visited(2000), numbers(150));
  EXPECT_THAT(list.asked, ElementsAre(20));
}

TEST(BatchedPages, OfAnEmptyListTakeOneRequest) {
  Listed list{0};
  EXPECT_THAT(list.visited(0), IsEmpty());
  EXPECT_THAT(list.asked, ElementsAre(1));
}

TEST(BatchedPages, ThatTheServerCutsShortLoseAndRepeatNothing) {
  for (const std::size_t page : {1U, 30U, 50U, 99U}) {
    Listed list{320, page};
    EXPECT_EQ(list.visited(320), numbers(320)) << page;
  }
}

TEST(BatchedPages, EndWithAnEmptyOneWhateverTheTotalSays) {
  Listed list{200};
  list.claims = 500;
  EXPECT_EQ(list.visited(500), numbers(200));
  EXPECT_THAT(list.asked, ElementsAre(5));
  Listed cut{120, 30};
  cut.claims = 500;
  EXPECT_EQ(cut.visited(500), numbers(120));
}

TEST(BatchedPages, EndWithTheListThatShrinksMeanwhile) {
  Listed list{700};
  list.at_once = 2;
  std::vector<std::size_t> seen;
  Batching batching;
  ASSERT_TRUE(batching.each_page(
      700,
      [&](const auto& starts) {
        list.items = list.asked.size() > 4 ? 320 : 700;
        return list.read(starts);
      },
      [&](const json& item) { seen.push_back(item.get<std::size_t>()); }));
  EXPECT_EQ(seen, numbers(320));
}

TEST(BatchedPages, AreHalvedWhenTheyAreRefused) {
  Listed list{2500};
  list.at_once = 5;
  EXPECT_EQ(list.visited(2500), numbers(2500));
  EXPECT_THAT(list.asked, ElementsAre(25, 12, 6, 3, 3, 3, 3, 3, 3, 3, 3, 1));
}

TEST(BatchedPages, KeepToWhatWasLearntAboutTheSite) {
  Batching batching;
  Listed list{2500};
  list.at_once = 8;
  EXPECT_EQ(list.visited(2500, batching), numbers(2500));
  list.asked.clear();
  EXPECT_EQ(list.visited(2500, batching), numbers(2500));
  EXPECT_THAT(list.asked, SizeIs(5));
  EXPECT_THAT(list.asked, Each(Le(6U)));
  std::vector<std::size_t> counts;
  ASSERT_TRUE(batching.each(20, [&](std::size_t, std::size_t count) -> Expected<void> {
    counts.push_back(count);
    return {};
  }));
  EXPECT_THAT(counts, ElementsAre(6, 6, 6, 2));
}

TEST(BatchedPages, GiveTheErrorWhenASingleOneIsRefused) {
  Listed list{2500};
  list.at_once = 0;
  Batching batching;
  const auto done = batching.each_page(
      2500, [&](const auto& starts) { return list.read(starts); },
      [](const json&) { ADD_FAILURE() << "nothing was given"; });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::refused);
  EXPECT_EQ(done.error().message, "too many resolvers");
  EXPECT_THAT(list.asked, ElementsAre(25, 12, 6, 3, 1));
}

TEST(BatchedPages, AreNotRepeatedAfterOtherErrors) {
  for (const auto code :
       {Errc::not_delivered, Errc::in_doubt, Errc::settings, Errc::local, Errc::out_of_time}) {
    Batching batching;
    int requests = 0;
    const auto done = batching.each_page(
        2500,
        [&](const auto&) -> Expected<json> {
          ++requests;
          return fail(code, "gone");
        },
        [](const json&) { ADD_FAILURE() << "nothing was given"; });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, code);
    EXPECT_EQ(done.error().message, "gone");
    EXPECT_EQ(requests, 1);
  }
}

TEST(BatchedPages, KeepWhatWasVisitedBeforeAnError) {
  Listed list{5000};
  std::vector<std::size_t> seen;
  Batching batching;
  const auto done = batching.each_page(
      5000,
      [&](const auto& starts) -> Expected<json> {
        return list.asked.empty() ? list.read(starts) : fail(Errc::not_delivered, "gone");
      },
      [&](const json& item) { seen.push_back(item.get<std::size_t>()); });
  EXPECT_FALSE(done);
  EXPECT_EQ(seen, numbers(2500));
}

/// Things of which a site takes `at_once` in one call.
struct Taken {
  std::size_t at_once = 25;
  std::vector<std::size_t> done = {};
  std::vector<std::size_t> counts = {};

  Expected<void> take(std::size_t first, std::size_t count) {
    counts.push_back(count);
    if (count > at_once) {
      return fail(Errc::refused, "too many resolvers");
    }
    for (std::size_t i = first; i < first + count; ++i) {
      done.push_back(i);
    }
    return {};
  }
};

TEST(BatchedThings, AreEachAskedForOnceInOrder) {
  Taken taken;
  ASSERT_TRUE(
      Batching().each(60, [&](auto first, auto count) { return taken.take(first, count); }));
  EXPECT_EQ(taken.done, numbers(60));
  EXPECT_THAT(taken.counts, ElementsAre(25, 25, 10));
}

TEST(BatchedThings, AreNotAskedForWhenThereAreNone) {
  Taken taken;
  ASSERT_TRUE(Batching().each(0, [&](auto first, auto count) { return taken.take(first, count); }));
  EXPECT_THAT(taken.counts, IsEmpty());
}

TEST(BatchedThings, AreHalvedWhenTheyAreRefusedAndStaySo) {
  Taken taken;
  taken.at_once = 7;
  Batching batching;
  const auto take = [&](auto first, auto count) { return taken.take(first, count); };
  ASSERT_TRUE(batching.each(20, take));
  EXPECT_EQ(taken.done, numbers(20));
  EXPECT_THAT(taken.counts, ElementsAre(20, 10, 5, 5, 5, 5));
  taken = Taken{7};
  ASSERT_TRUE(batching.each(20, take));
  EXPECT_THAT(taken.counts, ElementsAre(5, 5, 5, 5));
}

TEST(BatchedThings, GiveTheErrorOfTheOneThatIsRefusedByItself) {
  std::vector<std::size_t> done;
  const auto result = Batching().each(30, [&](auto first, auto count) -> Expected<void> {
    if (first <= 11 && 11 < first + count) {
      return fail(Errc::refused, "the eleventh is bad");
    }
    for (std::size_t i = first; i < first + count; ++i) {
      done.push_back(i);
    }
    return {};
  });
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "the eleventh is bad");
  EXPECT_EQ(done, numbers(11));
}

TEST(BatchedThings, AreNotRepeatedAfterOtherErrors) {
  int calls = 0;
  const auto result = Batching().each(30, [&](auto, auto) -> Expected<void> {
    ++calls;
    return fail(Errc::in_doubt, "no answer");
  });
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Errc::in_doubt);
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace xrep::client::cloud
