#include "transport/form_upload.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>

namespace xrep::client {

FormUpload::FormUpload(const FormFile& form) : form_(form) {
  std::error_code problem;
  const auto size = std::filesystem::file_size(form_.file, problem);
  if (!problem) {
    errno = 0;
    file_.open(form_.file, std::ios::binary);
    problem = std::error_code(file_ ? 0 : errno, std::generic_category());
  }
  if (problem || !file_.is_open()) {
    error_ = "cannot read " + form_.file.string() + ": " + problem.message();
  } else if (size < form_.size) {
    error_ = too_short(size);
  }
}

std::string FormUpload::too_short(std::uint64_t size) const {
  return form_.file.string() + " holds " + std::to_string(size) + " bytes, not " +
         std::to_string(form_.size) + " as recorded: it was changed or cannot be read";
}

void FormUpload::attach(CURL* handle) {
  mime_.reset(curl_mime_init(handle));
  curl_mimepart* const part = curl_mime_addpart(mime_.get());
  curl_mime_name(part, form_.field.c_str());
  curl_mime_filename(part, form_.name.c_str());
  curl_mime_type(part, form_.media_type.c_str());
  curl_mime_data_cb(part, static_cast<curl_off_t>(form_.size), on_read, on_seek, nullptr, this);
  curl_easy_setopt(handle, CURLOPT_MIMEPOST, mime_.get());
}

std::size_t FormUpload::on_read(char* out, std::size_t, std::size_t capacity, void* context) {
  return static_cast<FormUpload*>(context)->read(out, capacity);
}

std::size_t FormUpload::read(char* out, std::size_t capacity) {
  const auto wanted = std::min<std::uint64_t>(capacity, form_.size - read_);
  file_.read(out, static_cast<std::streamsize>(wanted));
  const auto got = static_cast<std::uint64_t>(file_.gcount());
  read_ += got;
  if (got == 0 && wanted != 0) {
    error_ = too_short(read_);
    return CURL_READFUNC_ABORT;
  }
  return static_cast<std::size_t>(got);
}

int FormUpload::on_seek(void* context, curl_off_t offset, int origin) {
  auto& upload = *static_cast<FormUpload*>(context);
  if (offset != 0 || origin != SEEK_SET) {
    return CURL_SEEKFUNC_CANTSEEK;
  }
  upload.file_.clear();
  upload.file_.seekg(0);
  upload.read_ = 0;
  return CURL_SEEKFUNC_OK;
}

}  // namespace xrep::client
