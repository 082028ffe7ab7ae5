#include <xrep/reporters/program.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace xrep::reporters {
namespace {

// Not with an ifstream: it would allocate a large buffer, also while xrep is off, and glibc then
// puts its free memory in order, which the tests pay for.
std::string read_whole(const char* path) {
  std::string content;
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return content;
  }
  std::array<char, 512> part{};
  for (;;) {
    const auto size = read(file, part.data(), part.size());
    if (size <= 0) {
      break;
    }
    content.append(part.data(), static_cast<std::size_t>(size));
  }
  close(file);
  return content;
}

}  // namespace

// proc(5): the arguments, each ended by a null byte. Systems without /proc give none.
std::vector<std::string> program_arguments() {
  std::vector<std::string> arguments;
  const std::string content = read_whole("/proc/self/cmdline");
  for (std::size_t begin = 0; begin < content.size();) {
    const std::size_t end = std::min(content.find('\0', begin), content.size());
    arguments.push_back(content.substr(begin, end - begin));
    begin = end + 1;
  }
  return arguments;
}

}  // namespace xrep::reporters
