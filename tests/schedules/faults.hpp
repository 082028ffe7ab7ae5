#pragma once

#include "chance.hpp"
#include "recording.hpp"
#include "support/tcp_forwarder.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace xrep::schedules {

/// How the site behaves, and what the client is told of it.
struct Profile {
  std::string name;                     ///< strict or lenient
  std::chrono::milliseconds promised;   ///< the client's search_lag
  std::chrono::milliseconds invisible;  ///< how long the sandbox hides what is new by itself
};

Profile profile_of(const std::string& name);

/// 0 to 6 rules of docs/sandbox.md that a client has to survive: within the lag that the site
/// promised, and without lies that nobody could see through.
nlohmann::json draw_faults(Chance& chance, const Profile& profile, const Recording& recording);

/// The name of a rule for the statistics.
std::string name_of(const nlohmann::json& rule);

/// What goes wrong with single connections, by their number from now on.
using NetworkFaults = std::map<int, test::NetworkFault>;
NetworkFaults draw_network_faults(Chance& chance);

const char* name_of(test::NetworkFault::Kind kind);

}  // namespace xrep::schedules
