#pragma once

#include "transport/http.hpp"

#include <curl/curl.h>

#include <cstdint>
#include <fstream>
#include <memory>
#include <string>

namespace xrep::client {

/// A FormFile on its way through libcurl. libcurl's own reading of files sends a missing one as far
/// as its headers, and waits for the answer without end when one gets shorter.
class FormUpload {
 public:
  explicit FormUpload(const FormFile& form);
  FormUpload(const FormUpload&) = delete;
  FormUpload& operator=(const FormUpload&) = delete;

  /// Makes the form the body of the next transfer of `handle`. Has to outlive that.
  void attach(CURL* handle);

  /// Empty, or which file could not be read and why.
  const std::string& error() const { return error_; }

 private:
  struct FreeMime {
    void operator()(curl_mime* mime) const { curl_mime_free(mime); }
  };

  static std::size_t on_read(char* out, std::size_t, std::size_t capacity, void* context);
  static int on_seek(void* context, curl_off_t offset, int origin);
  std::size_t read(char* out, std::size_t capacity);
  std::string too_short(std::uint64_t size) const;

  FormFile form_;
  std::ifstream file_;
  std::uint64_t read_ = 0;
  std::string error_;
  std::unique_ptr<curl_mime, FreeMime> mime_;
};

}  // namespace xrep::client
