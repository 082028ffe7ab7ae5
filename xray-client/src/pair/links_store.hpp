#pragma once

#include "error.hpp"
#include "pair/links_document.hpp"
#include "plan/test_links.hpp"
#include "settings.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace xrep::client {

/// The links file of a working copy, to be read and changed.
class LinksStore {
 public:
  /// The file that a push from `folder` would read. Without one it will be made: where the setting
  /// `links` says, else beside `config_file`, else in `folder`. With `keep` nothing is ever
  /// written, and links() shows what would be.
  static Expected<LinksStore> open(const Settings& settings,
                                   const std::filesystem::path& config_file,
                                   const std::filesystem::path& folder, bool keep);

  const std::filesystem::path& file() const { return file_; }
  const TestLinks& links() const { return links_; }

  /// The edits that would change something.
  std::vector<LinkEdit> open_edits(const std::vector<LinkEdit>& edits) const;

  /// Makes the edits in what the file holds by now, and writes it if that changes anything.
  Expected<void> change(const std::vector<LinkEdit>& edits);

 private:
  Expected<void> read();

  std::filesystem::path file_;
  std::string text_;  ///< empty: there is no file yet
  TestLinks links_;
  bool keep_ = false;
};

}  // namespace xrep::client
