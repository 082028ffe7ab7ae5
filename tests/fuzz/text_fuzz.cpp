// What tests print, on its way into JSON.

#include "fuzz.hpp"
#include "secrets.hpp"
#include "text.hpp"

#include <utf8.h>

#include <algorithm>

namespace {

bool is_valid(std::string_view text) {
  return utf8::is_valid(text.begin(), text.end());
}

bool has_control(std::string_view text, std::string_view allowed) {
  return std::any_of(text.begin(), text.end(), [&](char c) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    return control && allowed.find(c) == allowed.npos;
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace xrep;
  const auto text = fuzz::text_of(data, size);
  const std::string repaired = repair(text);
  fuzz::require(is_valid(repaired), "repaired text is UTF-8");
  fuzz::require(!has_control(repaired, "\t\n"), "repaired text has no control characters");
  fuzz::require(repair(repaired) == repaired, "repairing twice changes nothing");

  const std::string line = single_line(text);
  fuzz::require(is_valid(line) && !has_control(line, "\t"), "a name is one line of UTF-8");
  std::string storage;
  fuzz::require(single_line(line, storage) == line, "a repaired name is left alone");

  const std::size_t limit = size == 0 ? 0 : data[0];
  const auto shortened = cut(repaired, limit);
  fuzz::require(shortened.size() <= limit && is_valid(shortened), "cut text is short and UTF-8");

  const std::string name = display_name(text);
  fuzz::require(!name.empty() && name.size() <= 255 && is_valid(name) &&
                    name.find_first_of("/\\") == name.npos,
                "names of files are short and have no slashes");

  Secrets secrets;
  const auto secret = text.substr(size / 3, 8 + limit % 8);
  secrets.add(secret);
  const std::string hidden(secrets.hide(text, storage));
  const bool can_be_found = secret.size() >= 8 && secret.find('*') == secret.npos;
  fuzz::require(!can_be_found || hidden.find(secret) == hidden.npos, "secrets are hidden");
  return 0;
}
