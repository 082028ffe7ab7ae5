#pragma once

#include "dialect.hpp"
#include "error.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace xrep::client {

/// What delivery.jsonl says about one entry of the plan.
struct EntryReceipt {
  std::optional<std::uint64_t> digest;  ///< of the content that was imported
  std::string key;                      ///< of its Xray Test, once Xray was seen to show a result
  Micros saved = 0;                     ///< when it was imported last
  std::uint64_t comment = 0;  ///< hash of the comment that went with it into a run of others
  bool looked_up = false;     ///< its Test was found by its identity, not created
  bool seen = false;          ///< Xray was seen to show what was imported last
  bool in_doubt = false;
  bool refused = false;              ///< by Xray or xrep
  bool left_out = false;             ///< not sent, on purpose
  std::unique_ptr<std::string> why;  ///< it was refused or left out
};

/// What earlier pushes did of each entry, by a hash of Entry::id: with 64 bits, a million entries
/// meet by chance once in 30 million runs, and ids would be most of the memory.
class Receipts {
 public:
  EntryReceipt& operator[](const std::string& id);
  const EntryReceipt* find(const std::string& id) const;

 private:
  std::unordered_map<std::uint64_t, EntryReceipt> by_hash_;
};

/// Everything that was sent before, folded from delivery.jsonl.
struct DeliveryState {
  std::optional<RemoteExecution> execution;
  bool created = false;                 ///< the execution was made by this run
  std::optional<Micros> create_intent;  ///< asked for a creation whose answer is not known
  Receipts entries;
  std::set<std::string> files;        ///< file_receipt() of every file that Xray was seen to show
  std::set<std::string> files_sent;   ///< of those that Xray took and was not seen to show yet
  std::set<std::string> files_asked;  ///< of those in requests whose outcome is not known
  /// Entries that turned out to go to the Test of another one, under the id of that one.
  std::map<std::string, std::vector<std::string>> joined;
  std::map<std::string, nlohmann::json> others;  ///< by entry: what others had put into its run
  std::set<std::string> steps_done;   ///< "plan", "environments", "requirement <key> <Test>", …
  std::size_t open_requirements = 0;  ///< links that were left for want of Jira's credentials
  std::set<std::string> known_evidence;  ///< ids that a reused execution had before
  std::set<std::string> group;           ///< directories that were pushed together
  std::set<std::string> extending;       ///< keys of Tests whose steps may have been extended
  std::string label;                     ///< under which their execution was created
};

/// Names one file of one entry: what was attached under this name with this size is the same file.
std::string file_receipt(const std::string& entry_id, const PlannedFile& file);

/// delivery.jsonl of one or more run directories that are pushed together. Lines, one JSON object
/// each with `t` (microseconds) and `e`:
///
///     {"e":"intent","op":"create_execution","label":"xrep-…"}
///     {"e":"execution","key":…,"id":…,"link":…,"created":true}
///     {"e":"known_evidence","ids":[…]}
///     {"e":"intent","op":"extend_steps","tests":[…]}  {"e":"steps_settled","tests":[…]}
///     {"e":"intent","op":"import","entries":[…]}
///     {"e":"imported","entries":[{"id":…,"digest":…}]}
///     {"e":"others","entries":[{"id":…,"status":…,"comment":…,"steps":[…],"iterations":[…],…}]}
///     {"e":"not_imported","entries":[…],"why":…,"in_doubt":true}
///     {"e":"refused","entry":…,"why":…}  {"e":"left_out","entry":…,"why":…}
///     {"e":"looked_up","entries":[…]}
///     {"e":"group","directories":[…],"label":…}  {"e":"joined","entry":…,"with":[…]}
///     {"e":"saved","entries":[{"id":…,"key":…,"run":…}]}
///     {"e":"intent","op":"evidence","files":[…]}  {"e":"files_sent","files":[…]}
///     {"e":"files","files":[…]}  {"e":"files_missing","files":[…]}
///     {"e":"intent","op":…}  {"e":"steps","done":[…]}  {"e":"requirements","open":3}
///
/// Each line is written to every directory and synced before append() returns. Read back, the lines
/// of several directories are one log, in the order of their times: a crash may have kept the last
/// ones from some of them.
class DeliveryLog {
 public:
  static Expected<DeliveryLog> open(const std::vector<std::filesystem::path>& directories);

  const DeliveryState& state() const { return state_; }

  /// What earlier pushes left of the entries; what this one adds is not kept in memory. Once.
  Receipts take_receipts() { return std::exchange(state_.entries, {}); }

  Expected<void> append(nlohmann::json line);

  /// The same with a list of `count` items as `member`, spread over lines of bounded length.
  Expected<void> append(const nlohmann::json& line, const char* member, std::size_t count,
                        const std::function<nlohmann::json(std::size_t)>& item);

 private:
  std::vector<std::filesystem::path> files_;
  DeliveryState state_;
};

/// The state in `directory` for reading only; damaged lines are skipped.
DeliveryState read_delivery(const std::filesystem::path& directory);

}  // namespace xrep::client
