#pragma once

#include <CLI/CLI.hpp>

#include <functional>

namespace xrep::command {

/// What a chosen subcommand does; gives the exit code.
using Action = std::function<int()>;

/// Each adds its subcommand to `app` and sets `action` when it is chosen.
void add_check(CLI::App& app, Action& action);
void add_push(CLI::App& app, Action& action);
void add_run(CLI::App& app, Action& action);
void add_pair(CLI::App& app, Action& action);
void add_status(CLI::App& app, Action& action);
void add_open(CLI::App& app, Action& action);
void add_sandbox(CLI::App& app, Action& action);

}  // namespace xrep::command
