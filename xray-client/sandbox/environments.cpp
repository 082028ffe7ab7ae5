#include "environments.hpp"

#include "text.hpp"

namespace xrep::sandbox {
namespace {

constexpr std::size_t kShortestName = 2;
constexpr std::size_t kLongestName = 18;

}  // namespace

std::optional<std::string> check_environment_names(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const std::size_t length = utf16_length(name);
    if (length < kShortestName || length > kLongestName || has_blank(name)) {
      return "Test Environment '" + name +
             "' is not valid: a name has 2 to 18 characters and no blanks.";
    }
  }
  return std::nullopt;
}

std::vector<std::string> register_environments(Project& project,
                                               const std::vector<std::string>& names) {
  return merge_once(project.environments, names);
}

}  // namespace xrep::sandbox
