// Looking for Tests, also for those of which nobody knows whether they were made.

#include "delivery/same_name.hpp"
#include "pair/pairing.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace xrep::client {

namespace {

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace

Expected<TestsByName> find_by_name(Pairing& pairing, const std::vector<std::string>& names) {
  const std::unordered_set<std::string> wanted(names.begin(), names.end());
  TestsByName found;
  auto read = pairing.dialect->each_test(pairing.site, [&](const RemoteTest& test) {
    const auto& name = name_of(test);
    if (wanted.count(name) == 0) {
      return;
    }
    const auto [known, is_new] = found.emplace(name, test);
    if (!is_new && wins(test.kind, test.id, known->second.kind, known->second.id)) {
      known->second = test;
    }
  });
  return read ? Expected<TestsByName>(std::move(found)) : tl::make_unexpected(read.error());
}

// A job may wait before it begins, and the search lags behind it: that nothing is there at all is
// believed later than that the rest is missing.
Expected<TestsByName> find_patiently(Pairing& pairing, const std::vector<std::string>& names,
                                     std::int64_t since) {
  constexpr int kLooksForTheFirst = 6;
  const auto lag = pairing.patience.between_reads;
  const auto enough =
      since +
      std::chrono::duration_cast<std::chrono::microseconds>(kLooksForTheFirst * lag).count();
  for (std::size_t before = names.size() + 1;;) {
    pairing.progress("looking for Tests that may have been created");
    auto found = find_by_name(pairing, names);
    if (!found || found->size() == names.size()) {
      return found;
    }
    const bool quiet = found->size() == before;
    if (quiet && (before != 0 || now() >= enough)) {
      return found;
    }
    before = found->size();
    if (!pairing.deadline.wait(lag)) {
      return fail(Errc::out_of_time, "time ran out while looking for Tests that may exist");
    }
  }
}

Expected<bool> wait_until(Pairing& pairing, const std::function<Expected<bool>()>& shown) {
  const auto longest = 2 * pairing.patience.between_reads;
  std::chrono::milliseconds pause = std::chrono::seconds(1);
  for (std::chrono::milliseconds waited{0};; waited += pause, pause *= 2) {
    auto seen = shown();
    if (!seen || *seen || waited >= longest) {
      return seen;
    }
    pairing.progress("waiting until Xray shows what was created");
    if (!pairing.deadline.wait(pause)) {
      return false;
    }
  }
}

Expected<void> find_ids(Pairing& pairing, const std::vector<std::string>& keys) {
  std::vector<std::string> unknown;
  std::copy_if(keys.begin(), keys.end(), std::back_inserter(unknown),
               [&](const std::string& key) { return pairing.ids.count(key) == 0; });
  if (unknown.empty()) {
    return {};
  }
  if (auto connected = connect(pairing); !connected) {
    return connected;
  }
  const auto tests = pairing.dialect->tests_by_key(pairing.site, unknown);
  if (!tests) {
    return tl::make_unexpected(tests.error());
  }
  for (const auto& test : *tests) {
    pairing.ids[test.key] = test.id;
  }
  return {};
}

}  // namespace xrep::client
