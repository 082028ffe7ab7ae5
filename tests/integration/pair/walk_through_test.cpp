// The commands of docs/pairing.md, one after the other, and what they are said to print.

#include "support/sandbox_test.hpp"

#include <cctype>
#include <fstream>
#include <sstream>

namespace xrep::test {
namespace {

using nlohmann::json;

struct Shown {
  std::string command;
  int exit_code = 0;
  std::vector<std::string> output;  ///< lines, in which … stands for anything
};

int exit_code_in(const std::string& command) {
  constexpr const char* kComment = "# exit code ";
  const auto at = command.find(kComment);
  return at == std::string::npos ? 0 : command[at + std::string(kComment).size()] - '0';
}

std::vector<Shown> commands_of(const std::string& document) {
  std::vector<Shown> commands;
  std::ifstream file(document);
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("```", 0) == 0) {
      inside = line == "```console";
    } else if (inside && line.rfind("$ ", 0) == 0) {
      commands.push_back({line.substr(2), exit_code_in(line), {}});
    } else if (inside && !line.empty()) {
      commands.back().output.push_back(line);
    }
  }
  return commands;
}

std::string with_single_blanks(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const bool blank = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (!blank || (!result.empty() && result.back() != ' ')) {
      result += blank ? ' ' : c;
    }
  }
  return result;
}

// The parts between … stand in this order in one line.
bool has_line(const std::string& output, const std::string& shown) {
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    const auto text = with_single_blanks(line);
    std::size_t at = 0;
    std::string rest = shown;
    bool all = true;
    const std::string any = "…";
    for (bool more = true; more && all;) {
      const auto end = rest.find(any);
      more = end != std::string::npos;
      auto part = with_single_blanks(rest.substr(0, end));
      while (!part.empty() && part.back() == ' ') part.pop_back();
      const auto found = text.find(part, at);
      all = found != std::string::npos;
      at = found + part.size();
      rest = more ? rest.substr(end + any.size()) : "";
    }
    if (all) {
      return true;
    }
  }
  return false;
}

class WalkThrough : public SandboxTest {
 protected:
  Ended shell(const std::string& command) {
    const auto folder = std::filesystem::path(XREP_COMMAND).parent_path().string();
    return run_program({"/bin/sh", "-c", "PATH=\"" + folder + ":$PATH\"; " + command},
                       {{"XRAY_PROJECT", "DEMO"}});
  }
};
XREP_BOTH_PROFILES(WalkThrough);

TEST_P(WalkThrough, DoesWhatItSays) {
  std::filesystem::create_symlink(XREP_GTEST_CHECKOUT, folder_.path() / "shop_tests");
  const auto commands = commands_of(XREP_PAIRING_DOCUMENT);
  ASSERT_GT(commands.size(), 12U);
  for (const auto& shown : commands) {
    const auto ended = shell(shown.command);
    const auto output = ended.out + ended.err;
    ASSERT_EQ(ended.exit_code, shown.exit_code) << shown.command << "\n" << output;
    for (const auto& line : shown.output) {
      EXPECT_TRUE(has_line(output, line))
          << line << "\nis not what it printed: " << shown.command << "\n"
          << output;
    }
  }
  const json now = state();
  EXPECT_EQ(now.at("executions").size(), 2U) << "the nightly run, and the one of the plan";
  EXPECT_GE(now.at("plans").at("DEMO-9").at("tests").size(), 6U);
}

}  // namespace
}  // namespace xrep::test
