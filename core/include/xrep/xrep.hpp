#pragma once

/// xrep in test code: name the Xray Test, record steps, attach files.
///
///     TEST(Checkout, PaysByCard) {
///       xrep::test_key("SHOP-42");
///       xrep::step("Pay", [&] { pay(); });
///       xrep::attach_file("trace.log");
///     }
///
/// Every call works the same under GoogleTest and Catch2, from any thread, and refers to the test
/// that is running. It does nothing when xrep is not turned on, when no test is running, and in a
/// child process of fork(). No call throws, and none changes the verdict of a test: what cannot be
/// recorded is said on stderr and noted in the result.
///
/// All text is UTF-8; invalid sequences, control characters and terminal escapes are repaired.

#include <xrep/export.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace xrep {

/// This test is the Xray Test `key`, e.g. "SHOP-42". Call it again for each further Test that the
/// same result goes to. A malformed key (not PROJECT-NUMBER) is reported and that result withheld.
XREP_API void test_key(std::string_view key) noexcept;

/// This test covers the requirement (story, epic, …) `key`, e.g. "SHOP-7".
XREP_API void requirement(std::string_view key) noexcept;

/// Links the defect `key` to this result. The issue must exist in Jira when the run is pushed.
XREP_API void defect(std::string_view key) noexcept;

/// Adds a line to the comment of this result.
XREP_API void comment(std::string_view text) noexcept;

/// Names a parameter of this run of the test, shown with its iteration in Xray. Xray wants names
/// that start with a letter or `_` and have at most 64 characters; others are repaired. The same
/// name twice: the last value wins.
XREP_API void parameter(std::string_view name, std::string_view value) noexcept;

/// Sets the custom field `name` of this result (a Test Run custom field of the Xray project), e.g.
/// "Rig" to "B2". The same name twice: the last value wins; an empty value leaves the field out. It
/// wins over the setting custom_fields. Several values of a multi-select field are separated by
/// `;`. A field or value that the project does not have is left out and reported when pushing.
XREP_API void custom_field(std::string_view name, std::string_view value) noexcept;

/// Attaches `bytes` from memory as the file `name` to the innermost open step, else to the test.
/// `media_type` (e.g. "image/png") is found from the name when it is empty. Larger than the setting
/// max_attachment_size: refused with a note.
XREP_API void attach(std::string_view name, std::string_view bytes,
                     std::string_view media_type = {}) noexcept;

/// Attaches a copy of the file at `path`, taken before the call returns: it may be changed or
/// deleted right after. `name` is the name people see; empty: the last part of `path`. A file that
/// is missing, empty, unreadable or not a regular file is refused with a note.
XREP_API void attach_file(std::string_view path, std::string_view name = {},
                          std::string_view media_type = {}) noexcept;

namespace detail {

template <class T>
using IfByteContainer =
    std::enable_if_t<sizeof(*std::declval<const T&>().data()) == 1 &&
                     std::is_integral_v<decltype(std::declval<const T&>().size())> &&
                     !std::is_convertible_v<const T&, std::string_view>>;

template <class T>
using IfPath = std::enable_if_t<!std::is_convertible_v<const T&, std::string_view>,
                                decltype(std::declval<const T&>().filename().string())>;

template <class Bytes>
std::string_view as_bytes(const Bytes& bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(bytes.size())};
}

}  // namespace detail

/// attach() for any contiguous container of bytes, such as std::vector<std::uint8_t>.
template <class Bytes, class = detail::IfByteContainer<Bytes>>
void attach(std::string_view name, const Bytes& bytes, std::string_view media_type = {}) noexcept {
  attach(name, detail::as_bytes(bytes), media_type);
}

/// attach_file() for std::filesystem::path.
template <class Path, class = detail::IfPath<Path>>
void attach_file(const Path& path, std::string_view name = {},
                 std::string_view media_type = {}) noexcept {
  const auto text = path.string();
  attach_file(std::string_view(text), name, media_type);
}

/// A step of the running test, open for as long as the object lives. Steps may be nested. A step
/// is FAILED when a failure or an exception happens inside it, else PASSED. Close it on the thread
/// that opened it.
class XREP_API Step {
 public:
  explicit Step(std::string_view name) noexcept;
  ~Step();
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;

  /// What should happen, shown beside the step.
  void expected(std::string_view text) noexcept;

  /// What the step works with (input, test data), shown beside the step. The last call counts.
  void data(std::string_view text) noexcept;

  /// As xrep::attach and xrep::attach_file, to this very step.
  void attach(std::string_view name, std::string_view bytes,
              std::string_view media_type = {}) noexcept;
  void attach_file(std::string_view path, std::string_view name = {},
                   std::string_view media_type = {}) noexcept;

  template <class Bytes, class = detail::IfByteContainer<Bytes>>
  void attach(std::string_view name, const Bytes& bytes,
              std::string_view media_type = {}) noexcept {
    attach(name, detail::as_bytes(bytes), media_type);
  }

  template <class Path, class = detail::IfPath<Path>>
  void attach_file(const Path& path, std::string_view name = {},
                   std::string_view media_type = {}) noexcept {
    const auto text = path.string();
    attach_file(std::string_view(text), name, media_type);
  }

 private:
  std::uint64_t id_;
  int exceptions_;
};

/// Runs `body` inside a step and gives back what it returns.
template <class Body>
decltype(auto) step(std::string_view name, Body&& body) {
  const Step scope(name);
  return std::forward<Body>(body)();
}

}  // namespace xrep
