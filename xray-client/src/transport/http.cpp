#include "transport/http.hpp"

#include "transport/form_upload.hpp"
#include "transport/http_error.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <string_view>
#include <utility>

namespace xrep::client {

namespace {

constexpr std::size_t kMaxAnswer = 16U << 20;
constexpr std::size_t kMaxHeaders = 64U << 10;
constexpr std::chrono::milliseconds kRequestTimeout = std::chrono::seconds(600);
constexpr long kConnectTimeoutMs = 10'000;
constexpr curl_off_t kLongestRetryAfter = 86'400;  // seconds; more is as good as never
constexpr const char* kUserAgent = "xrep/" XREP_VERSION;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct EndCurl {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

/// What the callbacks of one transfer share.
struct Transfer {
  HttpResponse response;
  std::size_t header_bytes = 0;
  bool headers_ended = false;
  bool too_large = false;
  BodyReader* body = nullptr;
};

std::size_t on_body(char* data, std::size_t, std::size_t size, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  if (transfer.response.body.size() + size > kMaxAnswer) {
    transfer.too_large = true;
    return 0;
  }
  transfer.response.body.append(data, size);
  return size;
}

// An endless header would fill the memory, and libcurl takes headers that break off for whole ones.
std::size_t on_header(char* data, std::size_t, std::size_t size, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  transfer.header_bytes += size;
  if (transfer.header_bytes > kMaxHeaders) {
    transfer.too_large = true;
    return 0;
  }
  const std::string_view line(data, size);
  if (line.substr(0, 5) == "HTTP/") {
    transfer.headers_ended = false;
  } else if (line == "\r\n" || line == "\n") {
    transfer.headers_ended = true;
  }
  return size;
}

std::size_t on_read(char* out, std::size_t, std::size_t capacity, void* context) {
  auto& body = *static_cast<Transfer*>(context)->body;
  const std::size_t count = body.read(out, capacity);
  return body.error().empty() ? count : std::size_t{CURL_READFUNC_ABORT};
}

int on_seek(void* context, curl_off_t offset, int origin) {
  if (offset != 0 || origin != SEEK_SET) {
    return CURL_SEEKFUNC_CANTSEEK;
  }
  static_cast<Transfer*>(context)->body->rewind();
  return CURL_SEEKFUNC_OK;
}

void start_curl_once() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

using Headers = std::unique_ptr<curl_slist, FreeList>;

Headers headers_of(const HttpRequest& request) {
  Headers headers;
  const auto add = [&headers](const std::string& line) {
    headers.reset(curl_slist_append(headers.release(), line.c_str()));
  };
  add("Expect:");
  if (!request.authorization.empty()) {
    add("Authorization: " + request.authorization);
  }
  if (!request.form && request.method == HttpMethod::post) {
    add("Content-Type: " + request.content_type);
  }
  return headers;
}

std::string trace_of(CURL* handle, CURLcode code, const HttpRequest& request,
                     std::size_t received) {
  long status = 0;
  curl_off_t sent = 0;
  curl_off_t microseconds = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(handle, CURLINFO_SIZE_UPLOAD_T, &sent);
  curl_easy_getinfo(handle, CURLINFO_TOTAL_TIME_T, &microseconds);
  const std::string outcome =
      status == 0 ? "no answer" : "status " + std::to_string(status) + (code == 0 ? "" : ", cut");
  const char* const method = request.method == HttpMethod::get ? "GET " : "POST ";
  return method + request.path + (request.name.empty() ? "" : " " + request.name) + ": sent " +
         std::to_string(sent) + " bytes, got " + outcome + " with " + std::to_string(received) +
         " bytes, " + std::to_string(microseconds / 1000) + " ms";
}

}  // namespace

struct HttpClient::Impl {
  HttpOptions options;
  std::unique_ptr<CURL, EndCurl> handle;
  std::array<char, CURL_ERROR_SIZE> detail{};

  void set_common(const HttpRequest& request, Transfer& transfer, const Deadline& deadline);
  void set_network();
  void set_body(const HttpRequest& request, Transfer& transfer);
  HttpResponse finish(Transfer& transfer);
};

HttpClient::HttpClient(HttpOptions options) : impl_(std::make_unique<Impl>()) {
  start_curl_once();
  impl_->options = std::move(options);
  impl_->handle.reset(curl_easy_init());
}

HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

const std::string& HttpClient::base_url() const {
  return impl_->options.base_url;
}

void HttpClient::Impl::set_network() {
  curl_easy_setopt(handle.get(), CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(handle.get(), CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  curl_easy_setopt(handle.get(), CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle.get(), CURLOPT_NETRC, long{CURL_NETRC_IGNORED});
  if (!options.ca_file.empty()) {
    curl_easy_setopt(handle.get(), CURLOPT_CAINFO, options.ca_file.string().c_str());
  }
  if (!options.proxy.empty()) {
    curl_easy_setopt(handle.get(), CURLOPT_PROXY, options.proxy.c_str());
  }
  if (!options.client_cert.empty()) {
    // One PEM file holds certificate and key.
    curl_easy_setopt(handle.get(), CURLOPT_SSLCERT, options.client_cert.string().c_str());
    curl_easy_setopt(handle.get(), CURLOPT_SSLKEY, options.client_cert.string().c_str());
  }
}

void HttpClient::Impl::set_common(const HttpRequest& request, Transfer& transfer,
                                  const Deadline& deadline) {
  curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, detail.data());
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_USERAGENT, kUserAgent);
  curl_easy_setopt(handle.get(), CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(handle.get(), CURLOPT_CONNECTTIMEOUT_MS, kConnectTimeoutMs);
  curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT_MS,
                   std::max(1L, static_cast<long>(deadline.left(kRequestTimeout).count())));
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(handle.get(), CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(handle.get(), CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(handle.get(), CURLOPT_FRESH_CONNECT, request.changes ? 1L : 0L);
  curl_easy_setopt(handle.get(), CURLOPT_FORBID_REUSE, request.changes ? 1L : 0L);
}

void HttpClient::Impl::set_body(const HttpRequest& request, Transfer& transfer) {
  if (request.method == HttpMethod::get) {
    curl_easy_setopt(handle.get(), CURLOPT_HTTPGET, 1L);
    return;
  }
  curl_easy_setopt(handle.get(), CURLOPT_POST, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_READFUNCTION, on_read);
  curl_easy_setopt(handle.get(), CURLOPT_READDATA, &transfer);
  curl_easy_setopt(handle.get(), CURLOPT_SEEKFUNCTION, on_seek);
  curl_easy_setopt(handle.get(), CURLOPT_SEEKDATA, &transfer);
  curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(request.body.size()));
}

HttpResponse HttpClient::Impl::finish(Transfer& transfer) {
  HttpResponse response = std::move(transfer.response);
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &response.status);
  const char* type = nullptr;
  curl_easy_getinfo(handle.get(), CURLINFO_CONTENT_TYPE, &type);
  response.content_type = type != nullptr ? type : "";
  curl_off_t retry_after = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RETRY_AFTER, &retry_after);
  if (retry_after > 0) {
    response.retry_after = std::chrono::seconds(std::min(retry_after, kLongestRetryAfter));
  }
  return response;
}

Expected<HttpResponse> HttpClient::send(const HttpRequest& request, const Deadline& deadline) {
  CURL* const handle = impl_->handle.get();
  if (handle == nullptr) {
    return fail(Errc::local, "libcurl could not be started");
  }
  if (deadline.passed()) {
    return fail(Errc::out_of_time, "the time for pushing is over");
  }
  std::optional<FormUpload> upload;
  if (request.form) {
    upload.emplace(*request.form);
    if (!upload->error().empty()) {
      return fail(Errc::local, upload->error());
    }
  }
  const std::string url = impl_->options.base_url + request.path;
  curl_easy_reset(handle);
  impl_->detail[0] = '\0';

  BodyReader reader(request.body);
  Transfer transfer;
  transfer.body = &reader;
  impl_->set_common(request, transfer, deadline);
  impl_->set_network();
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  if (upload) {
    upload->attach(handle);
  } else {
    impl_->set_body(request, transfer);
  }
  const auto headers = headers_of(request);
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());

  const CURLcode code = curl_easy_perform(handle);
  if (impl_->options.trace) {
    impl_->options.trace(trace_of(handle, code, request, transfer.response.body.size()));
  }
  const std::string& file_error = upload ? upload->error() : reader.error();
  if (code == CURLE_ABORTED_BY_CALLBACK && !file_error.empty()) {
    return fail(Errc::in_doubt, file_error);
  }
  if (code != CURLE_OK) {
    const auto reason = transfer.too_large ? "the answer is larger than xrep accepts"
                                           : curl_reason(code, impl_->detail.data());
    return tl::make_unexpected(http_error(handle, code, url, reason, impl_->options.url_setting));
  }
  if (!transfer.headers_ended) {
    return fail(Errc::in_doubt, "no answer from " + url + ": it broke off in its headers");
  }
  return impl_->finish(transfer);
}

}  // namespace xrep::client
