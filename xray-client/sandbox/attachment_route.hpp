#pragma once

#include "store.hpp"

#include <httplib.h>

namespace xrep::sandbox {

/// POST /api/v2/attachments: streams the one part named `attachment` to disk. When it is `lost`,
/// the answer is the same, and nothing is kept.
void upload_attachment(Store& store, const httplib::Request& request, httplib::Response& response,
                       const httplib::ContentReader& content, bool lost);

/// GET of an upload or of evidence by its id. Fills a 400 when there is none.
void download_attachment(const Store& store, const std::string& id, httplib::Response& response);

}  // namespace xrep::sandbox
