#include "secrets.hpp"

#include "platform/process.hpp"

#include <algorithm>
#include <array>

namespace xrep {
namespace {

constexpr std::size_t kShortest = 8;  ///< bytes

// A polynomial over the bytes, modulo 2^64: that of a window is made from that of the one before.
constexpr std::uint64_t kBase = 0x9E3779B97F4A7C15ULL;

std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0;
  for (const char c : text) value = value * kBase + static_cast<unsigned char>(c) + 1;
  return value;
}

std::uint64_t power(std::size_t exponent) {
  std::uint64_t value = 1;
  for (std::size_t i = 0; i < exponent; ++i) value *= kBase;
  return value;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

bool says_secret(const std::string& name) {
  constexpr std::array<std::string_view, 4> kParts{"token", "secret", "password", "key"};
  return name == "jira_user" ||
         std::any_of(kParts.begin(), kParts.end(),
                     [&](std::string_view part) { return name.find(part) != name.npos; });
}

/// Between the scheme and the last @ of the authority.
std::string_view user_info(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme != url.npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find('/'));
  const auto at = url.rfind('@');
  return at == url.npos ? std::string_view() : url.substr(0, at);
}

}  // namespace

Secrets Secrets::of_environment() {
  Secrets secrets;
  platform::each_variable([&](std::string_view name, std::string_view value) {
    const auto word = lower(name);
    if (says_secret(word)) secrets.add(value);
    if (word.find("proxy") == word.npos) return;
    const auto user = user_info(value);
    secrets.add(user);
    if (const auto colon = user.find(':'); colon != user.npos) secrets.add(user.substr(colon + 1));
  });
  return secrets;
}

void Secrets::add(std::string_view value) {
  if (value.size() < kShortest) return;
  const auto same = [&](const OfLength& known) { return known.length == value.size(); };
  auto place = std::find_if(by_length_.begin(), by_length_.end(), same);
  if (place == by_length_.end()) place = by_length_.insert(place, {value.size(), {}});
  place->hashes.push_back(hash(value));
}

std::vector<Secrets::Span> Secrets::find(std::string_view text) const {
  std::vector<Span> found;
  for (const auto& [length, hashes] : by_length_) {
    if (text.size() < length) continue;
    const std::uint64_t leaving = power(length - 1);
    std::uint64_t value = hash(text.substr(0, length));
    for (std::size_t at = 0;; ++at) {
      const bool is_one = std::find(hashes.begin(), hashes.end(), value) != hashes.end();
      if (is_one) found.emplace_back(at, at + length);
      if (at + length == text.size()) break;
      value -= (static_cast<unsigned char>(text[at]) + std::uint64_t{1}) * leaving;
      value = value * kBase + static_cast<unsigned char>(text[at + length]) + 1;
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string_view Secrets::hide(std::string_view text, std::string& storage) const {
  const auto found = find(text);
  if (found.empty()) return text;
  std::string result;
  std::size_t done = 0;
  for (const auto& [from, to] : found) {
    // One that overlaps the one before is hidden by the same stars.
    if (from >= done) result.append(text.substr(done, from - done)).append("***");
    done = std::max(done, to);
  }
  result.append(text.substr(done));
  storage = std::move(result);
  return storage;
}

}  // namespace xrep
