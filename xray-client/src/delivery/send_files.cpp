#include "delivery/delivery.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace xrep::client {

namespace {

using nlohmann::json;

constexpr std::uint64_t kMaxRequest = 20U << 20;  // bytes of files that go inside one request

struct PendingFile {
  Work* work = nullptr;
  const PlannedFile* file = nullptr;
  EvidenceUpload upload;
  const std::vector<RemoteEvidence>* there = nullptr;  ///< what the same place has already
};

bool arrived(const Delivery& delivery, const Work& work, const PlannedFile& file) {
  return delivery.log.state().files.count(file_receipt(work.entry.id, file)) != 0;
}

bool is_there(const Delivery& delivery, const PendingFile& pending) {
  return std::any_of(pending.there->begin(), pending.there->end(), [&](const auto& evidence) {
    return evidence.name == pending.file->name && evidence.size == pending.file->size &&
           delivery.log.state().known_evidence.count(evidence.id) == 0;
  });
}

const std::vector<RemoteEvidence>* aim_at_step(EvidenceUpload& upload,
                                               const std::vector<RemoteStep>& steps, int step) {
  if (step < 0 || static_cast<std::size_t>(step) >= steps.size()) {
    return nullptr;
  }
  const auto& remote = steps[static_cast<std::size_t>(step)];
  upload.step_id = remote.id;
  return &remote.evidence;
}

/// Iterations of one entry's run, read when the first file wants them.
using Iterations = std::map<const Work*, std::vector<RemoteIteration>>;

Expected<const std::vector<RemoteIteration>*> iterations_of(Delivery& delivery, const Work& work,
                                                            Iterations& known) {
  const auto found = known.find(&work);
  if (found != known.end()) {
    return &found->second;
  }
  auto read = delivery.dialect.iterations(work.run->test_id, delivery.execution.id);
  if (!read) {
    return tl::make_unexpected(read.error());
  }
  return &known.emplace(&work, std::move(*read)).first->second;
}

// Where the file goes on the site; the run itself when the step or iteration is not there.
Expected<PendingFile> place(Delivery& delivery, Work& work, const PlannedFile& file,
                            Iterations& known) {
  PendingFile pending;
  pending.work = &work;
  pending.file = &file;
  pending.upload.run_id = work.run->id;
  pending.upload.file = &file;
  const auto wanted = cloud::place_of(file, work.entry, work.target);
  if (wanted.iteration >= 0) {
    const auto iterations = iterations_of(delivery, work, known);
    if (!iterations) {
      return tl::make_unexpected(iterations.error());
    }
    if (static_cast<std::size_t>(wanted.iteration) < (*iterations)->size()) {
      const auto& iteration = (**iterations)[static_cast<std::size_t>(wanted.iteration)];
      pending.there = aim_at_step(pending.upload, iteration.steps, std::max(wanted.step, 0));
      pending.upload.iteration_rank = pending.there != nullptr ? iteration.rank : "";
    }
  } else {
    pending.there = aim_at_step(pending.upload, work.run->steps, wanted.step);
  }
  if (pending.there == nullptr) {
    pending.upload.step_id.clear();
    pending.there = &work.run->evidence;
  }
  return pending;
}

json receipts_of(const std::vector<PendingFile>& files) {
  auto receipts = json::array();
  for (const auto& pending : files) {
    receipts.push_back(file_receipt(pending.work->entry.id, *pending.file));
  }
  return receipts;
}

Expected<void> note_arrived(Delivery& delivery, const std::vector<PendingFile>& files) {
  if (files.empty()) {
    return {};
  }
  return delivery.log.append({{"e", "files"}, {"files", receipts_of(files)}});
}

using Refused = std::set<std::string>;

// No by the server, or a copy that is gone: either concerns one file alone.
bool is_about_one_file(const Error& error) {
  return error.code == Errc::refused || error.code == Errc::local;
}

// A file that Xray does not take must not cost the others.
void note_refused(Delivery& delivery, const PendingFile& pending, const std::string& why,
                  Refused& refused) {
  refused.insert(file_receipt(pending.work->entry.id, *pending.file));
  ++pending.work->files_refused;
  delivery.not_done.push_back("the file " + pending.file->name + " of " +
                              pending.work->entry.identity + " was not accepted: " + why);
}

Expected<void> send_group(Delivery& delivery, std::vector<PendingFile>& group, Refused& refused) {
  std::vector<EvidenceUpload> uploads;
  for (auto& pending : group) {
    if (pending.file->size > delivery.documents.max_inline_file) {
      auto id = delivery.dialect.upload(*pending.file);
      if (!id) {
        return tl::make_unexpected(id.error());
      }
      pending.upload.upload_id = std::move(*id);
    }
    uploads.push_back(pending.upload);
  }
  if (auto noted =
          delivery.log.append({{"e", "intent"}, {"op", "evidence"}, {"files", receipts_of(group)}});
      !noted) {
    return noted;
  }
  auto warnings = delivery.dialect.add_evidence(uploads);
  if (!warnings) {
    return tl::make_unexpected(warnings.error());
  }
  std::vector<PendingFile> taken;
  for (std::size_t i = 0; i < group.size(); ++i) {
    const std::string& warning = i < warnings->size() ? (*warnings)[i] : std::string();
    if (warning.empty()) {
      taken.push_back(group[i]);
    } else {
      note_refused(delivery, group[i], warning, refused);
    }
  }
  return note_arrived(delivery, taken);
}

std::uint64_t size_in_request(const Delivery& delivery, const PlannedFile& file) {
  return file.size > delivery.documents.max_inline_file ? 0 : file.size;
}

Expected<void> send_in_groups(Delivery& delivery, const std::vector<PendingFile>& files,
                              std::size_t group_size, Refused& refused) {
  for (std::size_t first = 0; first < files.size();) {
    std::vector<PendingFile> group;
    std::uint64_t size = 0;
    while (first < files.size() && group.size() < group_size) {
      const std::uint64_t length = size_in_request(delivery, *files[first].file);
      if (!group.empty() && size + length > kMaxRequest) {
        break;
      }
      size += length;
      group.push_back(files[first++]);
    }
    delivery.progress("sending files, " + std::to_string(first) + " of " +
                      std::to_string(files.size()));
    auto sent = send_group(delivery, group, refused);
    if (!sent && group_size == 1 && is_about_one_file(sent.error())) {
      note_refused(delivery, group.front(), sent.error().message, refused);
    } else if (!sent) {
      return sent;
    }
  }
  return {};
}

Expected<std::vector<PendingFile>> missing_files(Delivery& delivery, const Refused& refused) {
  std::vector<PendingFile> missing;
  std::vector<PendingFile> found;
  Iterations iterations;
  std::vector<std::pair<Work*, const PlannedFile*>> wanted;
  for (auto& work : delivery.work) {
    for (const auto& file : work.entry.files) {
      if (work.run && !arrived(delivery, work, file) &&
          refused.count(file_receipt(work.entry.id, file)) == 0) {
        wanted.emplace_back(&work, &file);
      }
    }
  }
  for (const auto& [work, file] : wanted) {
    auto pending = place(delivery, *work, *file, iterations);
    if (!pending) {
      return tl::make_unexpected(pending.error());
    }
    (is_there(delivery, *pending) ? found : missing).push_back(*pending);
  }
  if (auto noted = note_arrived(delivery, found); !noted) {
    return tl::make_unexpected(noted.error());
  }
  return missing;
}

}  // namespace

Expected<void> send_files(Delivery& delivery) {
  constexpr int kRounds = 3;
  Refused refused;
  std::size_t group_size = Dialect::kMaxEvidence;
  for (int round = 1;; ++round) {
    const auto missing = missing_files(delivery, refused);
    if (!missing) {
      return tl::make_unexpected(missing.error());
    }
    auto sent = send_in_groups(delivery, *missing, group_size, refused);
    const bool look_again =
        !sent && (is_about_one_file(sent.error()) || sent.error().code == Errc::in_doubt);
    if (!look_again || round == kRounds) {
      return sent;
    }
    if (is_about_one_file(sent.error())) {
      group_size = 1;
    }
    // Part of the group may have arrived, and may show late: only a patient look tells what is
    // still to send.
    if (!delivery.deadline.wait(delivery.patience.between_reads)) {
      return sent;
    }
    if (auto read = refresh_runs(delivery); !read) {
      return read;
    }
  }
}

Expected<void> send_defects(Delivery& delivery) {
  for (const auto& work : delivery.work) {
    if (!work.run || work.entry.defects.empty()) {
      continue;
    }
    for (const auto& key : work.entry.defects) {
      const auto& linked = work.run->defects;
      const std::string step = "defect " + work.entry.id + " " + key;
      if (delivery.log.state().steps_done.count(step) != 0 ||
          std::find(linked.begin(), linked.end(), key) != linked.end()) {
        continue;
      }
      const auto warnings = delivery.dialect.add_defects(work.run->id, {key});
      if (!warnings && warnings.error().code != Errc::refused) {
        return tl::make_unexpected(warnings.error());
      }
      const bool clean = warnings && warnings->empty();
      if (!clean) {
        ++delivery.refused_links;
        delivery.not_done.push_back("the defect " + key + " was not linked to " +
                                    work.entry.identity + ": " +
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
