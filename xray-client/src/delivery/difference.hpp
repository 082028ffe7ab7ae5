#pragma once

#include "cloud/import_document.hpp"
#include "delivery/other_result.hpp"
#include "dialect.hpp"

#include <set>
#include <string>
#include <vector>

namespace xrep::client {

/// "TO DO", as the site lists its initial status, is the "TODO" of imports.
bool same_status(const std::string& a, const std::string& b);

/// How the run that Xray shows differs from the entry that was sent; empty: not at all. What the
/// site does not tell counts as equal. `others`: in a Test Execution that others fill as well, a
/// failure may be theirs, and iterations may stand in another order; null: nobody else does.
std::string difference(const Entry& entry, const cloud::Target& target,
                       const cloud::StatusNames& statuses, const RemoteRun& run,
                       const StatusWords* others = nullptr);

/// Does the entry show iterations, so that they have to be compared as well?
bool shows_iterations(const Entry& entry, const cloud::Target& target);

/// The same for iterations, of which `iterations` are the first ones.
std::string difference_of_iterations(const Entry& entry, const cloud::Target& target,
                                     const cloud::StatusNames& statuses,
                                     const std::vector<RemoteIteration>& iterations,
                                     const StatusWords* others = nullptr);

/// Where the iteration stands among those that Xray shows: at `number`, unless others put theirs
/// before it; null: nowhere.
const RemoteIteration* find_iteration(const std::vector<RemoteIteration>& shown,
                                      const PlannedIteration& iteration, std::size_t number);

/// Is the file on the run or on one of its steps? Ids in `others` belong to somebody else.
bool shows_file(const RemoteRun& run, const PlannedFile& file, const std::set<std::string>& others);

bool is_among(const PlannedFile& file, const std::vector<RemoteEvidence>& evidence,
              const std::set<std::string>& others);

}  // namespace xrep::client
