#pragma once

#include "programs/endless.hpp"
#include "support/child_process.hpp"
#include "support/temp_dir.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace xrep::test {

/// An endless program that records in a folder of its own, and the entries that it acknowledged.
class Victim {
 public:
  Victim(const std::string& program, const std::vector<std::string>& arguments);
  ~Victim();
  Victim(const Victim&) = delete;
  Victim& operator=(const Victim&) = delete;

  /// Reads what was acknowledged until now; false: the program has ended.
  bool read();

  /// Waits until so many entries were acknowledged; false: the program ended before.
  bool wait_for(std::size_t entries);

  /// Kills it and reads the rest of the ledger.
  Ended kill(int signal);

  const std::vector<endless::Entry>& ledger() const { return ledger_; }
  std::filesystem::path results() const { return folder_ / "results"; }

 private:
  TempDir folder_;
  int pipe_ = -1;
  std::unique_ptr<ChildProcess> program_;
  std::string unread_;  ///< the start of a line
  std::vector<endless::Entry> ledger_;
};

}  // namespace xrep::test
