#include "commands.hpp"
#include "options.hpp"

#include <algorithm>
#include <iostream>

namespace {

constexpr int kUsage = 2;

constexpr const char* kExitCodes =
    "Exit codes: 0 delivered or nothing to do (check: a push would work); 1 something was refused, "
    "or "
    "check found a fault; 2 usage or settings; 75 not delivered, push again (check: Xray was not "
    "reached).";

int run(int argc, char** argv) {
  CLI::App app{"xrep: results of C++ tests in Xray", "xrep"};
  app.set_version_flag("--version", XREP_VERSION);
  app.require_subcommand(1);
  app.footer(kExitCodes);
  xrep::command::Action action;
  xrep::command::add_check(app, action);
  xrep::command::add_push(app, action);
  xrep::command::add_run(app, action);
  xrep::command::add_pair(app, action);
  xrep::command::add_status(app, action);
  xrep::command::add_open(app, action);
  xrep::command::add_sandbox(app, action);
  try {
    auto arguments = xrep::command::in_one_spelling({argv + 1, argv + argc});
    // CLI11 takes a vector from its end.
    std::reverse(arguments.begin(), arguments.end());
    app.parse(arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  return action();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "xrep: " << error.what() << "\n";
    return 1;
  }
}
