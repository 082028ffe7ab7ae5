#include "recorded.hpp"

#include "delivery/summary.hpp"
#include "run.hpp"
#include "status/run_status.hpp"

#include <iostream>

namespace xrep::command {

std::vector<std::string> named_or_latest(const std::string& named, const SettingOptions& settings) {
  if (!named.empty()) {
    return run_directories({named});
  }
  ResolvedSettings resolved;
  if (!resolve(settings, resolved)) {
    return {};
  }
  const auto runs = find_run_directories(resolved.values.results_dir);
  if (runs.empty()) {
    std::cerr << "xrep: no run in " << resolved.values.results_dir.string() << "\n";
    return {};
  }
  return {runs.back().string()};
}

client::Expected<client::Prepared> read_recorded(const std::vector<std::string>& directories,
                                                 const SettingOptions& settings) {
  client::PushRequest request;
  const auto together = client::with_their_group(directories);
  request.directories = together ? *together : directories;
  request.settings.assign(settings.begin(), settings.end());
  auto prepared = client::read_plan(request);
  if (!prepared) {
    std::cerr << "xrep: " << prepared.error().message << "\n";
  }
  return prepared;
}

std::string json_of(client::Prepared& prepared) {
  std::vector<std::string> directories;
  for (const auto& directory : prepared.run().directories) {
    directories.push_back(directory.string());
  }
  return client::json_of(client::status_of(prepared), directories);
}

int exit_code_of(const client::Error& error) {
  return client::exit_code(client::report_of(error, {}).outcome);
}

}  // namespace xrep::command
