#include "support/run_writer.hpp"

#include <utility>

namespace xrep::test {

using nlohmann::json;
namespace fs = std::filesystem;

RunWriter::RunWriter(const fs::path& results, const std::string& id)
    : directory_(results / id), events_(directory_ / "events-4711-0a0b0c0d.jsonl"), id_(id) {
  fs::create_directories(directory_ / "attachments");
  fs::permissions(directory_, fs::perms::owner_all);
  write_run_file();
  write("run_started", {{"format", 1},
                        {"pid", 4711},
                        {"host", "ci-1"},
                        {"framework", "GoogleTest"},
                        {"executable", "shop_tests"},
                        {"shard_count", 1}});
}

RunWriter& RunWriter::setting(const std::string& name, const std::string& value) {
  settings_.push_back(
      {{"name", name}, {"value", value}, {"source", "flag"}, {"origin", "--xray_" + name}});
  write_run_file();
  return *this;
}

RunWriter& RunWriter::test(const std::string& name, json members) {
  ++test_;
  members["name"] = name;
  if (!members.contains("identity")) {
    members["identity"] = name;
  }
  return event("test_started", std::move(members));
}

RunWriter& RunWriter::event(const std::string& name, json members) {
  members["n"] = test_;
  write(name, std::move(members));
  return *this;
}

RunWriter& RunWriter::step(int number, const std::string& name, const std::string& result,
                           int parent) {
  event("step_started", {{"s", number}, {"name", name}, {"parent", parent}});
  return event("step_finished", {{"s", number}, {"result", result}});
}

RunWriter& RunWriter::file(const std::string& name, const std::string& media_type,
                           const std::string& content, int step) {
  const std::string stored = "4711-0a0b0c0d-" + std::to_string(++files_);
  std::ofstream(directory_ / "attachments" / stored, std::ios::binary) << content;
  return event("attachment", {{"s", step},
                              {"file", stored},
                              {"name", name},
                              {"type", media_type},
                              {"size", content.size()}});
}

RunWriter& RunWriter::finish(const std::string& result) {
  return event("test_finished", {{"result", result}});
}

void RunWriter::end() {
  write("run_ended", json::object());
}

void RunWriter::write(const std::string& name, json members) {
  members["e"] = name;
  members["t"] = time_ += 250'000;
  std::ofstream(events_, std::ios::app) << members.dump() << "\n";
}

void RunWriter::write_run_file() const {
  const json run = {{"format", 1},
                    {"run", id_},
                    {"started", time_},
                    {"settings", settings_},
                    {"problems", json::array()}};
  std::ofstream(directory_ / "run.json") << run.dump();
}

}  // namespace xrep::test
