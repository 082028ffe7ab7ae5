#include "cloud/comment.hpp"

#include "plan/text_limits.hpp"

#include <string_view>

namespace xrep::client::cloud {
namespace {

constexpr std::string_view kOpen = "{noformat}\n";
constexpr std::string_view kClose = "\n{noformat}";
constexpr std::string_view kCut =
    "\n[cut here: longer than a comment may be; the run directory holds the whole text]";

bool is_noformat(std::string_view text) {
  constexpr std::string_view kWord = "{noformat";
  if (text.size() < kWord.size()) return false;
  for (std::size_t i = 0; i < kWord.size(); ++i) {
    const char lower =
        text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
    if (lower != kWord[i]) return false;
  }
  return true;
}

// A zero-width space keeps it readable and stops it from ending the block.
std::string without_noformat(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    result += text[i];
    if (is_noformat(text.substr(i))) result += "\xE2\x80\x8B";
  }
  return result;
}

std::string joined(const std::string& first, const std::string& second, const char* between) {
  return first.empty() || second.empty() ? first + second : first + between + second;
}

std::string_view without_final_newlines(std::string_view text) {
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  return text;
}

}  // namespace

std::string comment_of(const Entry& entry, const ShownResult& shown) {
  auto line = std::string(first_units(joined(entry.remark, shown.note, " "), kMaxComment));
  const auto text =
      without_noformat(without_final_newlines(joined(shown.folded, entry.text, "\n")));
  if (text.empty()) return line;
  const auto begin = joined(line, std::string(kOpen), "\n");
  const auto used = text_length(begin) + text_length(kClose);
  const auto room = used < kMaxComment ? kMaxComment - used : 0;
  return begin + limited(text, room, kCut) + std::string(kClose);
}

}  // namespace xrep::client::cloud
