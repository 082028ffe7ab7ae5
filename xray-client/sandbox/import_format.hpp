#pragma once

#include "profile.hpp"

#include <nlohmann/json.hpp>

#include <memory>
#include <optional>
#include <string>

namespace xrep::sandbox {

/// Checks what can be said about an import document without knowing any project: the schema,
/// dates, base64 and the spelling of statuses.
class ImportFormat {
 public:
  explicit ImportFormat(const Answers& answers);
  ~ImportFormat();
  ImportFormat(const ImportFormat&) = delete;
  ImportFormat& operator=(const ImportFormat&) = delete;

  /// Where and why the document is not valid, or nothing. May be called from several threads.
  [[nodiscard]] std::optional<std::string> fault(const nlohmann::json& document) const;

 private:
  struct Compiled;
  const Answers& answers_;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace xrep::sandbox
