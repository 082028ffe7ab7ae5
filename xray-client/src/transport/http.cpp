#include "transport/http.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <mutex>
#include <utility>

namespace xrep::client {

namespace {

constexpr std::size_t kMaxAnswer = 16U << 20;
constexpr std::size_t kMaxHeaders = 64U << 10;
constexpr std::chrono::milliseconds kRequestTimeout = std::chrono::seconds(600);
constexpr long kConnectTimeoutMs = 10'000;
constexpr const char* kUserAgent = "xrep/" XREP_VERSION;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeMime {
  void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};

/// What the callbacks of one transfer share.
struct Transfer {
  HttpResponse response;
  std::size_t header_bytes = 0;
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

// Only the size is looked at: an endless header would otherwise fill the memory.
std::size_t on_header(char*, std::size_t, std::size_t size, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  transfer.header_bytes += size;
  if (transfer.header_bytes > kMaxHeaders) {
    transfer.too_large = true;
    return 0;
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

bool is_settings_fault(CURLcode code) {
  constexpr std::array kFaults{CURLE_UNSUPPORTED_PROTOCOL,  CURLE_URL_MALFORMAT,
                               CURLE_COULDNT_RESOLVE_PROXY, CURLE_PEER_FAILED_VERIFICATION,
                               CURLE_SSL_CACERT_BADFILE,    CURLE_SSL_CERTPROBLEM,
                               CURLE_SSL_ISSUER_ERROR};
  return std::find(kFaults.begin(), kFaults.end(), code) != kFaults.end();
}

// Before a byte of the request can have left: names, connections, handshakes.
bool was_never_sent(CURLcode code, CURL* handle) {
  constexpr std::array kEarly{CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT,
                              CURLE_SSL_CONNECT_ERROR};
  if (std::find(kEarly.begin(), kEarly.end(), code) != kEarly.end()) {
    return true;
  }
  long request_size = 0;
  curl_off_t uploaded = 0;
  curl_easy_getinfo(handle, CURLINFO_REQUEST_SIZE, &request_size);
  curl_easy_getinfo(handle, CURLINFO_SIZE_UPLOAD_T, &uploaded);
  return request_size == 0 && uploaded == 0;
}

std::string reason_of(CURLcode code, const char* detail, const Transfer& transfer) {
  if (transfer.too_large) {
    return "the answer is larger than xrep accepts";
  }
  return *detail != '\0' ? detail : curl_easy_strerror(code);
}

}  // namespace

struct HttpClient::Impl {
  HttpOptions options;
  CURL* handle = nullptr;
  std::array<char, CURL_ERROR_SIZE> detail{};

  void set_common(const HttpRequest& request, Transfer& transfer, const Deadline& deadline);
  void set_network();
  Error error_of(CURLcode code, const Transfer& transfer, const std::string& url);
};

HttpClient::HttpClient(HttpOptions options) : impl_(std::make_unique<Impl>()) {
  start_curl_once();
  impl_->options = std::move(options);
  impl_->handle = curl_easy_init();
}

HttpClient::~HttpClient() {
  if (impl_ && impl_->handle != nullptr) {
    curl_easy_cleanup(impl_->handle);
  }
}

HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

const std::string& HttpClient::base_url() const {
  return impl_->options.base_url;
}

void HttpClient::Impl::set_network() {
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_NETRC, long{CURL_NETRC_IGNORED});
  if (!options.ca_file.empty()) {
    curl_easy_setopt(handle, CURLOPT_CAINFO, options.ca_file.string().c_str());
  }
  if (!options.proxy.empty()) {
    curl_easy_setopt(handle, CURLOPT_PROXY, options.proxy.c_str());
  }
  if (!options.client_cert.empty()) {
    // One PEM file holds certificate and key.
    curl_easy_setopt(handle, CURLOPT_SSLCERT, options.client_cert.string().c_str());
    curl_easy_setopt(handle, CURLOPT_SSLKEY, options.client_cert.string().c_str());
  }
}

void HttpClient::Impl::set_common(const HttpRequest& request, Transfer& transfer,
                                  const Deadline& deadline) {
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, detail.data());
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_USERAGENT, kUserAgent);
  curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, kConnectTimeoutMs);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS,
                   std::max(1L, static_cast<long>(deadline.left(kRequestTimeout).count())));
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, request.changes ? 1L : 0L);
  curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, request.changes ? 1L : 0L);
}

Error HttpClient::Impl::error_of(CURLcode code, const Transfer& transfer, const std::string& url) {
  const std::string reason = reason_of(code, detail.data(), transfer);
  if (code == CURLE_ABORTED_BY_CALLBACK && transfer.body != nullptr &&
      !transfer.body->error().empty()) {
    return {Errc::in_doubt, transfer.body->error()};
  }
  if (is_settings_fault(code)) {
    return {Errc::settings, "cannot use " + url + ": " + reason +
                                "; check the settings api_url, ca_file, client_cert and proxy"};
  }
  if (was_never_sent(code, handle)) {
    return {Errc::not_delivered, "cannot reach " + url + ": " + reason};
  }
  return {Errc::in_doubt, "no answer from " + url + ": " + reason};
}

Expected<HttpResponse> HttpClient::post(const HttpRequest& request, const Deadline& deadline) {
  if (impl_->handle == nullptr) {
    return fail(Errc::local, "libcurl could not be started");
  }
  if (deadline.passed()) {
    return fail(Errc::out_of_time, "the time for pushing is over");
  }
  CURL* const handle = impl_->handle;
  const std::string url = impl_->options.base_url + request.path;
  curl_easy_reset(handle);
  impl_->detail[0] = '\0';

  BodyReader reader(request.body);
  Transfer transfer;
  transfer.body = &reader;
  impl_->set_common(request, transfer, deadline);
  impl_->set_network();
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());

  std::unique_ptr<curl_slist, FreeList> headers;
  const auto add_header = [&headers](const std::string& line) {
    headers.reset(curl_slist_append(headers.release(), line.c_str()));
  };
  add_header("Expect:");
  if (!request.bearer.empty()) {
    add_header("Authorization: Bearer " + request.bearer);
  }

  std::unique_ptr<curl_mime, FreeMime> mime;
  if (request.form) {
    mime.reset(curl_mime_init(handle));
    curl_mimepart* const part = curl_mime_addpart(mime.get());
    curl_mime_name(part, request.form->field.c_str());
    curl_mime_filedata(part, request.form->file.string().c_str());
    curl_mime_filename(part, request.form->name.c_str());
    curl_mime_type(part, request.form->media_type.c_str());
    curl_easy_setopt(handle, CURLOPT_MIMEPOST, mime.get());
  } else {
    add_header("Content-Type: " + request.content_type);
    curl_easy_setopt(handle, CURLOPT_POST, 1L);
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, on_read);
    curl_easy_setopt(handle, CURLOPT_READDATA, &transfer);
    curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, on_seek);
    curl_easy_setopt(handle, CURLOPT_SEEKDATA, &transfer);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.body.size()));
  }
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());

  const CURLcode code = curl_easy_perform(handle);
  if (code != CURLE_OK) {
    return tl::make_unexpected(impl_->error_of(code, transfer, url));
  }
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &transfer.response.status);
  const char* type = nullptr;
  curl_easy_getinfo(handle, CURLINFO_CONTENT_TYPE, &type);
  transfer.response.content_type = type != nullptr ? type : "";
  curl_off_t retry_after = 0;
  curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &retry_after);
  if (retry_after > 0) {
    transfer.response.retry_after = std::chrono::seconds(retry_after);
  }
  return std::move(transfer.response);
}

}  // namespace xrep::client
