#pragma once

#include "error.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace xrep::client {

/// One change of a links file.
struct LinkEdit {
  enum class Kind { add_link, remove_link, add_set };
  Kind kind = Kind::add_link;
  std::string name;  ///< of a test, or of a suite for add_set
  std::string key;   ///< for remove_link it may be empty: all keys
};

/// A links file (docs/links.md) to be changed: what is not changed stays as it is, with its notes.
class LinksDocument {
 public:
  /// No links.
  LinksDocument();

  /// What `file` holds, or shall hold. Errors are those of parse_links: what cannot be read must
  /// not be written either.
  static Expected<LinksDocument> parse(const std::string& text, const std::filesystem::path& file);

  /// False: it is so already.
  bool apply(const LinkEdit& edit);

  /// One link per line, sorted by name, then key.
  std::string text() const;

 private:
  bool add(const char* list, const char* name, const char* key, const LinkEdit& edit);
  bool remove(const LinkEdit& edit);

  nlohmann::ordered_json content_;
};

}  // namespace xrep::client
