#include "delivery/delivery.hpp"
#include "delivery/pending_file.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace xrep::client {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;

constexpr std::uint64_t kMaxRequest = 20U << 20;  // bytes of files that go inside one request

/// What stays the same from one round to the next.
struct Sending {
  Delivery& delivery;
  std::set<std::string> refused;  ///< receipts of files that Xray does not take
  std::set<Work*> touched;        ///< works that got files by requests of their own
  std::size_t group_size = Dialect::kMaxAtOnce;
  std::size_t sent = 0;
  bool waited_for_places = false;
};

json receipts_of(const std::vector<PendingFile>& files) {
  auto receipts = json::array();
  for (const auto& pending : files) {
    receipts.push_back(pending.receipt);
  }
  return receipts;
}

// `event` is one of files_sent, files and files_missing.
Expected<void> note(Delivery& delivery, const char* event, const std::vector<PendingFile>& files) {
  if (files.empty()) {
    return {};
  }
  return delivery.log.append({{"e", event}, {"files", receipts_of(files)}});
}

bool was_sent(const DeliveryState& state, const std::string& receipt) {
  return state.files_sent.count(receipt) + state.files.count(receipt) != 0;
}

// No by the server, or a copy that is gone: either concerns one file alone.
bool is_about_one_file(const Error& error) {
  return error.code == Errc::refused || error.code == Errc::local;
}

// A file that Xray does not take must not cost the others.
void note_refused(Sending& sending, const PendingFile& pending, const std::string& why) {
  sending.refused.insert(pending.receipt);
  ++pending.work->files_refused;
  sending.delivery.not_done.push_back("the file " + pending.file.name + " of " + pending.test +
                                      " was not accepted: " + why);
}

Expected<void> send_group(Sending& sending, std::vector<PendingFile>& group) {
  Delivery& delivery = sending.delivery;
  std::vector<EvidenceUpload> uploads;
  for (auto& pending : group) {
    if (pending.file.size > delivery.documents.max_inline_file) {
      auto id = delivery.dialect.upload(pending.file);
      if (!id) {
        return tl::make_unexpected(id.error());
      }
      pending.upload.upload_id = std::move(*id);
    }
    uploads.push_back(pending.upload);
    uploads.back().file = &pending.file;
  }
  if (auto noted =
          delivery.log.append({{"e", "intent"}, {"op", "evidence"}, {"files", receipts_of(group)}});
      !noted) {
    return noted;
  }
  auto warnings = delivery.dialect.add_evidence(uploads);
  if (!warnings) {
    const Error error = warnings.error();
    const auto noted =
        error.code == Errc::in_doubt ? Expected<void>() : note(delivery, "files_missing", group);
    return noted ? tl::make_unexpected(error) : noted;
  }
  std::vector<PendingFile> taken;
  std::vector<PendingFile> turned_away;
  for (std::size_t i = 0; i < group.size(); ++i) {
    const std::string& warning = i < warnings->size() ? (*warnings)[i] : std::string();
    if (warning.empty()) {
      sending.touched.insert(group[i].work);
      taken.push_back(std::move(group[i]));
    } else {
      note_refused(sending, group[i], warning);
      turned_away.push_back(std::move(group[i]));
    }
  }
  const auto noted = note(delivery, "files_missing", turned_away);
  return noted ? note(delivery, "files_sent", taken) : noted;
}

std::uint64_t size_in_request(const Delivery& delivery, const PlannedFile& file) {
  return file.size > delivery.documents.max_inline_file ? 0 : file.size;
}

Expected<void> send_in_groups(Sending& sending, std::vector<PendingFile> files) {
  for (std::size_t first = 0; first < files.size();) {
    std::vector<PendingFile> group;
    std::uint64_t size = 0;
    while (first < files.size() && group.size() < sending.group_size) {
      const std::uint64_t length = size_in_request(sending.delivery, files[first].file);
      if (!group.empty() && size + length > kMaxRequest) {
        break;
      }
      size += length;
      group.push_back(std::move(files[first++]));
    }
    sending.sent += group.size();
    sending.delivery.progress("sending files, " + std::to_string(sending.sent));
    const bool alone = sending.group_size == 1;
    auto sent = send_group(sending, group);
    if (!sent && alone && is_about_one_file(sent.error())) {
      note_refused(sending, group.front(), sent.error().message);
    } else if (!sent) {
      return sent;
    }
  }
  return {};
}

using Works = std::vector<Work*>;

Expected<std::vector<PendingFile>> missing_files(Sending& sending, const Works& works) {
  Delivery& delivery = sending.delivery;
  const auto& state = delivery.log.state();
  std::vector<PendingFile> missing;
  std::vector<PendingFile> found;
  Iterations iterations;
  for (Work* const work : works) {
    const Entry entry = load(delivery.entries, *work);
    for (const auto& file : entry.files) {
      PendingFile pending{work, entry.identity, file_receipt(entry.id, file), file, {}, false};
      if (was_sent(state, pending.receipt) || sending.refused.count(pending.receipt) != 0) {
        continue;
      }
      if (auto placed = place(delivery, pending, entry, iterations); !placed) {
        return tl::make_unexpected(placed.error());
      }
      (pending.is_there ? found : missing).push_back(std::move(pending));
    }
  }
  if (auto noted = note(delivery, "files", found); !noted) {
    return tl::make_unexpected(noted.error());
  }
  return missing;
}

bool has_no_place(const std::vector<PendingFile>& files) {
  return std::any_of(files.begin(), files.end(),
                     [](const PendingFile& pending) { return pending.has_no_place; });
}

// As late as missing is believed.
Expected<void> wait_and_refresh(Delivery& delivery) {
  if (!delivery.deadline.wait(delivery.patience.between_reads)) {
    return fail(Errc::out_of_time, "time ran out while waiting for what Xray does not show yet");
  }
  return refresh_runs(delivery);
}

// One after the other for a while, then those that are still missing after a patient look.
Expected<void> send_files_of(Sending& sending, const Works& works) {
  constexpr int kRounds = 3;
  Delivery& delivery = sending.delivery;
  for (int round = 1;; ++round) {
    auto missing = missing_files(sending, works);
    if (!missing) {
      return tl::make_unexpected(missing.error());
    }
    if (has_no_place(*missing) && !std::exchange(sending.waited_for_places, true)) {
      if (auto read = wait_and_refresh(delivery); !read) {
        return read;
      }
      missing = missing_files(sending, works);
      if (!missing) {
        return tl::make_unexpected(missing.error());
      }
    }
    auto sent = send_in_groups(sending, std::move(*missing));
    const bool look_again =
        !sent && (is_about_one_file(sent.error()) || sent.error().code == Errc::in_doubt);
    if (!look_again || round == kRounds) {
      return sent;
    }
    if (is_about_one_file(sent.error())) {
      sending.group_size = 1;
    }
    // Part of the group may have arrived, and may show late: only a patient look tells what is
    // still to send.
    if (auto read = wait_and_refresh(delivery); !read) {
      return read.error().code == Errc::out_of_time ? sent : read;
    }
  }
}

// When time runs out, what is missing should be what nobody looks for. A refused result keeps its
// files: where they belong is not there yet.
Works works_with_files(Delivery& delivery) {
  Works works;
  for (const auto i : in_order_of_interest(delivery.work)) {
    auto& work = delivery.work[i];
    if (work.state == WorkState::delivered && work.run && work.files != 0) {
      works.push_back(&work);
    }
  }
  return works;
}

Expected<void> send_all(Sending& sending, const Works& works) {
  // So many at a time, so that memory holds the names of these files only.
  constexpr std::size_t kAtOnce = 1000;
  Works part;
  std::size_t files = 0;
  for (std::size_t i = 0; i < works.size(); ++i) {
    part.push_back(works[i]);
    files += works[i]->files;
    if (files >= kAtOnce || i + 1 == works.size()) {
      if (auto sent = send_files_of(sending, std::exchange(part, {})); !sent) {
        return sent;
      }
      files = 0;
    }
  }
  return {};
}

// The files that went out and that Xray does not show.
Expected<std::vector<PendingFile>> lost_files(Sending& sending) {
  Delivery& delivery = sending.delivery;
  if (auto read = refresh_runs(delivery); !read) {
    return tl::make_unexpected(read.error());
  }
  const auto& state = delivery.log.state();
  std::vector<PendingFile> lost;
  std::vector<PendingFile> shown;
  Iterations iterations;
  for (Work* const work : sending.touched) {
    const Entry entry = load(delivery.entries, *work);
    for (const auto& file : entry.files) {
      PendingFile pending{work, entry.identity, file_receipt(entry.id, file), file, {}, false};
      if (state.files_sent.count(pending.receipt) == 0) {
        continue;
      }
      if (auto placed = place(delivery, pending, entry, iterations); !placed) {
        return tl::make_unexpected(placed.error());
      }
      (pending.is_there ? shown : lost).push_back(std::move(pending));
    }
  }
  if (auto noted = note(delivery, "files", shown); !noted) {
    return tl::make_unexpected(noted.error());
  }
  return lost;
}

// Missing is believed only when reads far enough apart agree.
Expected<std::vector<PendingFile>> lost_files_patiently(Sending& sending) {
  Delivery& delivery = sending.delivery;
  milliseconds waited{0};
  for (milliseconds pause{500};; pause *= 2) {
    auto lost = lost_files(sending);
    if (!lost || lost->empty() || waited >= delivery.patience.between_reads) {
      return lost;
    }
    pause = std::min(pause, delivery.patience.between_reads - waited);
    if (!delivery.deadline.wait(pause)) {
      return fail(Errc::out_of_time, "time ran out while waiting for files to show in Xray");
    }
    waited += pause;
  }
}

// Files in requests that nobody answered may still come in, and those that Xray took have yet to be
// seen, whichever push sent them.
Expected<void> settle_earlier_requests(Sending& sending, const Works& works) {
  Delivery& delivery = sending.delivery;
  const auto& state = delivery.log.state();
  if (state.files_sent.empty() && state.files_asked.empty()) {
    return {};
  }
  bool in_doubt = false;
  for (Work* const work : works) {
    const Entry entry = load(delivery.entries, *work);
    for (const auto& file : entry.files) {
      const auto receipt = file_receipt(entry.id, file);
      in_doubt = in_doubt || state.files_asked.count(receipt) != 0;
      if (state.files_sent.count(receipt) != 0) {
        sending.touched.insert(work);
      }
    }
  }
  return in_doubt ? wait_and_refresh(delivery) : Expected<void>();
}

}  // namespace

Expected<void> send_files(Delivery& delivery) {
  Sending sending{delivery, {}, {}};
  const Works works = works_with_files(delivery);
  if (auto settled = settle_earlier_requests(sending, works); !settled) {
    return settled;
  }
  for (const bool last : {false, true}) {
    if (auto sent = send_all(sending, works); !sent) {
      return sent;
    }
    if (sending.touched.empty()) {
      return {};
    }
    const auto lost = lost_files_patiently(sending);
    if (!lost) {
      return tl::make_unexpected(lost.error());
    }
    if (lost->empty()) {
      return {};
    }
    if (auto noted = note(delivery, "files_missing", *lost); !noted) {
      return noted;
    }
    for (const auto& pending : *lost) {
      if (last) {
        note_refused(sending, pending, "Xray took it twice and does not show it");
      }
    }
  }
  return {};
}

Expected<void> send_defects(Delivery& delivery) {
  for (const auto& work : delivery.work) {
    if (!work.run || !work.has_defects) {
      continue;
    }
    const Entry entry = load(delivery.entries, work);
    for (const auto& key : entry.defects) {
      const auto& linked = work.run->defects;
      const std::string step = defect_step(entry, key);
      if (delivery.log.state().steps_done.count(step) != 0) {
        continue;
      }
      const bool there = std::find(linked.begin(), linked.end(), key) != linked.end();
      const auto warnings = there ? Expected<std::vector<std::string>>()
                                  : delivery.dialect.add_defects(work.run->id, {key});
      if (!warnings && warnings.error().code != Errc::refused) {
        return tl::make_unexpected(warnings.error());
      }
      const bool clean = warnings && warnings->empty();
      if (!clean) {
        ++delivery.refused_links;
        delivery.not_done.push_back("the defect " + key + " was not linked to " + entry.identity +
                                    ": " +
                                    (warnings ? warnings->front() : warnings.error().message));
        continue;
      }
      if (auto noted = delivery.log.append({{"e", "steps"}, {"done", json::array({step})}});
          !noted) {
        return noted;
      }
    }
  }
  return {};
}

}  // namespace xrep::client
