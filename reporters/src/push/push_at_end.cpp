#include <xrep/client.hpp>
#include <xrep/reporters/exit_code.hpp>
#include <xrep/reporters/guarded.hpp>
#include <xrep/reporters/push_at_end.hpp>

#include <cstdio>

namespace xrep::reporters {

void push_at_end(const recording::EndOfRun& end) noexcept {
  if (end.withheld && end.strict) {
    not_delivered();
  }
  if (!end.push) {
    return;
  }
  client::PushOutcome outcome = client::PushOutcome::pending;
  guarded([&] {
    std::fputs("xrep: pushing the results to Xray\n", stderr);
    client::PushRequest request;
    request.directories = {end.directory};
    request.recorded_settings_only = true;
    const auto report = client::push(request);
    outcome = report.outcome;
    std::fputs(report.summary.c_str(), stderr);
  });
  if (end.strict && outcome != client::PushOutcome::delivered) {
    not_delivered();
  }
}

}  // namespace xrep::reporters
