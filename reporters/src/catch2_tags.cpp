#include <xrep/reporters/catch2_tags.hpp>
#include <xrep/reporters/text.hpp>

#include <algorithm>

namespace xrep::reporters {
namespace {

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::string in_upper_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), upper);
  return result;
}

bool starts_with(std::string_view tag, std::string_view upper_case_prefix) {
  return tag.size() >= upper_case_prefix.size() &&
         std::equal(upper_case_prefix.begin(), upper_case_prefix.end(), tag.begin(),
                    [](char expected, char c) { return upper(c) == expected; });
}

bool add_after(std::string_view tag, std::string_view prefix, std::vector<std::string>& keys) {
  if (!starts_with(tag, prefix)) {
    return false;
  }
  for (const auto key : split_list(tag.substr(prefix.size()))) {
    keys.push_back(in_upper_case(key));
  }
  return true;
}

bool is_number(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// [utf-8] and [gh-123] look like keys too, so only those of the own project are taken for some.
bool is_key_of(std::string_view project, std::string_view tag) {
  const auto dash = tag.rfind('-');
  return !project.empty() && dash != std::string_view::npos &&
         in_upper_case(tag.substr(0, dash)) == in_upper_case(project) &&
         is_number(tag.substr(dash + 1));
}

// "." hides a test, "!…" are Catch2's own, "#…" are file names, "@…" aliases.
bool steers_catch2(std::string_view tag) {
  return tag.empty() || std::string_view(".!#@").find(tag.front()) != std::string_view::npos;
}

}  // namespace

Catch2Tags read_tags(const std::vector<std::string_view>& tags, std::string_view project) {
  Catch2Tags result;
  read_tags(tags, project, result);
  return result;
}

void read_tags(const std::vector<std::string_view>& tags, std::string_view project,
               Catch2Tags& result) {
  result.keys.clear();
  result.requirements.clear();
  result.defects.clear();
  result.others.clear();
  for (const auto tag : tags) {
    if (add_after(tag, "XRAY:", result.keys) || add_after(tag, "REQ:", result.requirements) ||
        add_after(tag, "DEFECT:", result.defects)) {
      continue;
    }
    if (is_key_of(project, tag)) {
      result.keys.push_back(in_upper_case(tag));
    } else if (!steers_catch2(tag)) {
      result.others.push_back(tag);
    }
  }
}

}  // namespace xrep::reporters
