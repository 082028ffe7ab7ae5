#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace xrep::sandbox {

/// The attachments on disk, one file per id. Ids are made by the sandbox, never by a client.
class Files {
 public:
  explicit Files(std::filesystem::path folder) : folder_(std::move(folder)) {}

  [[nodiscard]] std::filesystem::path path(const std::string& id) const { return folder_ / id; }
  /// False when the disk refused.
  [[nodiscard]] bool write(const std::string& id, std::string_view bytes) const;
  /// Gives the content of `from` the second id `to`, without a copy where the disk allows it.
  [[nodiscard]] bool duplicate(const std::string& from, const std::string& to) const;
  void remove(const std::string& id) const noexcept;

 private:
  std::filesystem::path folder_;
};

/// Replaces a file in one step, so that a reader or a crash never sees half of it. Returns what
/// went wrong, or nothing.
[[nodiscard]] std::optional<std::string> replace_file(const std::filesystem::path& path,
                                                      std::string_view text);

}  // namespace xrep::sandbox
