#include "pair/jobs.hpp"

#include <algorithm>

namespace xrep::client {

namespace {

// Each look counts against the rate limit.
constexpr std::chrono::seconds kFirstPause{2};
constexpr std::chrono::seconds kLongestPause{30};
constexpr int kMostLooks = 60;  // about half an hour

}  // namespace

Expected<void> wait_for_look(const Pairing& pairing, int tries) {
  const auto pause = std::min(kLongestPause, kFirstPause * (1 << std::min(tries, 4)));
  if (tries >= kMostLooks || !pairing.deadline.wait(pause)) {
    return fail(Errc::not_delivered,
                "Xray's job that creates Tests takes longer than half an hour; give the same "
                "command again later, it goes on from there");
  }
  return {};
}

Expected<std::optional<BulkJob>> wait_for_job(Pairing& pairing, const std::string& job) {
  for (int tries = 0;; ++tries) {
    if (auto waited = wait_for_look(pairing, tries); !waited) {
      return tl::make_unexpected(waited.error());
    }
    auto state = pairing.dialect->creation(job);
    if (!state || !*state || (*state)->over) {
      return state;
    }
    pairing.progress("waiting for Xray's job that creates Tests, " + (*state)->status);
  }
}

}  // namespace xrep::client
