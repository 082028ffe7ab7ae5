#pragma once

#include <cstddef>
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

 private:
  bool fill();

  std::ifstream in_;
  std::vector<char> buffer_;
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  std::string line_;
};

}  // namespace xrep
