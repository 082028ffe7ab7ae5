#include "line_reader.hpp"

#include <algorithm>
#include <limits>

namespace xrep {

namespace {

constexpr std::uint64_t kBuffer = 64U * 1024;

}  // namespace

LineReader::LineReader(const std::filesystem::path& file)
    : LineReader(file, 0, std::numeric_limits<std::uint64_t>::max()) {}

LineReader::LineReader(const std::filesystem::path& file, std::uint64_t begin, std::uint64_t end)
    : in_(file, std::ios::binary),
      buffer_(static_cast<std::size_t>(std::min(kBuffer, end - begin))),
      position_(begin),
      left_(end - begin) {
  if (begin != 0) in_.seekg(static_cast<std::streamoff>(begin));
}

bool LineReader::fill() {
  in_.read(buffer_.data(),
           static_cast<std::streamsize>(std::min<std::uint64_t>(buffer_.size(), left_)));
  at_ = 0;
  size_ = static_cast<std::size_t>(in_.gcount());
  left_ -= size_;
  return size_ > 0;
}

LineReader::Line LineReader::next() {
  line_.clear();
  bool too_long = false;
  bool anything = false;
  while (at_ < size_ || fill()) {
    anything = true;
    const char* const begin = buffer_.data() + at_;
    const char* const end = buffer_.data() + size_;
    const char* const newline = std::find(begin, end, '\n');
    const auto length = static_cast<std::size_t>(newline - begin);
    too_long = too_long || line_.size() + length > kMaxLine;
    if (!too_long) line_.append(begin, length);
    at_ += length;
    position_ += length;
    if (newline == end) continue;
    ++at_;
    ++position_;
    return too_long ? Line::too_long : Line::whole;
  }
  if (too_long) return Line::too_long;
  return anything ? Line::unterminated : Line::end;
}

}  // namespace xrep
