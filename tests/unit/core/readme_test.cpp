#include "settings.hpp"
#include "support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace xrep {
namespace {

/// First cells of the rows of README's table of settings.
std::vector<std::string> names_in_readme() {
  const std::string text = test::read_file(XREP_README);
  std::istringstream table(
      text.substr(text.find("<!-- settings -->"),
                  text.find("<!-- /settings -->") - text.find("<!-- settings -->")));
  std::vector<std::string> names;
  for (std::string line; std::getline(table, line);) {
    if (line.rfind("| ", 0) == 0 && line.rfind("| ---", 0) != 0 &&
        line.rfind("| setting ", 0) != 0) {
      names.push_back(line.substr(2, line.find(' ', 2) - 2));
    }
  }
  return names;
}

TEST(Readme, NamesEverySettingOnceAndNoOther) {
  std::vector<std::string> settings;
  for (const auto& setting : setting_table()) {
    settings.push_back(setting.name);
  }
  EXPECT_THAT(names_in_readme(), ::testing::UnorderedElementsAreArray(settings));
}

}  // namespace
}  // namespace xrep
