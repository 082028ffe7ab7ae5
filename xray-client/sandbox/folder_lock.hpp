#pragma once

#include <filesystem>

namespace xrep::sandbox {

/// Keeps a second sandbox out of a data folder while this one uses it.
class FolderLock {
 public:
  FolderLock() = default;
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  /// False when another sandbox holds the folder or the lock file cannot be made.
  [[nodiscard]] bool take(const std::filesystem::path& folder);

 private:
  int descriptor_ = -1;
};

}  // namespace xrep::sandbox
