#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace xrep::client {

/// The body of a request: text in memory and files that stay on disk until they are read. Its size
/// is known before it is sent, and it can be read again from the start.
class Body {
 public:
  void append(std::string text);

  /// The first `size` bytes of `file` as base64 (standard alphabet, padded, no line breaks).
  void append_base64(std::filesystem::path file, std::uint64_t size);

  void append(const Body& other);
  void append(Body&& other);

  std::uint64_t size() const { return size_; }

  /// How much of it is in memory, about.
  std::uint64_t text_size() const { return text_size_; }
  bool empty() const { return size_ == 0; }

 private:
  friend class BodyReader;
  struct Piece {
    std::string text;
    std::filesystem::path file;  ///< empty: a piece of text
    std::uint64_t file_size = 0;
    std::uint64_t length() const;
  };
  std::vector<Piece> pieces_;
  std::uint64_t size_ = 0;
  std::uint64_t text_size_ = 0;
};

/// Reads a Body in pieces. The Body must outlive it and stay as it is.
class BodyReader {
 public:
  explicit BodyReader(const Body& body);

  /// Up to `capacity` bytes; 0 at the end. A file that got shorter or cannot be read sets error().
  std::size_t read(char* out, std::size_t capacity);

  void rewind();

  /// Empty, or which file could not be read and why.
  const std::string& error() const { return error_; }

 private:
  bool fill_from_file(const Body::Piece& piece);

  const Body* body_;
  std::size_t piece_ = 0;
  std::uint64_t offset_ = 0;  ///< in the current piece
  std::ifstream file_;
  std::string buffer_;  ///< encoded bytes of the current file that were not handed out yet
  std::uint64_t file_read_ = 0;
  std::string error_;
};

/// The whole body as text, for small ones and tests.
std::string to_text(const Body& body);

}  // namespace xrep::client
