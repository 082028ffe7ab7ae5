#include "folder_lock.hpp"

#if defined(_WIN32)

namespace xrep::sandbox {

// On Windows the port is the only guard: two sandboxes with different ports and the same folder
// are not noticed.
FolderLock::~FolderLock() = default;

bool FolderLock::take(const std::filesystem::path&) {
  return true;
}

}  // namespace xrep::sandbox

#else

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace xrep::sandbox {

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool FolderLock::take(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "lock";
  descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  return descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0;
}

}  // namespace xrep::sandbox

#endif
