#pragma once

#include "error.hpp"
#include "platform/durable_file.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace xrep::client {

/// A creation of which nothing is known yet but that it was tried.
struct OpenCreation {
  std::int64_t since = 0;  ///< microseconds since 1970
  std::string project;
  std::vector<std::string> tests;  ///< names of the Tests, in the order of the document
  std::string job;                 ///< id of the job that makes them, if it was told
  std::set<std::string> sets;      ///< summaries of Test Sets

  bool empty() const { return tests.empty() && sets.empty(); }
};

/// What is tried is written down first, beside the links file, until its result stands there: if
/// this process dies in between, the next one knows what to look for. One JSON object per line:
///
///     {"e":"tests","t":…,"project":"CALC","names":["Suite.Test",…]}  {"e":"job","id":"…"}
///     {"e":"set","t":…,"project":"CALC","summary":"Suite"}  {"e":"settled"}
///
/// The file is gone when nothing is open.
class PairJournal {
 public:
  /// Holds it for this process alone. Error: another one has it.
  static Expected<PairJournal> open(const std::filesystem::path& links_file);

  /// What is open, without holding it.
  static OpenCreation read(const std::filesystem::path& links_file);

  PairJournal(PairJournal&&) = default;
  PairJournal& operator=(PairJournal&&) = delete;
  ~PairJournal();

  const OpenCreation& state() const { return open_; }

  Expected<void> tries(const std::string& project, const std::vector<std::string>& tests);
  Expected<void> has_job(const std::string& job);
  Expected<void> tries_set(const std::string& project, const std::string& summary);
  /// Nothing is open any more.
  Expected<void> settled();

 private:
  PairJournal(std::filesystem::path file, std::unique_ptr<platform::DirectoryLock> lock);
  Expected<void> append(const std::string& line);

  std::filesystem::path file_;
  std::unique_ptr<platform::DirectoryLock> lock_;
  OpenCreation open_;
};

}  // namespace xrep::client
