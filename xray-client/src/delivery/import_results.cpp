#include "delivery/delivery.hpp"

#include <algorithm>
#include <utility>

namespace xrep::client {

namespace {

using nlohmann::json;
using Entries = std::vector<std::size_t>;

constexpr std::uint64_t kMaxBatch = 20U << 20;  // bytes; the gateway's limit is about 100 MiB
constexpr std::size_t kMostEntries = 500;       // imports of more than a minute are cut off

cloud::DocumentOptions options_for(const Delivery& delivery, const Work& work) {
  cloud::DocumentOptions options = delivery.documents;
  options.with_evidence = work.inline_evidence;
  options.with_requirements = work.with_requirements;
  return options;
}

Body document_of(const Delivery& delivery, std::size_t i) {
  const auto& work = delivery.work[i];
  return cloud::entry_document(work.entry, work.target, options_for(delivery, work));
}

json ids_of(const Delivery& delivery, const Entries& entries) {
  auto ids = json::array();
  for (const auto i : entries) {
    ids.push_back(delivery.work[i].entry.id);
  }
  return ids;
}

Expected<void> note_success(Delivery& delivery, const Entries& entries) {
  auto done = json::array();
  auto files = json::array();
  for (const auto i : entries) {
    auto& work = delivery.work[i];
    work.state = WorkState::delivered;
    work.why.clear();
    done.push_back({{"id", work.entry.id}, {"digest", work.digest}});
    const auto options = options_for(delivery, work);
    for (const auto& file : work.entry.files) {
      if (options.with_evidence && cloud::is_inline(work.entry, file, work.target, options)) {
        files.push_back(file_receipt(work.entry.id, file));
      }
    }
  }
  return delivery.log.append(
      {{"e", "imported"}, {"entries", std::move(done)}, {"files", std::move(files)}});
}

Expected<void> note_failure(Delivery& delivery, const Entries& entries, const Error& error) {
  for (const auto i : entries) {
    delivery.work[i].why = error.message;
    // Whatever was stored of the request is still there: its files must not go a second time.
    if (error.code == Errc::in_doubt || error.code == Errc::refused) {
      delivery.work[i].inline_evidence = false;
    }
  }
  return delivery.log.append({{"e", "not_imported"},
                              {"entries", ids_of(delivery, entries)},
                              {"why", error.message},
                              {"in_doubt", error.code == Errc::in_doubt}});
}

Expected<void> refuse(Delivery& delivery, std::size_t i, const std::string& why) {
  auto& work = delivery.work[i];
  work.state = WorkState::refused;
  work.why = why;
  return delivery.log.append({{"e", "refused"}, {"entry", work.entry.id}, {"why", why}});
}

Expected<void> send(Delivery& delivery, const Entries& entries) {
  Body tests;
  for (const auto i : entries) {
    if (!tests.empty()) {
      tests.append(",");
    }
    tests.append(document_of(delivery, i));
  }
  if (auto noted = delivery.log.append(
          {{"e", "intent"}, {"op", "import"}, {"entries", ids_of(delivery, entries)}});
      !noted) {
    return noted;
  }
  auto answer =
      delivery.dialect.import(cloud::import_document(delivery.execution.key, nullptr, tests));
  if (!answer) {
    if (auto noted = note_failure(delivery, entries, answer.error()); !noted) {
      return noted;
    }
    return tl::make_unexpected(answer.error());
  }
  if (delivery.execution.link.empty()) {
    delivery.execution.link = *answer;
    if (auto noted = delivery.log.append({{"e", "execution"},
                                          {"key", delivery.execution.key},
                                          {"id", delivery.execution.id},
                                          {"link", *answer},
                                          {"created", delivery.created}});
        !noted) {
      return noted;
    }
  }
  return note_success(delivery, entries);
}

Expected<void> send_settled(Delivery& delivery, const Entries& entries);

// A refused batch may have been stored in part, and its new Tests may exist by now.
Expected<void> halve(Delivery& delivery, const Entries& entries) {
  if (auto found = find_created_tests(delivery, entries); !found) {
    return found;
  }
  const auto middle = entries.begin() + static_cast<std::ptrdiff_t>(entries.size() / 2);
  if (auto left = send_settled(delivery, {entries.begin(), middle}); !left) {
    return left;
  }
  return send_settled(delivery, {middle, entries.end()});
}

// By key an import may be repeated; without the files it changes nothing that is there already.
Expected<void> send_again(Delivery& delivery, const Entries& entries) {
  delivery.progress("looking what arrived of an import");
  if (auto found = find_created_tests(delivery, entries); !found) {
    return found;
  }
  return send(delivery, entries);
}

// A project may have no labels on its screens: they are dropped once and for all, with a word.
bool drops_labels(Delivery& delivery, const Error& error) {
  if (error.code != Errc::refused || !delivery.documents.with_labels ||
      error.message.find("labels") == std::string::npos) {
    return false;
  }
  delivery.documents.with_labels = false;
  delivery.not_done.push_back("labels were not set on new Tests: " + error.message);
  return true;
}

bool carries_files(const Delivery& delivery, const Work& work) {
  const auto options = options_for(delivery, work);
  return options.with_evidence &&
         std::any_of(work.entry.files.begin(), work.entry.files.end(), [&](const auto& file) {
           return cloud::is_inline(work.entry, file, work.target, options);
         });
}

// What goes with a result must not cost it: alone, it is sent without its files, then without its
// requirements, before it counts as refused.
Expected<void> send_bare(Delivery& delivery, std::size_t i, bool had_files, Error error) {
  auto& work = delivery.work[i];
  if (had_files) {
    auto sent = send_again(delivery, {i});
    if (sent || sent.error().code != Errc::refused) {
      return sent;
    }
    error = sent.error();
  }
  if (!work.target.exists && work.with_requirements && !work.entry.requirements.empty()) {
    work.with_requirements = false;
    auto sent = send_again(delivery, {i});
    if (sent) {
      delivery.not_done.push_back("the requirements of " + work.entry.identity +
                                  " were not linked: " + error.message);
    }
    if (sent || sent.error().code != Errc::refused) {
      return sent;
    }
  }
  return refuse(delivery, i, error.message);
}

Expected<void> send_settled(Delivery& delivery, const Entries& entries) {
  const bool had_files =
      entries.size() == 1 && carries_files(delivery, delivery.work[entries.front()]);
  auto sent = send(delivery, entries);
  if (!sent && (sent.error().code == Errc::in_doubt || drops_labels(delivery, sent.error()))) {
    sent = send_again(delivery, entries);
  }
  if (sent || sent.error().code != Errc::refused) {
    return sent;
  }
  if (entries.size() > 1) {
    return halve(delivery, entries);
  }
  return send_bare(delivery, entries.front(), had_files, sent.error());
}

bool has_receipt(const Delivery& delivery, const Work& work) {
  const auto& entries = delivery.log.state().entries;
  const auto receipt = entries.find(work.entry.id);
  return receipt != entries.end() && receipt->second.digest == work.digest;
}

// An earlier push may have left a request unanswered: its files may have arrived.
void settle_doubts_of_earlier_pushes(Delivery& delivery, Entries& to_send, Entries& in_doubt) {
  for (std::size_t i = 0; i < delivery.work.size(); ++i) {
    auto& work = delivery.work[i];
    if (work.state != WorkState::pending) {
      continue;
    }
    if (has_receipt(delivery, work)) {
      work.state = WorkState::delivered;
      continue;
    }
    to_send.push_back(i);
    const auto& entries = delivery.log.state().entries;
    const auto receipt = entries.find(work.entry.id);
    if (receipt == entries.end()) {
      continue;
    }
    work.inline_evidence = false;
    if (receipt->second.in_doubt) {
      in_doubt.push_back(i);
    }
  }
}

}  // namespace

Expected<void> import_results(Delivery& delivery) {
  Entries to_send;
  Entries in_doubt;
  settle_doubts_of_earlier_pushes(delivery, to_send, in_doubt);
  if (auto found = find_created_tests(delivery, in_doubt); !found) {
    return found;
  }
  std::size_t sent = 0;
  while (sent < to_send.size()) {
    Entries batch;
    std::uint64_t size = 0;
    for (std::size_t next = sent; next < to_send.size(); ++next) {
      const std::uint64_t length = document_of(delivery, to_send[next]).size();
      if (!batch.empty() && (size + length > kMaxBatch || batch.size() == kMostEntries)) {
        break;
      }
      batch.push_back(to_send[next]);
      size += length;
    }
    delivery.progress("importing results " + std::to_string(sent + 1) + "-" +
                      std::to_string(sent + batch.size()) + " of " +
                      std::to_string(to_send.size()));
    if (auto done = send_settled(delivery, batch); !done) {
      // One batch that nobody answers must not keep the others from arriving.
      if (done.error().code != Errc::in_doubt) {
        return done;
      }
    }
    sent += batch.size();
  }
  return {};
}

}  // namespace xrep::client
