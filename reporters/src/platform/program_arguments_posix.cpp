#include <xrep/reporters/program.hpp>

#include <fstream>

namespace xrep::reporters {

// proc(5): the arguments, each ended by a null byte. Systems without /proc give none.
std::vector<std::string> program_arguments() {
  std::vector<std::string> arguments;
  std::ifstream command_line("/proc/self/cmdline", std::ios::binary);
  for (std::string argument; std::getline(command_line, argument, '\0');) {
    arguments.push_back(argument);
  }
  return arguments;
}

}  // namespace xrep::reporters
