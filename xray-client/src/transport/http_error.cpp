#include "transport/http_error.hpp"

#include <algorithm>
#include <array>

namespace xrep::client {

namespace {

template <std::size_t N>
bool is_one_of(CURLcode code, const std::array<CURLcode, N>& codes) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

long number_of(CURL* handle, CURLINFO info) {
  long number = 0;
  curl_easy_getinfo(handle, info, &number);
  return number;
}

curl_off_t amount_of(CURL* handle, CURLINFO info) {
  curl_off_t amount = 0;
  curl_easy_getinfo(handle, info, &amount);
  return amount;
}

// What libcurl sent to a proxy before the tunnel stood counts as sent, too.
bool sent_something(CURL* handle) {
  return number_of(handle, CURLINFO_REQUEST_SIZE) != 0 ||
         amount_of(handle, CURLINFO_SIZE_UPLOAD_T) != 0;
}

bool tunnel_was_denied(CURL* handle) {
  const long status = number_of(handle, CURLINFO_HTTP_CONNECTCODE);
  return status >= 400 && status < 500;
}

// A server that does not like the client's certificate says so within the handshake (TLS 1.2) or
// instead of an answer (TLS 1.3). libcurl has a code for a part of it; these are OpenSSL's words.
bool certificate_was_denied(CURLcode code, const std::string& reason) {
  constexpr std::array kCodes{CURLE_SSL_CONNECT_ERROR, CURLE_RECV_ERROR, CURLE_SEND_ERROR};
  constexpr std::array kAlerts{
      "handshake failure",   "certificate required", "unknown ca",
      "bad certificate",     "certificate expired",  "certificate unknown",
      "certificate revoked", "access denied",        "unsupported certificate"};
#if LIBCURL_VERSION_NUM >= 0x074d00
  if (code == CURLE_SSL_CLIENTCERT) {
    return true;
  }
#endif
  return is_one_of(code, kCodes) && reason.find("SSL routines") != reason.npos &&
         std::any_of(kAlerts.begin(), kAlerts.end(), [&reason](const char* alert) {
           return reason.find(std::string(" alert ") + alert) != reason.npos;
         });
}

bool is_settings_fault(CURLcode code, CURL* handle, const std::string& reason) {
  constexpr std::array kFaults{CURLE_URL_MALFORMAT,      CURLE_COULDNT_RESOLVE_PROXY,
                               CURLE_SSL_CACERT_BADFILE, CURLE_PEER_FAILED_VERIFICATION,
                               CURLE_SSL_CERTPROBLEM,    CURLE_SSL_ISSUER_ERROR};
  if (code == CURLE_UNSUPPORTED_PROTOCOL) {
    // The same code stands for an answer that is not HTTP.
    return !sent_something(handle);
  }
  return is_one_of(code, kFaults) || tunnel_was_denied(handle) ||
         certificate_was_denied(code, reason);
}

// Over TLS nothing of a request leaves before the end of the handshake. A reused connection has its
// handshake behind it.
bool ended_before_tls(CURL* handle, const std::string& url) {
  return url.rfind("https:", 0) == 0 && number_of(handle, CURLINFO_NUM_CONNECTS) > 0 &&
         amount_of(handle, CURLINFO_APPCONNECT_TIME_T) == 0;
}

bool was_never_sent(CURLcode code, CURL* handle, const std::string& url) {
  constexpr std::array kEarly{CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT,
                              CURLE_SSL_CONNECT_ERROR};
  return is_one_of(code, kEarly) || !sent_something(handle) || ended_before_tls(handle, url);
}

}  // namespace

Error http_error(CURL* handle, CURLcode code, const std::string& url, const std::string& reason,
                 const std::string& url_setting) {
  if (is_settings_fault(code, handle, reason)) {
    return {Errc::settings, "cannot use " + url + ": " + reason + "; check the settings " +
                                url_setting + ", ca_file, client_cert and proxy"};
  }
  if (was_never_sent(code, handle, url)) {
    return {Errc::not_delivered, "cannot reach " + url + ": " + reason};
  }
  return {Errc::in_doubt, "no answer from " + url + ": " + reason};
}

std::string curl_reason(CURLcode code, const std::string& detail) {
  if (code == CURLE_OUT_OF_MEMORY) {
    // libcurl 7 says so as well when one header is longer than its limit of 100 KiB.
    return "a header of the answer is too long, or there is no memory left";
  }
  // libcurl repeats a proxy that it cannot read, with its password.
  const bool telling = code == CURLE_COULDNT_RESOLVE_PROXY && detail.find('@') != detail.npos;
  return detail.empty() || telling ? curl_easy_strerror(code) : detail;
}

}  // namespace xrep::client
