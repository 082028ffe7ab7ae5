#pragma once

#include "body.hpp"
#include "error.hpp"
#include "transport/deadline.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace xrep::client {

/// What all requests of one push share.
struct HttpOptions {
  std::string base_url;  ///< without a trailing slash
  std::filesystem::path ca_file;
  std::string proxy;
  std::filesystem::path client_cert;

  /// Gets a line about each request: method, path, sizes, status and time, never a header or a
  /// body. May be empty.
  std::function<void(const std::string&)> trace = nullptr;

  /// The setting that messages name for a wrong base URL.
  std::string url_setting = "api_url";
};

/// The first `size` bytes of a file as the one part of a multipart form, streamed from the disk.
struct FormFile {
  std::string field;
  std::filesystem::path file;
  std::uint64_t size = 0;
  std::string name;
  std::string media_type;
};

enum class HttpMethod { get, post };

struct HttpRequest {
  HttpMethod method = HttpMethod::post;
  std::string path;  ///< appended to the base URL
  std::string name;  ///< what a trace calls it beside its path; may be empty
  std::string content_type = "application/json; charset=utf-8";
  Body body;
  std::optional<FormFile> form;  ///< instead of a body
  std::string authorization;     ///< value of that header; empty: without

  /// The request changes something on the server. It gets a connection of its own: libcurl re-sends
  /// a POST by itself when a reused connection dies before the answer.
  bool changes = false;
};

struct HttpResponse {
  long status = 0;
  std::string content_type;
  std::string body;
  std::optional<std::chrono::seconds> retry_after;

  bool is_json() const { return content_type.find("json") != std::string::npos; }
};

/// Requests over libcurl. TLS is verified, redirects are not followed, answers are bounded (16
/// MiB), a request gets at most 600 s. Not thread-safe.
class HttpClient {
 public:
  explicit HttpClient(HttpOptions options);
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;

  /// An answer of any status, or why there is none: `not_delivered` when no byte of the request can
  /// have reached the server, else `in_doubt`; `settings` for certificates, proxies and URLs;
  /// `local` for the file of a form that cannot be read or is too short, with nothing sent.
  Expected<HttpResponse> send(const HttpRequest& request, const Deadline& deadline);

  const std::string& base_url() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace xrep::client
