#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace xrep::platform {

std::int64_t process_id() noexcept;
std::string host_name();

/// Tells the process that claimed it from its children, even from one of clone(), where no fork
/// handler runs. Asking is done with every event, and a system call costs as much as all else in
/// one.
class OwnProcess {
 public:
  /// The calling process becomes the owner.
  void claim() noexcept;
  bool is_this() const noexcept;

 private:
  // Not 0 in the owner; a child sees 0 there. Null where the system has no such memory.
  std::atomic<const volatile char*> mark_{nullptr};
  std::atomic<std::int64_t> id_{0};
};

/// Calls `visit` with each environment variable; the views live as long as the variable.
void each_variable(const std::function<void(std::string_view name, std::string_view value)>& visit);

/// Runs `handler` in each child of fork(), before anything else happens there.
void on_fork_in_child(void (*handler)());

/// A second descriptor of stderr that no exec inherits; -1 if there is none.
int duplicate_stderr() noexcept;

}  // namespace xrep::platform
