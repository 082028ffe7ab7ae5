#pragma once

#include "fault_script.hpp"
#include "files.hpp"
#include "model.hpp"
#include "profile.hpp"

#include <random>
#include <string>
#include <vector>

namespace xrep::sandbox {

/// What one request may read and change, while the store's lock is held.
struct World {
  Model& model;
  const Files& files;
  const Answers& answers;
  std::mt19937_64& random;
  Instant now;
  /// `http://127.0.0.1:PORT`
  const std::string& site;
  /// How old an object has to be for searches and lists to know it.
  Instant invisible_for;
  /// The rules of the fault script by which this request loses something.
  const std::vector<FaultRule>& losses;

  /// False for an object so new that searches do not know it yet.
  [[nodiscard]] bool visible(Instant created) const { return now - created >= invisible_for; }
  [[nodiscard]] std::string self_link(const Issue& issue) const {
    return site + "/rest/api/2/issue/" + std::to_string(issue.id);
  }
};

/// The account that the sandbox's credentials belong to.
inline constexpr const char* kAccountId = "sandbox-user";

/// Is there an account with this id?
[[nodiscard]] inline bool is_account(const std::string& id) {
  return id == kAccountId || id == "sandbox-tester" || id == "sandbox-lead";
}

}  // namespace xrep::sandbox
