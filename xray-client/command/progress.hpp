#pragma once

#include <string>

namespace xrep::command {

/// Tells on stderr what goes on: on a terminal in one line that changes, elsewhere (and with
/// `every_line`) in plain lines, so that logs stay readable.
void show_progress(const std::string& line, bool every_line);

/// Takes that one line away.
void end_progress();

}  // namespace xrep::command
