#include "progress.hpp"

#include <unistd.h>

#include <iostream>

namespace xrep::command {

void show_progress(const std::string& line, bool every_line) {
  static const bool terminal = isatty(STDERR_FILENO) != 0;
  if (terminal && !every_line) {
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

}  // namespace xrep::command
