#include "push_runs.hpp"

#include <unistd.h>

#include <iostream>

namespace xrep::command {

namespace {

// On a terminal one line that changes; elsewhere plain lines, so that logs stay readable.
void show_progress(const char* line, void* verbose) {
  static const bool terminal = isatty(STDERR_FILENO) != 0;
  if (terminal && !*static_cast<const bool*>(verbose)) {
    std::cerr << "\r\033[Kxrep: " << line << "…" << std::flush;
  } else {
    std::cerr << "xrep: " << line << "\n";
  }
}

void end_progress() {
  if (isatty(STDERR_FILENO) != 0) {
    std::cerr << "\r\033[K" << std::flush;
  }
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
  auto report = client::push(request, show_progress, &verbose);
  end_progress();
  return report;
}

}  // namespace xrep::command
