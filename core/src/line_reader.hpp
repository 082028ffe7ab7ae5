#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace xrep {

/// Reads a file line by line in bounded memory.
class LineReader {
 public:
  static constexpr std::size_t kMaxLine = 1 << 20;  ///< bytes

  explicit LineReader(const std::filesystem::path& file);

  /// The bytes from `begin` to `end` of the file alone.
  LineReader(const std::filesystem::path& file, std::uint64_t begin, std::uint64_t end);

  bool opened() const { return in_.is_open(); }

  enum class Line {
    whole,
    too_long,      ///< its text is not kept
    unterminated,  ///< the last one, without a newline: torn, or being written
    end
  };
  Line next();

  /// The text of the last line, without its newline.
  std::string_view text() const { return line_; }

  /// Offset in the file behind the last line and its newline.
  std::uint64_t position() const { return position_; }

 private:
  bool fill();

  std::ifstream in_;
  std::vector<char> buffer_;
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  std::string line_;
  std::uint64_t position_ = 0;
  std::uint64_t left_;  ///< bytes of the file still to be read
};

}  // namespace xrep
