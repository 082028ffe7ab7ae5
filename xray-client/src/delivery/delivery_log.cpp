#include "delivery/delivery_log.hpp"

#include "cloud/answers.hpp"
#include "hash.hpp"
#include "platform/durable_file.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>
#include <utility>

namespace xrep::client {

using nlohmann::json;

namespace {

constexpr const char* kFileName = "delivery.jsonl";

Micros now() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Micros time_of(const json& line) {
  const auto found = line.find("t");
  return found != line.end() && found->is_number_integer() ? found->get<Micros>() : 0;
}

bool flag_at(const json& line, const char* name) {
  const auto found = line.find(name);
  return found != line.end() && found->is_boolean() && found->get<bool>();
}

std::optional<std::uint64_t> digest_at(const json& line, const char* name = "digest") {
  const std::string digits = cloud::text_at(line, name);
  std::uint64_t digest = 0;
  const auto* const end = digits.data() + digits.size();
  const auto parsed = std::from_chars(digits.data(), end, digest, 16);
  return digits.empty() || parsed.ptr != end ? std::nullopt : std::make_optional(digest);
}

void not_sent(EntryReceipt& entry, bool refused, bool left_out, const std::string& why) {
  entry.refused = refused;
  entry.left_out = left_out;
  entry.why = why.empty() ? nullptr : std::make_unique<std::string>(why);
}

void fold_imported(Receipts& receipts, const json& line) {
  for (const auto& item : cloud::list_at(line, "entries")) {
    auto& entry = receipts[cloud::text_at(item, "id")];
    entry.digest = digest_at(item);
    entry.comment = digest_at(item, "comment").value_or(0);
    entry.saved = time_of(line);
    entry.seen = false;
    entry.in_doubt = false;
    not_sent(entry, false, false, {});
  }
}

void fold_saved(Receipts& receipts, const json& line) {
  for (const auto& item : cloud::list_at(line, "entries")) {
    auto& entry = receipts[cloud::text_at(item, "id")];
    entry.key = cloud::text_at(item, "key");
    entry.seen = true;
    entry.refused = false;
  }
}

// What the line says of single entries.
void fold(Receipts& receipts, const json& line) {
  const std::string event = cloud::text_at(line, "e");
  if (event == "intent" && cloud::text_at(line, "op") == "import") {
    for (const auto& id : cloud::texts_of(cloud::list_at(line, "entries"))) {
      receipts[id].in_doubt = true;
    }
  } else if (event == "imported") {
    fold_imported(receipts, line);
  } else if (event == "not_imported") {
    for (const auto& id : cloud::texts_of(cloud::list_at(line, "entries"))) {
      receipts[id].in_doubt = flag_at(line, "in_doubt");
      receipts[id].seen = false;
      receipts[id].digest.reset();
    }
  } else if (event == "refused") {
    not_sent(receipts[cloud::text_at(line, "entry")], true, false, cloud::text_at(line, "why"));
  } else if (event == "left_out") {
    not_sent(receipts[cloud::text_at(line, "entry")], false, true, cloud::text_at(line, "why"));
  } else if (event == "looked_up") {
    for (const auto& id : cloud::texts_of(cloud::list_at(line, "entries"))) {
      receipts[id].looked_up = true;
    }
  } else if (event == "saved") {
    fold_saved(receipts, line);
  }
}

template <class Set>
void add_texts(Set& set, const json& line, const char* member) {
  for (auto& text : cloud::texts_of(cloud::list_at(line, member))) {
    set.insert(std::move(text));
  }
}

// A file is in one of these sets, or unknown.
void move_files(DeliveryState& state, const json& line, std::set<std::string>* to) {
  for (auto& file : cloud::texts_of(cloud::list_at(line, "files"))) {
    state.files_asked.erase(file);
    state.files_sent.erase(file);
    state.files.erase(file);
    if (to != nullptr) {
      to->insert(std::move(file));
    }
  }
}

void fold_files(DeliveryState& state, const json& line) {
  const std::string event = cloud::text_at(line, "e");
  if (event == "intent" && cloud::text_at(line, "op") == "evidence") {
    move_files(state, line, &state.files_asked);
  } else if (event == "files_sent") {
    move_files(state, line, &state.files_sent);
  } else if (event == "files" || event == "imported") {
    // Earlier versions named the files of an import in its receipt.
    move_files(state, line, &state.files);
  } else if (event == "files_missing") {
    move_files(state, line, nullptr);
  }
}

// Of these Tests it is not known whether steps were added.
void fold_extensions(DeliveryState& state, const json& line) {
  const std::string event = cloud::text_at(line, "e");
  if (event == "intent" && cloud::text_at(line, "op") == "extend_steps") {
    add_texts(state.extending, line, "tests");
  } else if (event == "steps_settled") {
    for (const auto& key : cloud::texts_of(cloud::list_at(line, "tests"))) {
      state.extending.erase(key);
    }
  }
}

// What it says of the push as a whole.
void fold(DeliveryState& state, const json& line) {
  const std::string event = cloud::text_at(line, "e");
  if (event == "intent" && cloud::text_at(line, "op") == "create_execution") {
    state.create_intent = time_of(line);
  } else if (event == "execution") {
    state.execution = RemoteExecution{cloud::text_at(line, "id"), cloud::text_at(line, "key"),
                                      cloud::text_at(line, "link")};
    state.created = flag_at(line, "created");
    state.create_intent.reset();
  } else if (event == "not_created") {
    state.create_intent.reset();
  } else if (event == "known_evidence") {
    add_texts(state.known_evidence, line, "ids");
  } else if (event == "group") {
    add_texts(state.group, line, "directories");
    state.label = cloud::text_at(line, "label");
  } else if (event == "joined") {
    state.joined[cloud::text_at(line, "entry")] = cloud::texts_of(cloud::list_at(line, "with"));
  } else if (event == "others") {
    for (const auto& item : cloud::list_at(line, "entries")) {
      state.others[cloud::text_at(item, "id")] = item;
    }
  } else if (event == "steps") {
    add_texts(state.steps_done, line, "done");
  } else if (event == "requirements") {
    state.open_requirements = cloud::number_at(line, "open");
  }
}

/// The lines of one delivery.jsonl that can be read, one at a time.
class Lines {
 public:
  explicit Lines(const std::filesystem::path& path) : file_(path) { next(); }

  bool at_end() const { return !line_.is_object(); }
  const json& line() const { return line_; }

  void next() {
    line_ = nullptr;
    for (std::string text; !line_.is_object() && std::getline(file_, text);) {
      line_ = json::parse(text, nullptr, false);
    }
  }

 private:
  std::ifstream file_;
  json line_;
};

DeliveryState read_all(const std::vector<std::filesystem::path>& files) {
  DeliveryState state;
  std::vector<Lines> logs;
  for (const auto& file : files) {
    logs.emplace_back(file);
  }
  for (;;) {
    const auto first =
        std::min_element(logs.begin(), logs.end(), [](const Lines& a, const Lines& b) {
          return !a.at_end() && (b.at_end() || time_of(a.line()) < time_of(b.line()));
        });
    if (first == logs.end() || first->at_end()) {
      return state;
    }
    fold(state, first->line());
    fold_files(state, first->line());
    fold_extensions(state, first->line());
    fold(state.entries, first->line());
    // The same line stands in the other logs.
    for (auto log = logs.begin(); log != logs.end(); ++log) {
      if (log != first && log->line() == first->line()) {
        log->next();
      }
    }
    first->next();
  }
}

}  // namespace

EntryReceipt& Receipts::operator[](const std::string& id) {
  return by_hash_[hash_of(id)];
}

const EntryReceipt* Receipts::find(const std::string& id) const {
  const auto found = by_hash_.find(hash_of(id));
  return found == by_hash_.end() ? nullptr : &found->second;
}

std::string file_receipt(const std::string& entry_id, const PlannedFile& file) {
  return entry_id + " | " + file.name + " | " + std::to_string(file.size);
}

Expected<DeliveryLog> DeliveryLog::open(const std::vector<std::filesystem::path>& directories) {
  DeliveryLog log;
  std::string key;
  for (const auto& directory : directories) {
    log.files_.push_back(directory / kFileName);
    const auto execution = read_delivery(directory).execution;
    if (execution && !key.empty() && execution->key != key) {
      // Receipts of one execution say nothing about another.
      return fail(Errc::settings, "these runs are in different Test Executions already, " + key +
                                      " and " + execution->key +
                                      "; push those of each by themselves");
    }
    if (execution) {
      key = execution->key;
    }
  }
  log.state_ = read_all(log.files_);
  return log;
}

Expected<void> DeliveryLog::append(json line) {
  line["t"] = now();
  const std::string text = line.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
  for (const auto& file : files_) {
    if (const std::string problem = platform::append_durably(file, text); !problem.empty()) {
      return fail(Errc::local, "cannot write " + file.string() + ": " + problem +
                                   "; free space or mend its permissions, then push again");
    }
  }
  fold(state_, line);
  fold_files(state_, line);
  fold_extensions(state_, line);
  return {};
}

Expected<void> DeliveryLog::append(const json& line, const char* member, std::size_t count,
                                   const std::function<json(std::size_t)>& item) {
  constexpr std::size_t kMost = 1000;
  for (std::size_t first = 0; first < count; first += kMost) {
    json part = line;
    for (std::size_t i = first; i < std::min(count, first + kMost); ++i) {
      part[member].push_back(item(i));
    }
    if (auto noted = append(std::move(part)); !noted) {
      return noted;
    }
  }
  return {};
}

DeliveryState read_delivery(const std::filesystem::path& directory) {
  return read_all({directory / kFileName});
}

}  // namespace xrep::client
