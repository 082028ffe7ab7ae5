#include "base64.hpp"

namespace xrep::client {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Bytes beyond the end count as zero; the caller pads.
std::uint32_t three_bytes(std::string_view bytes, std::size_t at) {
  std::uint32_t group = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto byte = at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U;
    group = group << 8 | byte;
  }
  return group;
}

}  // namespace

std::string to_base64(std::string_view bytes) {
  std::string text;
  text.reserve(static_cast<std::size_t>(base64_length(bytes.size())));
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const auto group = three_bytes(bytes, at);
    const auto left = bytes.size() - at;
    text += kAlphabet[group >> 18];
    text += kAlphabet[group >> 12 & 63];
    text += left > 1 ? kAlphabet[group >> 6 & 63] : '=';
    text += left > 2 ? kAlphabet[group & 63] : '=';
  }
  return text;
}

}  // namespace xrep::client
