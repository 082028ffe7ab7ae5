#include "event.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace xrep {
namespace {

using nlohmann::json;

// Events are nested once; the rest is room for later versions. Without a limit a hostile file could
// use up memory far beyond its size.
bool nested_too_deeply(std::string_view line) {
  constexpr int kMaxDepth = 16;
  int depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c == '"') in_text = false;
    } else if (c == '"') {
      in_text = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaxDepth) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

}  // namespace

std::optional<Event> Event::parse(std::string_view line) {
  if (nested_too_deeply(line)) return std::nullopt;
  const json document = json::parse(line, nullptr, false);
  if (!document.is_object()) return std::nullopt;
  Event event;
  event.members_.reserve(document.size());
  for (const auto& [name, value] : document.items()) event.members_.push_back(read(name, value));
  event.name_ = event.text("e");
  if (event.name_.empty()) return std::nullopt;
  constexpr std::uint64_t kLatest = std::numeric_limits<std::int64_t>::max();
  event.time_ = static_cast<std::int64_t>(std::min(event.number("t"), kLatest));
  return event;
}

Event::Member Event::read(const std::string& name, const json& value) {
  Member member;
  member.name = name;
  if (value.is_string()) member.text = value.get_ref<const std::string&>();
  if (value.is_number_unsigned()) member.number = value.get<std::uint64_t>();
  if (value.is_boolean()) member.truth = value.get<bool>();
  if (value.is_array()) {
    for (const auto& item : value) {
      if (item.is_string()) member.texts.push_back(item.get<std::string>());
    }
  }
  return member;
}

const Event::Member* Event::find(std::string_view member) const {
  const auto found = std::find_if(members_.begin(), members_.end(),
                                  [&](const Member& other) { return other.name == member; });
  return found == members_.end() ? nullptr : &*found;
}

std::string Event::text(std::string_view member) const {
  const Member* found = find(member);
  return found == nullptr ? std::string() : found->text;
}

std::vector<std::string> Event::texts(std::string_view member) const {
  const Member* found = find(member);
  return found == nullptr ? std::vector<std::string>() : found->texts;
}

std::uint64_t Event::number(std::string_view member) const {
  const Member* found = find(member);
  return found == nullptr ? 0 : found->number;
}

std::uint32_t Event::small_number(std::string_view member) const {
  const std::uint64_t value = number(member);
  return value > std::numeric_limits<std::uint32_t>::max() ? 0 : static_cast<std::uint32_t>(value);
}

int Event::line_number(std::string_view member) const {
  const std::uint64_t value = number(member);
  return value > static_cast<std::uint64_t>(std::numeric_limits<int>::max())
             ? 0
             : static_cast<int>(value);
}

bool Event::truth(std::string_view member) const {
  const Member* found = find(member);
  return found != nullptr && found->truth;
}

}  // namespace xrep
