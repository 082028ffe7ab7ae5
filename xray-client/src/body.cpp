#include "body.hpp"

#include "base64.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace xrep::client {
namespace {

// A multiple of 3, so that no piece but the last one is padded.
constexpr std::uint64_t kBytesPerRead = 49152;

std::string reason_of(int error_number) {
  return error_number == 0 ? "it cannot be read" : std::strerror(error_number);
}

}  // namespace

std::uint64_t Body::Piece::length() const {
  return file.empty() ? text.size() : base64_length(file_size);
}

void Body::append(std::string text) {
  if (text.empty()) return;
  size_ += text.size();
  text_size_ += text.size();
  if (!pieces_.empty() && pieces_.back().file.empty()) {
    pieces_.back().text += text;
  } else {
    pieces_.push_back({std::move(text), {}, 0});
  }
}

void Body::append_base64(std::filesystem::path file, std::uint64_t size) {
  if (size == 0) return;
  text_size_ += sizeof(Piece) + file.native().size();
  pieces_.push_back({{}, std::move(file), size});
  size_ += pieces_.back().length();
}

void Body::append(const Body& other) {
  append(Body(other));
}

void Body::append(Body&& other) {
  for (auto& piece : other.pieces_) {
    if (piece.file.empty()) {
      append(std::move(piece.text));
    } else {
      append_base64(std::move(piece.file), piece.file_size);
    }
  }
}

BodyReader::BodyReader(const Body& body) : body_(&body) {}

std::size_t BodyReader::read(char* out, std::size_t capacity) {
  std::size_t written = 0;
  while (written < capacity && piece_ < body_->pieces_.size() && error_.empty()) {
    const auto& piece = body_->pieces_[piece_];
    if (offset_ == piece.length()) {
      ++piece_;
      offset_ = 0;
      file_ = {};
      buffer_.clear();
      file_read_ = 0;
      continue;
    }
    if (!piece.file.empty() && buffer_.empty() && !fill_from_file(piece)) break;
    const auto& source = piece.file.empty() ? piece.text : buffer_;
    const auto from = piece.file.empty() ? static_cast<std::size_t>(offset_) : 0;
    const auto count = std::min(capacity - written, source.size() - from);
    std::copy_n(source.data() + from, count, out + written);
    if (!piece.file.empty()) buffer_.erase(0, count);
    offset_ += count;
    written += count;
  }
  return written;
}

bool BodyReader::fill_from_file(const Body::Piece& piece) {
  if (!file_.is_open()) {
    errno = 0;
    file_.open(piece.file, std::ios::binary);
    if (!file_) {
      error_ = "cannot open " + piece.file.string() + ": " + reason_of(errno);
      return false;
    }
  }
  const auto wanted = std::min(kBytesPerRead, piece.file_size - file_read_);
  std::string bytes(static_cast<std::size_t>(wanted), '\0');
  file_.read(bytes.data(), static_cast<std::streamsize>(wanted));
  const auto got = static_cast<std::uint64_t>(file_.gcount());
  if (got != wanted) {
    error_ = piece.file.string() + " holds " + std::to_string(file_read_ + got) + " bytes, not " +
             std::to_string(piece.file_size) + " as recorded: it was changed or cannot be read";
    return false;
  }
  file_read_ += got;
  buffer_ = to_base64(bytes);
  return true;
}

void BodyReader::rewind() {
  piece_ = 0;
  offset_ = 0;
  file_ = {};
  buffer_.clear();
  file_read_ = 0;
  error_.clear();
}

std::string to_text(const Body& body) {
  std::string text(static_cast<std::size_t>(body.size()), '\0');
  BodyReader reader(body);
  std::size_t filled = 0;
  while (const auto count = reader.read(text.data() + filled, text.size() - filled)) {
    filled += count;
  }
  text.resize(filled);
  return text;
}

}  // namespace xrep::client
