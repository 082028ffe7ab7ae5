#include "browser.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

namespace xrep::command::platform {

namespace {

bool is_set(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

#if defined(__APPLE__)
constexpr const char* kDesktopOpener = "open";
bool has_desktop() {
  return true;
}
#else
constexpr const char* kDesktopOpener = "xdg-open";
bool has_desktop() {
  return is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
}
#endif

}  // namespace

std::string open_in_browser(const std::string& link) {
  if (!is_set("BROWSER") && !has_desktop()) {
    return "no browser here: there is no desktop, and BROWSER is not set";
  }
  std::string program = is_set("BROWSER") ? std::getenv("BROWSER") : kDesktopOpener;
  std::string argument = link;
  char* const arguments[] = {program.data(), argument.data(), nullptr};
  pid_t child = 0;
  const int failed = posix_spawnp(&child, program.c_str(), nullptr, nullptr, arguments, environ);
  return failed == 0 ? std::string() : "cannot start " + program + ": " + std::strerror(failed);
}

}  // namespace xrep::command::platform
