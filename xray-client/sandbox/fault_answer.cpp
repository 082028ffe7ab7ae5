#include "fault_answer.hpp"

#include "request_body.hpp"

#include <array>
#include <ctime>
#include <memory>

namespace xrep::sandbox {
namespace {

// RFC 9110 section 5.6.7; not strftime, whose names of days follow the locale.
std::string http_date(Instant now) {
  const std::time_t seconds = now / 1000;
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  static constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed",
                                                       "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                kDays[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                utc.tm_min, utc.tm_sec);
  return text.data();
}

// What a proxy answers to a program that should have logged in to it.
constexpr const char* kLoginPage =
    "<!DOCTYPE html>\n<html><head><title>Log in</title></head><body><form method=\"post\">"
    "<h1>Log in to continue</h1><input name=\"user\"><input name=\"password\" type=\"password\">"
    "</form></body></html>\n";

}  // namespace

void answer_as_told(const FaultRule& rule, Instant now, httplib::Response& response) {
  response = httplib::Response();
  if (rule.action == FaultAction::html || rule.action == FaultAction::commit_then_html) {
    response.status = 200;
    return response.set_content(kLoginPage, "text/html");
  }
  response.status = rule.status;
  for (const auto& [name, value] : rule.headers) response.set_header(name, value);
  if (rule.retry_after) response.set_header("Retry-After", std::to_string(*rule.retry_after));
  if (rule.retry_after_date) {
    response.set_header("Retry-After", http_date(now + *rule.retry_after_date * 1000));
  }
  response.set_content(rule.body, rule.type);
}

void answer_too_many(std::int64_t seconds, bool as_json, httplib::Response& response) {
  response.status = 429;
  response.set_header("Retry-After", std::to_string(seconds));
  if (as_json) {
    return response.set_content(R"({"error":"Too many requests"})", "application/json");
  }
  response.set_content(
      "<html>\r\n<head><title>429 Too Many Requests</title></head>\r\n<body>\r\n"
      "<center><h1>429 Too Many Requests</h1></center>\r\n</body>\r\n</html>\r\n",
      "text/html");
}

void spoil_answer(const Struck& struck, const Pause& pause, httplib::Response& response) {
  const FaultRule* slow = struck.find(FaultAction::slow);
  const bool truncated = struck.find(FaultAction::truncate) != nullptr;
  if ((!slow && !truncated) || response.body.empty()) return;
  const auto body = std::make_shared<const std::string>(std::move(response.body));
  response.body.clear();
  const std::size_t end = truncated ? body->size() / 2 : body->size();
  const auto wait = slow ? slow->time : std::chrono::milliseconds(0);
  const std::string type = response.get_header_value("Content-Type");
  response.headers.erase("Content-Type");
  response.set_content_provider(
      body->size(), type,
      [body, end, wait, pause](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
        // Without the rest, the promised length is not reached: the server ends the connection.
        if (offset >= end) return false;
        if (wait.count() == 0) {
          return sink.write(body->data() + offset, std::min(length, end - offset));
        }
        pause(wait);
        return sink.write(body->data() + offset, 1);
      });
}

void refuse_while_sending(httplib::Response& response) {
  refuse_too_large(response);
  const auto page = std::make_shared<const std::string>(std::move(response.body));
  response.body.clear();
  response.headers.erase("Content-Type");
  response.set_header("Connection", "close");
  // What the client still sends is never read, so the connection cannot serve another request: a
  // provider that ends with false makes the server close it.
  response.set_content_provider("text/html", [page](std::size_t offset, httplib::DataSink& sink) {
    if (offset == 0) sink.write(page->data(), page->size());
    return false;
  });
}

}  // namespace xrep::sandbox
