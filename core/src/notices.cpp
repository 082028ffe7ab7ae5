#include "notices.hpp"

#include "platform/file.hpp"
#include "platform/process.hpp"
#include "text.hpp"

#include <cstdio>
#include <string>

namespace xrep {

Notices::~Notices() {
  release_stderr();
}

void Notices::keep_stderr() noexcept {
  release_stderr();
  about_tests_ = 0;
  copy_ = platform::duplicate_stderr();
}

void Notices::release_stderr() noexcept {
  if (const int copy = copy_.exchange(-1); copy >= 0) platform::close_file(copy);
}

void Notices::say(std::string_view text) noexcept {
  try {
    const std::string line = "xrep: " + single_line(text) + "\n";
    const int copy = copy_;
    platform::write_all(copy >= 0 ? copy : fileno(stderr), line);
  } catch (...) {
    return;  // out of memory: there is no way left to say so
  }
}

void Notices::say_about_test(std::string_view text) noexcept {
  constexpr int kLimit = 50;
  const int earlier = about_tests_.fetch_add(1);
  if (earlier < kLimit) say(text);
  if (earlier == kLimit) say("more such messages follow; they are only in the run directory");
}

}  // namespace xrep
