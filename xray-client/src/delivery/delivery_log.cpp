#include "delivery/delivery_log.hpp"

#include "cloud/answers.hpp"
#include "platform/durable_file.hpp"

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

void fold_intent(DeliveryState& state, const json& line) {
  const std::string op = cloud::text_at(line, "op");
  if (op == "create_execution") {
    state.create_intent = time_of(line);
  } else if (op == "import") {
    for (const auto& id : cloud::texts_of(cloud::list_at(line, "entries"))) {
      state.entries[id].in_doubt = true;
    }
  }
}

void fold_imported(DeliveryState& state, const json& line) {
  for (const auto& item : cloud::list_at(line, "entries")) {
    auto& entry = state.entries[cloud::text_at(item, "id")];
    entry.digest = cloud::text_at(item, "digest");
    entry.saved = time_of(line);
    entry.in_doubt = false;
    entry.refused.clear();
    entry.left_out.clear();
  }
  for (auto& file : cloud::texts_of(cloud::list_at(line, "files"))) {
    state.files.insert(std::move(file));
  }
}

void fold_not_imported(DeliveryState& state, const json& line) {
  for (const auto& id : cloud::texts_of(cloud::list_at(line, "entries"))) {
    auto& entry = state.entries[id];
    entry.in_doubt = flag_at(line, "in_doubt");
    entry.digest.clear();
  }
}

void fold(DeliveryState& state, const json& line) {
  const std::string event = cloud::text_at(line, "e");
  if (event == "intent") {
    fold_intent(state, line);
  } else if (event == "execution") {
    state.execution = RemoteExecution{cloud::text_at(line, "id"), cloud::text_at(line, "key"),
                                      cloud::text_at(line, "link")};
    state.created = flag_at(line, "created");
    state.create_intent.reset();
  } else if (event == "not_created") {
    state.create_intent.reset();
  } else if (event == "known_evidence") {
    for (auto& id : cloud::texts_of(cloud::list_at(line, "ids"))) {
      state.known_evidence.insert(std::move(id));
    }
  } else if (event == "imported") {
    fold_imported(state, line);
  } else if (event == "not_imported") {
    fold_not_imported(state, line);
  } else if (event == "refused") {
    state.entries[cloud::text_at(line, "entry")].refused = cloud::text_at(line, "why");
  } else if (event == "left_out") {
    state.entries[cloud::text_at(line, "entry")].left_out = cloud::text_at(line, "why");
  } else if (event == "group") {
    for (auto& directory : cloud::texts_of(cloud::list_at(line, "directories"))) {
      state.group.insert(std::move(directory));
    }
    state.label = cloud::text_at(line, "label");
  } else if (event == "saved") {
    for (const auto& item : cloud::list_at(line, "entries")) {
      auto& entry = state.entries[cloud::text_at(item, "id")];
      entry.key = cloud::text_at(item, "key");
      entry.run_id = cloud::text_at(item, "run");
    }
  } else if (event == "files") {
    for (auto& file : cloud::texts_of(cloud::list_at(line, "files"))) {
      state.files.insert(std::move(file));
    }
  } else if (event == "steps") {
    for (auto& done : cloud::texts_of(cloud::list_at(line, "done"))) {
      state.steps_done.insert(std::move(done));
    }
  }
}

void read_into(DeliveryState& state, const std::filesystem::path& path) {
  std::ifstream file(path);
  for (std::string text; std::getline(file, text);) {
    const json line = json::parse(text, nullptr, false);
    if (line.is_object()) {
      fold(state, line);
    }
  }
}

}  // namespace

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
    read_into(log.state_, log.files_.back());
  }
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
  return {};
}

DeliveryState read_delivery(const std::filesystem::path& directory) {
  DeliveryState state;
  read_into(state, directory / kFileName);
  return state;
}

}  // namespace xrep::client
