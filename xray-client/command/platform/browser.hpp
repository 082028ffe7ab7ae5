#pragma once

#include <string>

namespace xrep::command::platform {

/// Hands the link to the program that the environment names in BROWSER, else to the desktop's own,
/// and does not wait for it. Gives why that was not possible; empty: it was.
std::string open_in_browser(const std::string& link);

}  // namespace xrep::command::platform
