#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace xrep::client::platform {

/// Appends `text` and syncs it to the disk; a torn last line is closed first. Empty, or the reason.
std::string append_durably(const std::filesystem::path& file, const std::string& text);

/// Gives `file` this text in one step: whoever reads it sees all of the old or all of the new one,
/// also after a crash. Mode and place stay as they are, also behind a symbolic link. Empty, or the
/// reason.
std::string replace_durably(const std::filesystem::path& file, const std::string& text);

/// Holds a directory for one pusher; released when it goes away or its process dies.
class DirectoryLock {
 public:
  /// Null when another process holds it, or `problem` says why it could not be taken.
  static std::unique_ptr<DirectoryLock> take(const std::filesystem::path& directory,
                                             std::string& problem);

  /// The same by means of this file, which is made when it is missing.
  static std::unique_ptr<DirectoryLock> take_file(const std::filesystem::path& file,
                                                  std::string& problem);
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  explicit DirectoryLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace xrep::client::platform
