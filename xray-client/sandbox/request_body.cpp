#include "request_body.hpp"

namespace xrep::sandbox {

bool announces_too_much(const httplib::Request& request) {
  return request.get_header_value<std::uint64_t>("Content-Length") > kLargestBody;
}

RequestBody read_body(const httplib::Request& request, const httplib::ContentReader& content) {
  RequestBody body;
  if (announces_too_much(request)) {
    body.fault = BodyFault::too_large;
  } else {
    body.text.reserve(request.get_header_value<std::uint64_t>("Content-Length"));
  }
  const auto receive = [&body](const char* data, std::size_t length) {
    if (body.text.size() + length > kLargestBody) {
      body.fault = BodyFault::too_large;
      body.text.clear();
    }
    if (body.fault == BodyFault::none) body.text.append(data, length);
    return true;
  };
  const auto ignore_header = [](const httplib::MultipartFormData&) { return true; };
  const bool complete =
      request.is_multipart_form_data() ? content(ignore_header, receive) : content(receive);
  if (!complete && body.fault == BodyFault::none) body.fault = BodyFault::broken_off;
  return body;
}

void discard_body(const httplib::Request& request, const httplib::ContentReader& content) {
  const auto ignore = [](const char*, std::size_t) { return true; };
  const auto ignore_header = [](const httplib::MultipartFormData&) { return true; };
  if (request.is_multipart_form_data()) {
    content(ignore_header, ignore);
  } else {
    content(ignore);
  }
}

void refuse_too_large(httplib::Response& response) {
  response.status = 413;
  response.set_content(
      "<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body>\r\n"
      "<center><h1>413 Request Entity Too Large</h1></center>\r\n</body>\r\n</html>\r\n",
      "text/html");
}

}  // namespace xrep::sandbox
