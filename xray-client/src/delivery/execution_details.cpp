#include "delivery/delivery.hpp"
#include "hash.hpp"

#include <algorithm>

namespace xrep::client {

namespace {

using nlohmann::json;

constexpr const char* kStep = "details";

// Importing a result again replaces its iterations, and files of theirs with them: a result without
// any carries the details.
Work* carrier_among(std::vector<Work>& all) {
  const auto rank = [](const Work& work) {
    const bool fits = work.state == WorkState::delivered && work.target.exists && !work.done;
    return !fits ? 3 : work.has_iterations ? 2 : work.files != 0 ? 1 : 0;
  };
  const auto best = std::min_element(
      all.begin(), all.end(), [&](const Work& a, const Work& b) { return rank(a) < rank(b); });
  return best == all.end() || rank(*best) == 3 ? nullptr : &*best;
}

// The carrier has to be read back like any other result that was imported.
Expected<void> forget_that_it_was_seen(Delivery& delivery, Work& carrier, const std::string& id) {
  if (!carrier.checked) {
    return {};
  }
  carrier.checked = false;
  carrier.sent_digest = carrier.digest;
  return delivery.log.append(
      {{"e", "imported"},
       {"entries", json::array({{{"id", id}, {"digest", hex_of(carrier.digest)}}})}});
}

}  // namespace

Expected<void> send_execution_details(Delivery& delivery) {
  if (!delivery.created || delivery.log.state().steps_done.count(kStep) != 0) {
    return {};
  }
  Work* const carrier = carrier_among(delivery.work);
  if (carrier == nullptr) {
    return {};
  }
  cloud::DocumentOptions options = delivery.documents;
  options.with_evidence = false;
  options.with_custom_fields = options.with_custom_fields && carrier->with_custom_fields;
  cloud::ImportInfo info{
      delivery.planned.revision, delivery.planned.started, delivery.planned.finished, {}};
  if (options.with_people) {
    info.user = delivery.settings.executed_by;
  }
  const Entry entry = load(delivery.entries, *carrier);
  if (auto noted = forget_that_it_was_seen(delivery, *carrier, entry.id); !noted) {
    return noted;
  }
  const auto send = [&] {
    return delivery.dialect.import(cloud::import_document(
        delivery.execution.key, &info, cloud::entry_document(entry, carrier->target, options)));
  };
  auto answer = send();
  if (!answer && answer.error().code == Errc::refused && !info.user.empty()) {
    delivery.not_done.push_back("executed_by was not set on the Test Execution itself: " +
                                answer.error().message);
    info.user.clear();
    answer = send();
  }
  if (!answer && answer.error().code != Errc::refused && answer.error().code != Errc::in_doubt) {
    return tl::make_unexpected(answer.error());
  }
  // Start and end were nobody's wish, and the description tells all three.
  if (!answer && !delivery.planned.revision.empty()) {
    delivery.not_done.push_back(
        "the revision stands in the description of the Test Execution, not "
        "in its field: " +
        answer.error().message);
  }
  return delivery.log.append({{"e", "steps"}, {"done", json::array({kStep})}});
}

Expected<void> send_details_of_new_tests(Delivery& delivery) {
  auto sent = send_execution_details(delivery);
  const bool all_seen = std::all_of(
      delivery.work.begin(), delivery.work.end(),
      [](const Work& work) { return work.state != WorkState::delivered || work.checked; });
  return !sent || all_seen ? sent : read_back(delivery);
}

}  // namespace xrep::client
