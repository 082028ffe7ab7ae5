#include "responses.hpp"

namespace xrep::sandbox {

using nlohmann::json;

void answer_json(httplib::Response& response, int status, const json& body) {
  response.status = status;
  response.set_content(body.dump(-1, ' ', false, json::error_handler_t::replace), kJsonType);
}

void answer_html(httplib::Response& response, int status, const std::string& page) {
  response.status = status;
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Content-Security-Policy",
                      "default-src 'none'; img-src 'self'; media-src 'self'; "
                      "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'");
  response.set_content(page, "text/html; charset=utf-8");
}

void answer_no_such_path(const httplib::Request& request, httplib::Response& response) {
  answer_html(response, 404,
              "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Error</title></head><body><pre>"
              "Cannot " +
                  request.method + " here</pre></body></html>\n");
}

void answer_wrong_region(httplib::Response& response) {
  response.status = 503;
  response.set_content(
      "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\">\n<HTML><HEAD>"
      "<TITLE>ERROR: The request could not be satisfied</TITLE></HEAD><BODY>\n"
      "<H1>503 ERROR</H1><H2>The request could not be satisfied.</H2>\n"
      "The Lambda function associated with the CloudFront distribution is invalid or does not "
      "have the required permissions.\n</BODY></HTML>\n",
      "text/html");
}

}  // namespace xrep::sandbox
