#include "pair/journal.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <fstream>
#include <utility>

namespace xrep::client {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path journal_of(const fs::path& links_file) {
  return links_file.parent_path() / ("." + links_file.filename().string() + ".pairing");
}

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string dumped(const json& line) {
  return line.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

// Throws what nlohmann/json throws for a member that is none of ours.
void apply(const json& line, OpenCreation& open) {
  const auto event = line.at("e").get<std::string>();
  if (event == "settled") {
    open = {};
  } else if (event == "job") {
    open.job = line.at("id").get<std::string>();
  } else if (event == "tests") {
    open.since = line.at("t").get<std::int64_t>();
    open.project = line.at("project").get<std::string>();
    open.tests = line.at("names").get<std::vector<std::string>>();
    open.job.clear();
  } else if (event == "set") {
    open.since = line.at("t").get<std::int64_t>();
    open.project = line.at("project").get<std::string>();
    open.sets.insert(line.at("summary").get<std::string>());
  }
}

}  // namespace

OpenCreation PairJournal::read(const fs::path& links_file) {
  OpenCreation open;
  std::ifstream in(journal_of(links_file), std::ios::binary);
  for (std::string text; std::getline(in, text);) {
    const json line = json::parse(text, nullptr, false);
    try {
      apply(line, open);
    } catch (const json::exception&) {
      // Torn by a crash: what it would have told was not tried yet.
    }
  }
  return open;
}

PairJournal::PairJournal(fs::path file, std::unique_ptr<platform::DirectoryLock> lock)
    : file_(std::move(file)), lock_(std::move(lock)) {}

Expected<PairJournal> PairJournal::open(const fs::path& links_file) {
  const auto file = journal_of(links_file);
  std::string problem;
  auto lock = platform::DirectoryLock::take_file(file, problem);
  if (!lock) {
    return problem.empty()
               ? fail(Errc::not_delivered, "another xrep pair works with " + links_file.string() +
                                               "; wait until it is done")
               : fail(Errc::settings, problem + "; pairing writes beside the links file");
  }
  PairJournal journal(file, std::move(lock));
  journal.open_ = read(links_file);
  return journal;
}

// While it is still held, so that nobody else's is removed.
PairJournal::~PairJournal() {
  if (lock_ && open_.empty()) {
    std::error_code ignored;
    fs::remove(file_, ignored);
  }
}

Expected<void> PairJournal::append(const std::string& line) {
  const auto problem = platform::append_durably(file_, line);
  return problem.empty()
             ? Expected<void>()
             : fail(Errc::settings,
                    "cannot write " + file_.string() + ": " + problem +
                        "; without it nothing is created, or it could be created twice");
}

Expected<void> PairJournal::tries(const std::string& project,
                                  const std::vector<std::string>& tests) {
  const json line = {{"e", "tests"}, {"t", now()}, {"project", project}, {"names", tests}};
  apply(line, open_);
  return append(dumped(line));
}

Expected<void> PairJournal::has_job(const std::string& job) {
  open_.job = job;
  return append(dumped({{"e", "job"}, {"id", job}}));
}

Expected<void> PairJournal::tries_set(const std::string& project, const std::string& summary) {
  const json line = {{"e", "set"}, {"t", now()}, {"project", project}, {"summary", summary}};
  apply(line, open_);
  return append(dumped(line));
}

Expected<void> PairJournal::settled() {
  open_ = {};
  return append(dumped({{"e", "settled"}}));
}

}  // namespace xrep::client
