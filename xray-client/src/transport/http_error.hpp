#pragma once

#include "error.hpp"

#include <curl/curl.h>

#include <string>

namespace xrep::client {

/// A transfer of `handle` to `url` that ended with `code`: what that means for the request, and
/// `reason` in a message; `url_setting` is where the address came from.
Error http_error(CURL* handle, CURLcode code, const std::string& url, const std::string& reason,
                 const std::string& url_setting);

/// What libcurl says about `code`, `detail` being the content of its error buffer.
std::string curl_reason(CURLcode code, const std::string& detail);

}  // namespace xrep::client
