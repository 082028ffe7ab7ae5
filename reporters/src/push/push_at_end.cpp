#include <xrep/client.hpp>
#include <xrep/reporters/exit_code.hpp>
#include <xrep/reporters/guarded.hpp>
#include <xrep/reporters/push_at_end.hpp>

#include <cstdio>

namespace xrep::reporters {
namespace {

void show_progress(const char* line, void*) {
  std::fprintf(stderr, "xrep: %s\n", line);
}

}  // namespace

void push_at_end(const recording::EndOfRun& end) noexcept {
  if (end.withheld && end.strict) {
    not_delivered();
  }
  if (!end.push) {
    return;
  }
  client::PushOutcome outcome = client::PushOutcome::pending;
  guarded([&] {
    client::PushRequest request;
    request.directories = {end.directory};
    request.recorded_settings_only = true;
    const auto report = client::push(request, show_progress);
    outcome = report.outcome;
    std::fputs(report.summary.c_str(), stderr);
  });
  if (end.strict && outcome != client::PushOutcome::delivered) {
    not_delivered();
  }
}

}  // namespace xrep::reporters
