#pragma once

#include <string>

namespace xrep::sandbox {

/// The type under which an attachment is served: what a browser would run (HTML, SVG, XML,
/// scripts) becomes plain text, what it does not know a download.
[[nodiscard]] std::string safe_media_type(const std::string& content_type,
                                          const std::string& filename);

/// True for pictures that a page may show.
[[nodiscard]] bool is_picture(const std::string& content_type, const std::string& filename);

}  // namespace xrep::sandbox
