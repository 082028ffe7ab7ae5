#include "delivery/delivery.hpp"
#include "delivery/optional_parts.hpp"
#include "hash.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace xrep::client {

namespace {

using nlohmann::json;
using Entries = std::vector<std::size_t>;

constexpr std::uint64_t kMaxBatchText = 4U << 20;  // bytes of a batch that are in memory

cloud::DocumentOptions options_for(const Delivery& delivery, const Work& work) {
  cloud::DocumentOptions options = delivery.documents;
  options.with_evidence = work.inline_evidence;
  options.with_requirements = work.with_requirements;
  options.with_custom_fields = options.with_custom_fields && work.with_custom_fields;
  return options;
}

/// Results that travel together, and what the log has to say of them.
struct Batch {
  Entries works;
  std::vector<std::string> ids;
  std::vector<std::string> files;    ///< receipts of the files inside
  std::vector<std::string> dropped;  ///< of files that go with the iterations it replaces
  std::vector<std::string> links;    ///< steps that its new Tests with their requirements are
  Body tests;
};

struct Document {
  std::string id;
  std::vector<std::string> files;
  std::vector<std::string> dropped;
  std::vector<std::string> links;
  Body body;
};

Document document_of(Delivery& delivery, Work& work) {
  const Entry entry = load(delivery.entries, work);
  const auto options = options_for(delivery, work);
  note_custom_fields(delivery, entry);
  Document document{entry.id, {}, {}, {}, cloud::entry_document(entry, work.target, options)};
  if (!work.target.exists && options.with_requirements) {
    for (const auto& requirement : entry.requirements) {
      document.links.push_back(created_step(entry, requirement));
    }
  }
  remember_comment(delivery, work, entry);
  const auto& known = delivery.log.state();
  for (const auto& file : entry.files) {
    auto receipt = file_receipt(entry.id, file);
    if (cloud::is_inline(entry, file, work.target, options)) {
      document.files.push_back(std::move(receipt));
    } else if (cloud::place_of(file, entry, work.target).iteration >= 0 &&
               known.files.count(receipt) + known.files_sent.count(receipt) != 0) {
      document.dropped.push_back(std::move(receipt));
    }
  }
  return document;
}

void add(Batch& batch, std::size_t work, Document document) {
  batch.tests.append(batch.works.empty() ? "" : ",");
  batch.tests.append(std::move(document.body));
  batch.works.push_back(work);
  batch.ids.push_back(std::move(document.id));
  batch.files.insert(batch.files.end(), document.files.begin(), document.files.end());
  batch.dropped.insert(batch.dropped.end(), document.dropped.begin(), document.dropped.end());
  batch.links.insert(batch.links.end(), document.links.begin(), document.links.end());
}

bool fits(const Delivery& delivery, const Batch& batch, const Body& document) {
  return batch.tests.size() + document.size() <= delivery.max_batch &&
         batch.tests.text_size() + document.text_size() <= kMaxBatchText;
}

Batch batch_of(Delivery& delivery, const Entries& entries) {
  Batch batch;
  for (const auto i : entries) {
    add(batch, i, document_of(delivery, delivery.work[i]));
  }
  return batch;
}

Expected<void> note_files(Delivery& delivery, const json& line,
                          const std::vector<std::string>& files) {
  return delivery.log.append(line, "files", files.size(), [&](std::size_t i) { return files[i]; });
}

// Importing a result again replaces its iterations, and the files on their steps go with them.
Expected<void> note_intent(Delivery& delivery, const Batch& batch) {
  if (auto noted = note_files(delivery, {{"e", "files_missing"}}, batch.dropped); !noted) {
    return noted;
  }
  if (auto noted = note_files(delivery, {{"e", "intent"}, {"op", "evidence"}}, batch.files);
      !noted) {
    return noted;
  }
  return delivery.log.append({{"e", "intent"}, {"op", "import"}}, "entries", batch.ids.size(),
                             [&](std::size_t i) { return batch.ids[i]; });
}

Expected<void> note_success(Delivery& delivery, const Batch& batch) {
  for (const auto i : batch.works) {
    auto& work = delivery.work[i];
    work.state = WorkState::delivered;
    work.sent_digest = work.digest;
    work.checked = false;
    work.why.clear();
  }
  const auto receipt = [&](std::size_t i) {
    return import_receipt(batch.ids[i], delivery.work[batch.works[i]]);
  };
  if (auto noted = note_files(delivery, {{"e", "files_sent"}}, batch.files); !noted) {
    return noted;
  }
  if (auto noted = delivery.log.append({{"e", "steps"}}, "done", batch.links.size(),
                                       [&](std::size_t i) { return batch.links[i]; });
      !noted) {
    return noted;
  }
  return delivery.log.append({{"e", "imported"}}, "entries", batch.ids.size(), receipt);
}

Expected<void> note_failure(Delivery& delivery, const Batch& batch, const Error& error) {
  // What is refused may be stored in part. Whatever was stored of the request is still there: its
  // files must not go a second time, nor its new Tests be created again.
  const bool in_doubt =
      error.code == Errc::in_doubt || (error.code == Errc::refused && !error.too_large);
  for (const auto i : batch.works) {
    auto& work = delivery.work[i];
    work.why = error.message;
    work.sent_digest.reset();
    if (in_doubt) {
      work.inline_evidence = false;
    }
  }
  if (!in_doubt) {
    if (auto noted = note_files(delivery, {{"e", "files_missing"}}, batch.files); !noted) {
      return noted;
    }
  }
  return delivery.log.append(
      {{"e", "not_imported"}, {"why", error.message}, {"in_doubt", in_doubt}}, "entries",
      batch.ids.size(), [&](std::size_t i) { return batch.ids[i]; });
}

Expected<void> refuse(Delivery& delivery, std::size_t i, const std::string& why) {
  auto& work = delivery.work[i];
  work.state = WorkState::refused;
  work.why = why;
  return delivery.log.append(
      {{"e", "refused"}, {"entry", load(delivery.entries, work).id}, {"why", why}});
}

Expected<void> send(Delivery& delivery, Batch batch) {
  if (auto noted = note_intent(delivery, batch); !noted) {
    return noted;
  }
  const auto document =
      cloud::import_document(delivery.execution.key, nullptr, std::move(batch.tests));
  auto answer = delivery.dialect.import(document);
  if (!answer) {
    if (auto noted = note_failure(delivery, batch, answer.error()); !noted) {
      return noted;
    }
    return tl::make_unexpected(answer.error());
  }
  note_taken(delivery);
  // The import tells the site; until then the link may have been made from jira_url.
  if (!answer->empty() && delivery.execution.link != *answer) {
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
  return note_success(delivery, batch);
}

Expected<void> send_settled(Delivery& delivery, const Entries& entries);

Expected<void> send_halves(Delivery& delivery, const Entries& entries) {
  const auto middle = entries.begin() + static_cast<std::ptrdiff_t>(entries.size() / 2);
  if (auto left = send_settled(delivery, {entries.begin(), middle}); !left) {
    return left;
  }
  return send_settled(delivery, {middle, entries.end()});
}

// A refused batch may have been stored in part, and its new Tests may exist by now.
Expected<void> halve(Delivery& delivery, const Entries& entries) {
  if (auto found = find_created_tests(delivery, entries); !found) {
    return found;
  }
  return send_halves(delivery, entries);
}

// A gateway that takes no body of this size takes none of the batches to come either.
void remember_limit(Delivery& delivery, std::uint64_t size) {
  constexpr std::uint64_t kLeast = 64U << 10;
  delivery.max_batch = std::max(kLeast, std::min(delivery.max_batch, size / 2));
}

// By key an import may be repeated; without the files it changes nothing that is there already.
Expected<void> send_again(Delivery& delivery, const Entries& entries) {
  delivery.progress("looking what arrived of an import");
  if (auto found = find_created_tests(delivery, entries); !found) {
    return found;
  }
  return send(delivery, batch_of(delivery, entries));
}

// What goes with a result must not cost it: alone, it is sent without its files, then with less,
// before it counts as refused.
Expected<void> send_bare(Delivery& delivery, std::size_t i, bool had_files, Error error) {
  const auto again = [&] { return send_again(delivery, {i}); };
  if (had_files) {
    auto sent = again();
    if (sent || sent.error().code != Errc::refused) {
      return sent;
    }
    error = sent.error();
  }
  auto sent = send_with_less(delivery, i, error, again);
  if (sent || sent.error().code != Errc::refused) {
    return sent;
  }
  return refuse(delivery, i, error.message);
}

// `batch` holds the documents of `entries`.
Expected<void> send_settled(Delivery& delivery, const Entries& entries, Batch batch) {
  const bool had_files = entries.size() == 1 && !batch.files.empty();
  const std::uint64_t size = batch.tests.size();
  auto sent = send(delivery, std::move(batch));
  if (!sent && sent.error().too_large) {
    remember_limit(delivery, size);
    if (entries.size() > 1) {
      return send_halves(delivery, entries);
    }
    // Its files can go by themselves.
    delivery.work[entries.front()].inline_evidence = false;
  }
  if (!sent && (sent.error().code == Errc::in_doubt || drops_labels(delivery, sent.error()))) {
    sent = send_again(delivery, entries);
  }
  if (!sent && sent.error().code == Errc::refused && entries.size() > 1 &&
      people_may_be_wrong(delivery)) {
    sent = send_without_people(delivery, Error(sent.error()),
                               [&] { return send_again(delivery, entries); });
  }
  if (sent || sent.error().code != Errc::refused) {
    return sent;
  }
  if (entries.size() > 1) {
    return halve(delivery, entries);
  }
  return send_bare(delivery, entries.front(), had_files, sent.error());
}

Expected<void> send_settled(Delivery& delivery, const Entries& entries) {
  return send_settled(delivery, entries, batch_of(delivery, entries));
}

// An earlier push may have left a request unanswered: its files may have arrived.
void settle_doubts_of_earlier_pushes(Delivery& delivery, Entries& to_send, Entries& in_doubt) {
  for (std::size_t i = 0; i < delivery.work.size(); ++i) {
    auto& work = delivery.work[i];
    if (work.state != WorkState::pending) {
      continue;
    }
    if (work.sent_digest == work.digest) {
      work.state = WorkState::delivered;
      continue;
    }
    to_send.push_back(i);
    if (work.sent_before) {
      work.inline_evidence = false;
    }
    if (work.in_doubt) {
      in_doubt.push_back(i);
    }
  }
}

/// How many results go into one import. Imports of more than a minute are cut off by gateways, and
/// how fast a site is, only its answers tell.
class BatchSize {
 public:
  std::size_t now() const { return now_; }

  void learn(std::size_t sent, std::chrono::steady_clock::duration took) {
    constexpr std::size_t kLeast = 50;
    constexpr std::size_t kMost = 16'000;
    if (took > kSlow) {
      now_ = std::max(kLeast, now_ / 2);
    } else if (took < kFast && sent == now_) {
      now_ = std::min(kMost, now_ * 2);
    }
  }

 private:
  static constexpr std::chrono::seconds kFast{5};
  static constexpr std::chrono::seconds kSlow{20};
  std::size_t now_ = 500;
};

}  // namespace

namespace {

Expected<void> import_in_batches(Delivery& delivery, const Entries& to_send, BatchSize& size,
                                 std::size_t done, std::size_t all) {
  Batch batch;
  const auto flush = [&]() -> Expected<void> {
    delivery.progress("importing results " + std::to_string(done + 1) + "-" +
                      std::to_string(done + batch.works.size()) + " of " + std::to_string(all));
    const Entries entries = batch.works;
    const auto began = std::chrono::steady_clock::now();
    auto sent = send_settled(delivery, entries, std::exchange(batch, {}));
    size.learn(entries.size(), std::chrono::steady_clock::now() - began);
    done += entries.size();
    // One batch that nobody answers must not keep the others from arriving.
    return sent || sent.error().code == Errc::in_doubt ? Expected<void>() : sent;
  };
  for (const auto i : to_send) {
    auto document = document_of(delivery, delivery.work[i]);
    if (!batch.works.empty() &&
        (batch.works.size() >= size.now() || !fits(delivery, batch, document.body))) {
      if (auto sent = flush(); !sent) {
        return sent;
      }
    }
    add(batch, i, std::move(document));
  }
  return batch.works.empty() ? Expected<void>() : flush();
}

}  // namespace

Expected<void> import_results(Delivery& delivery) {
  Entries to_send;
  Entries in_doubt;
  settle_doubts_of_earlier_pushes(delivery, to_send, in_doubt);
  if (auto found = find_created_tests(delivery, in_doubt); !found) {
    return found;
  }
  BatchSize size;
  for (std::size_t done = 0; done < to_send.size();) {
    // What others do meanwhile is seen only when it is read right before.
    const std::size_t count =
        delivery.created ? to_send.size() : std::min(size.now(), to_send.size() - done);
    const auto begin = to_send.begin() + static_cast<std::ptrdiff_t>(done);
    Entries part(begin, begin + static_cast<std::ptrdiff_t>(count));
    if (auto looked = look_at_others(delivery, part); !looked) {
      return looked;
    }
    if (auto amended = amend_runs(delivery, part); !amended) {
      return amended;
    }
    if (auto sent = import_in_batches(delivery, part, size, done, to_send.size()); !sent) {
      return sent;
    }
    done += count;
  }
  return {};
}

}  // namespace xrep::client
