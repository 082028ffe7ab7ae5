#include "cloud/link_type.hpp"

#include "cloud/answers.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace xrep::client::cloud {

using nlohmann::json;

namespace {

constexpr const char* kTests = "tests";

// The settings of an Xray project name a link type beside the relations of epics and sub-tasks. The
// page "Project Settings: Test Coverage" of the documentation says that it relates requirements to
// sub-requirements; others read it as the one of Tests. So it is taken at its word only.
bool is_about_testing(const LinkType& type) {
  return type.name == "Test" || type.name == "Tests" || type.outward == kTests ||
         type.inward == kTests;
}

}  // namespace

bool LinkType::starts_at_requirement() const {
  return inward == kTests;
}

std::optional<LinkType> coverage_link_type(const json& answer, const std::string& preferred) {
  std::vector<LinkType> types;
  for (const auto& type : list_at(answer, "issueLinkTypes")) {
    LinkType next{text_at(type, "id"), text_at(type, "name"), text_at(type, "inward"),
                  text_at(type, "outward")};
    if (!next.id.empty()) {
      types.push_back(std::move(next));
    }
  }
  const auto first = [&](const auto& matches) -> std::optional<LinkType> {
    const auto found = std::find_if(types.begin(), types.end(), matches);
    return found == types.end() ? std::nullopt : std::make_optional(*found);
  };
  const auto named = [&](const char* name) {
    return first([&](const LinkType& type) { return type.name == name; });
  };
  if (auto chosen = first([&](const LinkType& type) {
        return !preferred.empty() && type.id == preferred && is_about_testing(type);
      })) {
    return chosen;
  }
  auto usual = named("Test");
  return usual ? usual : named("Tests");
}

}  // namespace xrep::client::cloud
