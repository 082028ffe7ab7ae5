#pragma once

#include "cloud/import_document.hpp"
#include "dialect.hpp"
#include "plan/import_plan.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace xrep::client {

/// What somebody else put into a Test Run that a result of this push goes to: another part of the
/// same tests, an earlier run, a person.
struct OtherResult {
  Outcome outcome = Outcome::not_started;
  std::string status;  ///< as the site names it
  std::string comment;
  std::vector<PlannedStep> steps;  ///< by position; their actions are not known
  std::vector<PlannedIteration> iterations;
  /// Files or defects hang on the run that a new import might drop: only single values of it may
  /// be changed.
  bool keeps_its_run = false;

  bool empty() const;
};

/// Words of the site for what came out.
class StatusWords {
 public:
  StatusWords(const cloud::StatusNames& names, const std::vector<std::string>& failing)
      : names_(names), failing_(failing) {}
  Outcome of_test(const std::string& status) const { return meaning(status, names_.test); }
  Outcome of_step(const std::string& status) const { return meaning(status, names_.step); }

 private:
  Outcome meaning(const std::string& status, const std::map<Outcome, std::string>& names) const;

  const cloud::StatusNames& names_;
  const std::vector<std::string>& failing_;
};

/// What `run` holds that is not a file or defect of `ours`, which it may show from an earlier push.
OtherResult other_result(const Entry& ours, const RemoteRun& run,
                         const std::vector<RemoteIteration>& iterations, const StatusWords& words);

/// The same iteration of a data-driven test: told by its parameters, which have to be known.
bool same_case(const std::vector<PlannedParameter>& a, const std::vector<PlannedParameter>& b);

/// Leaves only what a newer result of the same test does not replace: iterations of its own.
void leave_what_is_not_repeated(OtherResult& other, const Entry& ours);

/// One result of both, with the worst status: iterations are joined by their parameters, steps by
/// position, comments one after the other.
Entry merge_with(Entry ours, const OtherResult& other);

/// For delivery.jsonl.
nlohmann::json to_json(const OtherResult& other);
OtherResult other_result_of(const nlohmann::json& line);

}  // namespace xrep::client
