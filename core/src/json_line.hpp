#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace xrep {

/// Writes one event as one line of JSON into a buffer that is used again and again.
///
/// It exists because building a tree of values for each event costs more than the rest of
/// recording: both events of a trivial test together have to stay in the low thousands of
/// instructions. Texts must be valid UTF-8.
class JsonLine {
 public:
  JsonLine();

  /// `event`: plain ASCII. `time`: microseconds.
  void start(std::string_view event, std::int64_t time);

  /// Members that are empty or 0 are left out. Their names are literals.
  template <std::size_t N>
  void number(const char (&member)[N], std::uint64_t value) {
    if (value == 0) return;
    name(member);
    digits(value);
  }

  template <std::size_t N>
  void text(const char (&member)[N], std::string_view value) {
    if (value.empty()) return;
    name(member);
    quoted(value);
  }

  /// As text, for what is_plain() and not empty.
  template <std::size_t N>
  void plain_text(const char (&member)[N], std::string_view value) {
    name(member);
    plain(value);
  }

  template <std::size_t N>
  void truth(const char (&member)[N], bool value) {
    if (!value) return;
    name(member);
    put("true");
  }

  template <std::size_t N>
  void texts(const char (&member)[N], const std::vector<std::string_view>& values) {
    if (values.empty()) return;
    name(member);
    list(values);
  }

  /// The finished line with its newline; with `newline_first` also one before it.
  std::string_view finish(bool newline_first);

 private:
  // A literal of known length becomes one or two machine words this way.
  template <std::size_t N>
  void put(const char (&literal)[N]) {
    make_room(N - 1);
    std::memcpy(buffer_.data() + size_, literal, N - 1);
    size_ += N - 1;
  }

  template <std::size_t N>
  void name(const char (&member)[N]) {
    put(",\"");
    put(member);
    put("\":");
  }

  void make_room(std::size_t bytes) {
    if (buffer_.size() - size_ < bytes) grow(bytes);
  }

  void grow(std::size_t bytes);
  void digits(std::uint64_t value);
  void micros(std::int64_t time);
  void plain(std::string_view value);
  void quoted(std::string_view value);
  void escaped(std::string_view value);
  void list(const std::vector<std::string_view>& values);

  std::vector<char> buffer_;
  std::size_t size_ = 0;

  // Many events fall into one second, whose digits are then already here.
  std::int64_t second_ = -1;
  std::string second_digits_;
};

}  // namespace xrep
