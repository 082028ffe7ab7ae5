#include "delivery/test_steps.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

namespace xrep::client {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using Works = std::vector<std::size_t>;

/// A Test that xrep created and that has only the first ones of the recorded steps.
struct Lacking {
  std::size_t work = 0;
  std::vector<PlannedStep> steps;  ///< those it lacks
};

bool operator==(const Lacking& a, const Lacking& b) {
  return a.work == b.work && a.steps.size() == b.steps.size();
}

using Lack = std::vector<Lacking>;

// Always from a fresh look: another push may have extended the same Tests meanwhile, and what is
// added twice is there twice.
Expected<Lack> look(Delivery& delivery, const Works& works) {
  Lack lack;
  const auto read = read_steps(delivery, works, [&](const SeenSteps& seen) {
    if (!seen.ours || seen.match.kind != StepMatch::Kind::beginning) {
      return;
    }
    const auto& steps = recorded_steps(seen.entry);
    const auto there = static_cast<std::ptrdiff_t>(delivery.work[seen.work].target.step_count);
    lack.push_back({seen.work, {steps.begin() + there, steps.end()}});
  });
  if (!read) {
    return tl::make_unexpected(read.error());
  }
  std::sort(lack.begin(), lack.end(),
            [](const Lacking& a, const Lacking& b) { return a.work < b.work; });
  return lack;
}

// After a request in doubt: it may still be at work, and steps may show late. Missing is believed
// only when reads far enough apart agree.
Expected<Lack> look_patiently(Delivery& delivery, const Works& works) {
  constexpr int kMostReads = 6;
  auto before = look(delivery, works);
  for (int reads = 1; before && !before->empty(); ++reads) {
    if (reads == kMostReads) {
      return fail(Errc::in_doubt, "the steps of Tests keep changing");
    }
    if (!delivery.deadline.wait(delivery.patience.between_reads)) {
      return fail(Errc::out_of_time,
                  "time ran out while looking for steps that may have been added");
    }
    auto now = look(delivery, works);
    if (!now || *now == *before) {
      return now;
    }
    before = std::move(now);
  }
  return before;
}

class Extension {
 public:
  explicit Extension(Delivery& delivery) : delivery_(delivery) {}

  /// Adds what the Tests of these works lack.
  Expected<void> extend(const Works& works) {
    const auto& asked_before = delivery_.log.state().extending;
    bool in_doubt = std::any_of(works.begin(), works.end(), [&](std::size_t i) {
      return asked_before.count(delivery_.work[i].target.key) != 0;
    });
    while (in_doubt || !stopped_) {
      auto lack = in_doubt ? look_patiently(delivery_, works) : look(delivery_, works);
      if (!lack) {
        return tl::make_unexpected(lack.error());
      }
      if (auto noted = note_found(works, *lack); !noted) {
        return noted;
      }
      drop_given_up(*lack);
      if (lack->empty() || stopped_) {
        left_ += lack->size();
        return {};
      }
      // Together they would share one answer, and its doubt.
      auto added = add(*lack, in_doubt ? 1 : Dialect::kMaxAtOnce);
      if (added || added.error().code != Errc::in_doubt) {
        return added;
      }
      in_doubt = true;
    }
    left_ += works.size();
    return {};
  }

  /// Looks whether the Tests have the steps that they were given, which may show late.
  Expected<void> look_at_what_was_added() {
    Works late(asked_.begin(), asked_.end());
    milliseconds waited{0};
    for (milliseconds pause{500}; !late.empty(); pause *= 2) {
      const bool last = waited >= delivery_.patience.between_reads;
      auto still_late = read_added(late, last);
      if (!still_late) {
        return tl::make_unexpected(still_late.error());
      }
      late = std::move(*still_late);
      pause = std::min(pause, delivery_.patience.between_reads - waited);
      if (!late.empty() && !delivery_.deadline.wait(pause)) {
        return fail(Errc::out_of_time, "time ran out while waiting for steps to show in Xray");
      }
      waited += pause;
    }
    return {};
  }

  void tell_what_was_left() {
    if (left_ != 0) {
      delivery_.not_done.push_back("steps were not added to " + std::to_string(left_) +
                                   (left_ == 1 ? " more Test" : " more Tests") +
                                   " either, after that");
    }
  }

 private:
  // A request in doubt whose steps are there is in doubt no longer.
  Expected<void> note_found(const Works& works, const Lack& lack) {
    auto keys = json::array();
    for (const auto i : works) {
      const auto& key = delivery_.work[i].target.key;
      const bool lacks =
          std::any_of(lack.begin(), lack.end(), [&](const Lacking& one) { return one.work == i; });
      if (!lacks && delivery_.log.state().extending.count(key) != 0) {
        keys.push_back(key);
      }
    }
    return note_settled(std::move(keys));
  }

  // Nothing that was asked for these Tests can still come.
  Expected<void> note_settled(json keys) {
    return keys.empty()
               ? Expected<void>()
               : delivery_.log.append({{"e", "steps_settled"}, {"tests", std::move(keys)}});
  }

  void drop_given_up(Lack& lack) {
    constexpr int kMostDoubts = 2;
    for (const auto& one : lack) {
      if (given_up_.count(one.work) == 0 && doubts_[one.work] >= kMostDoubts) {
        give_up(one, doubt_);
      }
    }
    lack.erase(std::remove_if(lack.begin(), lack.end(),
                              [&](const Lacking& one) { return given_up_.count(one.work) != 0; }),
               lack.end());
  }

  void give_up(const Lacking& one, const std::string& why) {
    const auto& work = delivery_.work[one.work];
    asked_.erase(one.work);
    given_up_.insert(one.work);
    delivery_.not_done.push_back(std::to_string(one.steps.size()) +
                                 (one.steps.size() == 1 ? " step was" : " steps were") +
                                 " not added to " + work.target.key + " (" +
                                 load(delivery_.entries, work).identity + "): " + why);
  }

  // So many steps at most in one request, but those of one Test are not torn apart.
  Expected<void> add(const Lack& lack, std::size_t most) {
    Lack together;
    std::size_t steps = 0;
    for (const auto& one : lack) {
      if (!together.empty() && steps + one.steps.size() > most) {
        if (auto added = add_together(std::exchange(together, {})); !added) {
          return added;
        }
        steps = 0;
      }
      steps += one.steps.size();
      together.push_back(one);
    }
    return add_together(together);
  }

  // Results do not wait for steps: only doubt, which asks for another look, and our own log's
  // failure are passed on.
  Expected<void> add_together(const Lack& lack) {
    // A site that takes steps for none of these takes none for the others.
    constexpr int kMostRefusals = 3;
    if (stopped_) {
      left_ += lack.size();
      return {};
    }
    auto sent = send(lack);
    if (sent || sent.error().code == Errc::in_doubt || sent.error().code == Errc::local) {
      return sent;
    }
    if (sent.error().code == Errc::refused && lack.size() > 1) {
      return add(lack, 1);
    }
    for (const auto& one : lack) {
      give_up(one, sent.error().message);
    }
    stopped_ = sent.error().code != Errc::refused || ++refused_in_a_row_ >= kMostRefusals;
    return {};
  }

  Expected<void> send(const Lack& lack) {
    auto keys = json::array();
    for (const auto& one : lack) {
      keys.push_back(delivery_.work[one.work].target.key);
      asked_.insert(one.work);
    }
    if (auto noted =
            delivery_.log.append({{"e", "intent"}, {"op", "extend_steps"}, {"tests", keys}});
        !noted) {
      return noted;
    }
    auto sent = send_steps(lack);
    if (!sent && sent.error().code == Errc::in_doubt) {
      note_doubt(lack, sent.error().message);
      return sent;
    }
    if (sent) {
      refused_in_a_row_ = 0;
      return sent;  // settled when Xray was seen to show them
    }
    auto noted = note_settled(std::move(keys));
    return noted ? sent : noted;
  }

  // More than one request only for a Test that lacks very many.
  Expected<void> send_steps(const Lack& lack) {
    std::vector<NewStep> steps;
    for (const auto& one : lack) {
      for (const auto& step : one.steps) {
        steps.push_back({delivery_.work[one.work].test_id, step});
      }
    }
    for (std::size_t first = 0; first < steps.size(); first += Dialect::kMaxAtOnce) {
      const auto begin = steps.begin() + static_cast<std::ptrdiff_t>(first);
      const auto count = std::min(Dialect::kMaxAtOnce, steps.size() - first);
      auto added = delivery_.dialect.add_steps({begin, begin + static_cast<std::ptrdiff_t>(count)});
      if (!added) {
        return added;
      }
    }
    return {};
  }

  // Each doubt costs a patient look, and the results are waiting.
  void note_doubt(const Lack& lack, const std::string& why) {
    constexpr int kMostDoubts = 4;
    for (const auto& one : lack) {
      ++doubts_[one.work];
    }
    doubt_ = why;
    stopped_ = ++all_doubts_ >= kMostDoubts;
  }

  // The works whose Tests do not show all their steps yet; with `last` that is told.
  Expected<Works> read_added(const Works& works, bool last) {
    Works late;
    auto settled = json::array();
    std::vector<std::string> told;
    const auto read = read_steps(delivery_, works, [&](const SeenSteps& seen) {
      const auto wanted = recorded_steps(seen.entry).size();
      const auto there = delivery_.work[seen.work].target.step_count;
      if (seen.match.kind == StepMatch::Kind::same && there == wanted) {
        settled.push_back(delivery_.work[seen.work].target.key);
        return;
      }
      if (!last) {
        late.push_back(seen.work);
        return;
      }
      SeenSteps other = seen;
      other.match.difference = "it was to get the steps that it lacks, and has " +
                               std::to_string(there) + " instead of " + std::to_string(wanted) +
                               " now; look at it in Xray";
      told.push_back(tell_difference(delivery_, other));
    });
    if (!read) {
      return tl::make_unexpected(read.error());
    }
    if (auto noted = note_settled(std::move(settled)); !noted) {
      return tl::make_unexpected(noted.error());
    }
    if (auto noted = note_told(delivery_, std::move(told)); !noted) {
      return tl::make_unexpected(noted.error());
    }
    return late;
  }

  Delivery& delivery_;
  std::set<std::size_t> asked_;     ///< works whose Tests were given steps, perhaps
  std::set<std::size_t> given_up_;  ///< works whose Tests get none
  std::map<std::size_t, int> doubts_;
  int all_doubts_ = 0;
  std::string doubt_;  ///< the last one
  int refused_in_a_row_ = 0;
  bool stopped_ = false;
  std::size_t left_ = 0;  ///< Tests that were not tried after that
};

}  // namespace

Expected<void> extend_steps(Delivery& delivery, const Works& works) {
  if (works.empty()) {
    return {};
  }
  delivery.progress("adding steps to Tests that xrep created");
  Extension extension(delivery);
  // Few at a time, so that no look is old when what it shows is acted upon.
  for (std::size_t first = 0; first < works.size(); first += Dialect::kMaxAtOnce) {
    const auto begin = works.begin() + static_cast<std::ptrdiff_t>(first);
    const auto count = std::min(Dialect::kMaxAtOnce, works.size() - first);
    if (auto extended = extension.extend({begin, begin + static_cast<std::ptrdiff_t>(count)});
        !extended) {
      return extended;
    }
  }
  extension.tell_what_was_left();
  return extension.look_at_what_was_added();
}

}  // namespace xrep::client
