#include "cloud/comment.hpp"

#include "plan/text_limits.hpp"

#include <string_view>

namespace xrep::client::cloud {
namespace {

constexpr std::string_view kOpen = "{noformat}\n";
constexpr std::string_view kClose = "\n{noformat}";
constexpr std::string_view kCut =
    "\n[cut here: longer than a comment may be; the run directory holds the whole text]";

std::string cut_note(const Entry& entry) {
  return entry.whole_text.empty()
             ? std::string(kCut)
             : "\n[cut here: longer than a comment may be; all of it is in the file " +
                   entry.whole_text + "]";
}

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

std::string own_comment(const Entry& entry, const ShownResult& shown) {
  auto line = std::string(first_units(joined(entry.remark, shown.note, " "), kMaxComment));
  const auto text =
      without_noformat(without_final_newlines(joined(shown.folded, entry.text, "\n")));
  if (text.empty()) return line;
  const auto begin = joined(line, std::string(kOpen), "\n");
  const auto used = text_length(begin) + text_length(kClose);
  const auto room = used < kMaxComment ? kMaxComment - used : 0;
  return begin + limited(text, room, cut_note(entry)) + std::string(kClose);
}

// What is cut must not leave the rest in a block that is open.
std::string cut_before(const std::string& text, std::size_t room) {
  constexpr std::string_view kNoformat = "{noformat}";
  auto cut = limited(text, room, kCut);
  std::size_t marks = 0;
  for (auto at = cut.find(kNoformat); at != std::string::npos; at = cut.find(kNoformat, at + 1)) {
    ++marks;
  }
  return cut.size() == text.size() || marks % 2 == 0 ? cut : cut + std::string(kNoformat);
}

}  // namespace

std::string comment_of(const Entry& entry, const ShownResult& shown) {
  auto comment = own_comment(entry, shown);
  const auto& earlier = entry.earlier;
  if (earlier.empty() || comment.find(earlier) != std::string::npos) return comment;
  // What was sent before must not stand there twice.
  if (earlier.find(comment) != std::string::npos) return earlier;
  constexpr std::size_t kBetween = 16;  // the blank line, and an end of a block
  const auto used = text_length(comment) + kBetween;
  if (used >= kMaxComment) return comment;
  return cut_before(earlier, kMaxComment - used) + "\n\n" + comment;
}

}  // namespace xrep::client::cloud
