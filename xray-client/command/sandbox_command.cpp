#include "commands.hpp"
#include "sandbox/sandbox.hpp"

#include <csignal>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <thread>

namespace xrep::command {

namespace {

constexpr int kFailed = 1;
constexpr int kUsage = 2;

volatile std::sig_atomic_t stop_asked = 0;

int serve(const sandbox::Options& options) {
  sandbox::Sandbox sandbox(options);
  if (const auto problem = sandbox.start()) {
    std::cerr << "xrep: the sandbox could not be started: " << *problem << "\n";
    return kUsage;
  }
  const std::string url = "http://127.0.0.1:" + std::to_string(sandbox.port());
  std::cout << "xrep sandbox: " << url << "\n"
            << "A stand-in for Xray Cloud, for this machine only. To push into it:\n"
            << "  export XRAY_API_URL=" << url << " XRAY_PROJECT=DEMO \\\n"
            << "    XRAY_CLIENT_ID=sandbox XRAY_CLIENT_SECRET=sandbox-secret\n"
            << "Ctrl-C ends it; its data stays in " << options.data.string() << "\n"
            << std::flush;
  const auto ask_to_stop = [](int) { stop_asked = 1; };
  std::signal(SIGINT, ask_to_stop);
  std::signal(SIGTERM, ask_to_stop);
  while (stop_asked == 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  if (const auto problem = sandbox.stop()) {
    std::cerr << "xrep: the sandbox could not keep its data: " << *problem << "\n";
    return kFailed;
  }
  return 0;
}

/// Reads `300/300` as requests per seconds; returns what is wrong, or nothing.
std::string read_rate_limit(const std::string& text, sandbox::RateLimit& limit) {
  std::istringstream in(text);
  char slash = 0;
  const bool fine = in >> limit.requests >> slash >> limit.seconds && slash == '/' &&
                    in.peek() == std::istringstream::traits_type::eof() && limit.requests > 0 &&
                    limit.seconds > 0;
  return fine ? "" : "'" + text + "' is no REQUESTS/SECONDS such as 300/300";
}

}  // namespace

void add_sandbox(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "sandbox",
      "A local stand-in for Xray Cloud with a web page to look at what arrived; for trying xrep "
      "without Jira, and for tests. Accepts connections from this machine only.");
  const auto options = std::make_shared<sandbox::Options>();
  options->data = "xray-sandbox";
  const std::map<std::string, sandbox::Profile> profiles{{"strict", sandbox::Profile::strict},
                                                         {"lenient", sandbox::Profile::lenient}};
  command->add_option("--port", options->port, "port to listen on; 0: a free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  command->add_option("--data", options->data, "folder that keeps what arrived")
      ->capture_default_str();
  command
      ->add_option("--profile", options->profile,
                   "how it answers where Xray's behaviour is not documented")
      ->transform(CLI::CheckedTransformer(profiles));
  command->add_option("--record", options->record,
                      "folder for copies of the documents that are sent to it");
  command->add_option("--faults", options->faults,
                      "file with a fault script: which requests go wrong, and how");
  command
      ->add_option_function<std::string>(
          "--rate-limit",
          [options](const std::string& text) {
            static_cast<void>(read_rate_limit(text, options->rate_limit));
          },
          "REQUESTS/SECONDS such as 300/300: refuse more requests than that with 429; default: no "
          "limit")
      ->check(CLI::Validator(
          [](const std::string& text) {
            sandbox::RateLimit ignored;
            return read_rate_limit(text, ignored);
          },
          "REQUESTS/SECONDS"));
  command->callback([options, &action] { action = [options] { return serve(*options); }; });
}

}  // namespace xrep::command
