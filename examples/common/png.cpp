#include "png.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace example {
namespace {

using Bytes = std::vector<std::uint8_t>;

void add_number(Bytes& bytes, std::uint32_t number) {
  for (const int shift : {24, 16, 8, 0}) {
    bytes.push_back(static_cast<std::uint8_t>(number >> shift));
  }
}

std::uint32_t crc32(const Bytes& bytes) {
  std::uint32_t crc = 0xffffffffU;
  for (const auto byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
    }
  }
  return ~crc;
}

std::uint32_t adler32(const Bytes& bytes) {
  std::uint32_t a = 1;
  std::uint32_t b = 0;
  for (const auto byte : bytes) {
    a = (a + byte) % 65521U;
    b = (b + a) % 65521U;
  }
  return b << 16 | a;
}

void add_chunk(Bytes& file, std::string_view type, const Bytes& data) {
  Bytes checked(type.begin(), type.end());
  checked.insert(checked.end(), data.begin(), data.end());
  add_number(file, static_cast<std::uint32_t>(data.size()));
  file.insert(file.end(), checked.begin(), checked.end());
  add_number(file, crc32(checked));
}

// A zlib stream of stored blocks (RFC 1950, RFC 1951): nothing is compressed, and no zlib needed.
Bytes stored(const Bytes& data) {
  constexpr std::size_t kMaxBlock = 65535;
  Bytes stream = {0x78, 0x01};
  for (std::size_t start = 0; start < data.size(); start += kMaxBlock) {
    const auto size = std::min(kMaxBlock, data.size() - start);
    stream.push_back(start + size == data.size() ? 1 : 0);
    for (const auto length : {size, ~size}) {
      stream.push_back(static_cast<std::uint8_t>(length));
      stream.push_back(static_cast<std::uint8_t>(length >> 8));
    }
    const auto first = data.begin() + static_cast<std::ptrdiff_t>(start);
    stream.insert(stream.end(), first, first + static_cast<std::ptrdiff_t>(size));
  }
  add_number(stream, adler32(data));
  return stream;
}

}  // namespace

std::vector<std::uint8_t> encode_png(int width, int height, const std::vector<std::uint8_t>& pixels,
                                     const std::vector<Rgb>& palette) {
  Bytes header;
  add_number(header, static_cast<std::uint32_t>(width));
  add_number(header, static_cast<std::uint32_t>(height));
  const std::array<std::uint8_t, 5> kEightBitPalette = {8, 3, 0, 0, 0};
  header.insert(header.end(), kEightBitPalette.begin(), kEightBitPalette.end());

  Bytes colours;
  for (const auto& colour : palette) {
    colours.insert(colours.end(), {colour.red, colour.green, colour.blue});
  }

  Bytes rows;
  auto pixel = pixels.begin();
  for (int y = 0; y < height; ++y, pixel += width) {
    rows.push_back(0);  // filter: none
    rows.insert(rows.end(), pixel, pixel + width);
  }

  Bytes file = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  add_chunk(file, "IHDR", header);
  add_chunk(file, "PLTE", colours);
  add_chunk(file, "IDAT", stored(rows));
  add_chunk(file, "IEND", {});
  return file;
}

}  // namespace example
