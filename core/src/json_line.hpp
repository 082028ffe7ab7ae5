#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
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
  /// `event`: plain ASCII. `time`: microseconds.
  void start(std::string_view event, std::int64_t time);

  template <std::size_t N>
  void start(const char (&event)[N], std::int64_t time) {
    size_ = 0;
    put("\n{\"e\":\"");
    put(event);
    put("\"");
    put_time(time);
  }

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

  /// As text, but writes nothing and gives false when `value` is empty or not is_plain().
  template <std::size_t N>
  bool text_if_plain(const char (&member)[N], std::string_view value) {
    const std::size_t before = size_;
    name(member);
    if (!value.empty() && quoted_if_plain(value)) return true;
    size_ = before;
    return false;
  }

  template <std::size_t N>
  void truth(const char (&member)[N], bool value) {
    if (!value) return;
    name(member);
    put("true");
  }

  /// A list of texts: open_list, item for each, close_list.
  template <std::size_t N>
  void open_list(const char (&member)[N]) {
    name(member);
    put("[");
    first_item_ = true;
  }
  void item(std::string_view value);
  /// As item, but writes nothing and gives false when `value` is not is_plain().
  bool item_if_plain(std::string_view value);
  void close_list() { put("]"); }

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
  void put_time(std::int64_t time);
  void start_second(std::int64_t second);
  void plain(std::string_view value);
  bool quoted_if_plain(std::string_view value);
  void quoted(std::string_view value);
  void escaped(std::string_view value);
  void next_item();

  std::vector<char> buffer_;
  std::size_t size_ = 0;
  bool first_item_ = true;

  // Many events fall into one second, whose digits are then already here.
  std::int64_t second_start_ = -1;  ///< microseconds
  static constexpr std::size_t kMaxStamp = 32;
  std::array<char, kMaxStamp> stamp_{};
  std::size_t stamp_size_ = 0;
};

}  // namespace xrep
