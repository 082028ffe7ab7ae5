#pragma once

#include "cloud/import_document.hpp"
#include "delivery/delivery_log.hpp"
#include "delivery/other_result.hpp"
#include "dialect.hpp"
#include "plan/entry_source.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace xrep::client {

enum class WorkState : std::uint8_t {
  pending,    ///< not in Xray yet, as far as is known
  delivered,  ///< imported
  refused,    ///< cannot be delivered as it is; `why` says so
  left_out,   ///< not sent on purpose; `why` says so
};

/// An entry of the plan on its way: what has to be known of every one of them at all times. The
/// entry itself is loaded when it is needed.
struct Work {
  std::uint32_t source = 0;           ///< index into the plan's entries
  std::vector<std::uint32_t> joined;  ///< further ones that go to the same Xray Test
  Outcome outcome = Outcome::not_started;
  WorkState state = WorkState::pending;
  bool has_key = false;  ///< the test names its Xray Test
  bool may_create = false;
  bool has_defects = false;
  bool has_requirements = false;
  bool has_sets = false;
  bool has_iterations = false;
  bool has_steps = false;  ///< of its own, or of its iterations
  bool has_custom_fields = false;
  bool inline_evidence = true;     ///< false after a request that may have been stored already
  bool with_requirements = true;   ///< false after they were refused
  bool with_custom_fields = true;  ///< likewise
  bool sent_before = false;        ///< by an earlier push, whatever came of it
  bool in_doubt = false;           ///< an earlier push does not know whether it was stored
  bool checked = false;            ///< Xray was seen to show it as it was sent
  bool done = false;               ///< an earlier push left nothing to do
  bool over_limit = false;         ///< its files are left out: together all are too large
  std::uint64_t file_bytes = 0;    ///< of all of them
  std::uint32_t files = 0;
  std::uint32_t files_refused = 0;
  std::uint64_t digest = 0;                  ///< of the content; changes when later results join it
  std::optional<std::uint64_t> sent_digest;  ///< of the content that was imported last
  std::uint64_t identity_hash = 0;
  cloud::Target target;  ///< its key may be known before it is known to exist
  std::string test_id;   ///< Jira issue id of the Test, once known
  std::string why;
  std::unique_ptr<RemoteRun> run;      ///< as read back, while files or defects have to go to it
  std::unique_ptr<OtherResult> other;  ///< what was in its run before; load() joins it
  std::uint64_t sent_comment = 0;      ///< hash of the comment that went there last; 0: not known
};

/// A digest of what an entry says (its files excepted).
std::uint64_t digest_of(const Entry& entry);

/// Keeps all files of a run within `limit` bytes, those of failed tests before others: what does
/// not fit is left out and said in the result. Gives how many files were left out.
std::size_t keep_within(std::uint64_t limit, EntrySource& entries, std::vector<Work>& all);

/// The indices of the works, those of failed tests first, otherwise in order.
std::vector<std::size_t> in_order_of_interest(const std::vector<Work>& all);

/// The work for all entries; `receipts` and `state` tell what earlier pushes did of it.
std::vector<Work> work_of(ImportPlan& plan, const Receipts& receipts, const DeliveryState& state);

/// Says in delivery.jsonl that the Test is in the plan.
std::string planned_step(const std::string& plan, const std::string& test_key);

/// Says in delivery.jsonl that the Test is in the Test Set.
std::string set_step(const std::string& set, const std::string& test_key);

/// Names the link of a defect in delivery.jsonl.
std::string defect_step(const Entry& entry, const std::string& key);

/// Says in delivery.jsonl that the requirement is linked to the Test.
std::string requirement_step(const std::string& requirement, const std::string& test_key);

/// Says in delivery.jsonl that the entry's Test was created together with the link.
std::string created_step(const Entry& entry, const std::string& requirement);

/// The entry of the plan at this index. Throws when the run directory changed meanwhile.
Entry load_alone(EntrySource& entries, std::uint32_t source);

/// The entry behind a work, with everything of this push that joined it.
Entry load_own(EntrySource& entries, const Work& work);

/// The same, with what others put into its run: as it is sent.
Entry load(EntrySource& entries, const Work& work);

/// What follows from the entry itself: digest, outcome, number of files.
void describe(Work& work, const Entry& entry);

}  // namespace xrep::client
