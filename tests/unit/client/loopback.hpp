#pragma once

#include "support/canned_server.hpp"
#include "transport/http.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace xrep::client {

/// HTTP to this machine, whatever proxy its environment names. No test may need kPatience: it only
/// keeps a broken client from hanging.
class Loopback : public ::testing::Test {
 protected:
  static constexpr std::chrono::seconds kPatience{60};

  static void SetUpTestSuite() {
    for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
                             "no_proxy", "NO_PROXY"}) {
      ::unsetenv(name);
    }
  }

  static HttpClient client_of(const std::string& url) { return HttpClient({url, {}, {}, {}}); }

  static HttpRequest request_of(const std::string& path, const std::string& text) {
    HttpRequest request;
    request.path = path;
    request.body.append(text);
    return request;
  }

  static HttpRequest change_of(const std::string& path, const std::string& text) {
    auto request = request_of(path, text);
    request.changes = true;
    return request;
  }

  static FormFile form_of(const std::filesystem::path& file, std::uint64_t size,
                          const std::string& name) {
    return {"attachment", file, size, name, "video/webm"};
  }

  static Expected<HttpResponse> post(const std::string& url, const HttpRequest& request) {
    return client_of(url).send(request, Deadline::in(kPatience));
  }
};

}  // namespace xrep::client
