#pragma once

#include "push/prepare.hpp"

#include <string>
#include <vector>

namespace xrep::client {

/// One result of a run as its run directory knows it; nothing is asked of Xray.
struct ResultStatus {
  std::string test;                      ///< identity of the Xray Test, or the local name
  std::vector<std::string> local_tests;  ///< full names of the local tests behind it
  std::string result;                    ///< "passed", "failed", …
  std::string key;                       ///< of the Xray Test, empty until known
  std::string key_from;  ///< "test", "xray-links.json:12", "looked up", "created"; may be empty
  std::string state;     ///< "delivered", "pending", "refused", "left out"
  std::string missing;   ///< why, or which files are not there yet
  Micros saved = 0;      ///< when it was imported last; 0: never
};

struct RunStatus {
  std::string execution_key;
  std::string link;
  std::vector<ResultStatus> results;
  std::vector<std::string> contradictions;  ///< as ImportPlan::contradictions
};

RunStatus status_of(Prepared& prepared);

/// The same for machines, one JSON object: "planned" is always "delivered" + "refused" + "pending";
/// what is left out was not planned. Times are ISO 8601 in UTC.
std::string json_of(const RunStatus& status, const std::vector<std::string>& directories);

/// A table for people, ends in a newline.
std::string table_of(const RunStatus& status);

}  // namespace xrep::client
