#include "push_runs.hpp"

#include "progress.hpp"

namespace xrep::command {

namespace {

void tell(const char* line, void* verbose) {
  show_progress(line, *static_cast<const bool*>(verbose));
}

}  // namespace

client::PushReport push_runs(const std::vector<std::string>& directories,
                             const std::vector<std::string>& tests, const SettingOptions& settings,
                             bool verbose) {
  client::PushRequest request;
  request.directories = directories;
  request.tests = tests;
  request.settings.assign(settings.begin(), settings.end());
  // Without this option a push takes as long as it takes.
  ResolvedSettings resolved;
  if (settings.count("timeout") != 0 && resolve(settings, resolved)) {
    request.timeout = resolved.values.timeout;
  }
  request.verbose = verbose;
  auto report = client::push(request, tell, &verbose);
  end_progress();
  return report;
}

}  // namespace xrep::command
