#include "media_type.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace xrep::sandbox {
namespace {

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::string type_of_name(const std::string& filename) {
  static const std::map<std::string, std::string> types = {
      {"png", "image/png"},   {"jpg", "image/jpeg"}, {"jpeg", "image/jpeg"}, {"gif", "image/gif"},
      {"webp", "image/webp"}, {"bmp", "image/bmp"},  {"mp4", "video/mp4"},   {"webm", "video/webm"},
      {"txt", "text/plain"},  {"log", "text/plain"}, {"json", "text/plain"}, {"xml", "text/plain"},
      {"svg", "text/plain"},  {"html", "text/plain"}};
  const auto found = types.find(lower(filename.substr(filename.rfind('.') + 1)));
  return found == types.end() ? std::string() : found->second;
}

std::string bare_type(const std::string& content_type, const std::string& filename) {
  std::string type = lower(content_type.substr(0, content_type.find_first_of("; ")));
  return type.empty() || type == "application/octet-stream" ? type_of_name(filename) : type;
}

bool is_text(const std::string& type) {
  static const std::set<std::string> also = {"application/json", "application/xml",
                                             "application/javascript", "application/xhtml+xml",
                                             "image/svg+xml"};
  return type.compare(0, 5, "text/") == 0 || also.count(type) != 0;
}

}  // namespace

bool is_picture(const std::string& content_type, const std::string& filename) {
  static const std::set<std::string> pictures = {"image/png", "image/jpeg", "image/gif",
                                                 "image/webp", "image/bmp"};
  return pictures.count(bare_type(content_type, filename)) != 0;
}

std::string safe_media_type(const std::string& content_type, const std::string& filename) {
  std::string type = bare_type(content_type, filename);
  if (is_picture(content_type, filename) || type == "video/mp4" || type == "video/webm") {
    return type;
  }
  return is_text(type) ? "text/plain; charset=utf-8" : "application/octet-stream";
}

}  // namespace xrep::sandbox
