#include "line_reader.hpp"

#include <algorithm>

namespace xrep {

LineReader::LineReader(const std::filesystem::path& file)
    : in_(file, std::ios::binary), buffer_(64UL * 1024) {}

bool LineReader::fill() {
  in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  at_ = 0;
  size_ = static_cast<std::size_t>(in_.gcount());
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
    if (newline == end) continue;
    ++at_;
    return too_long ? Line::too_long : Line::whole;
  }
  if (too_long) return Line::too_long;
  return anything ? Line::unterminated : Line::end;
}

}  // namespace xrep
