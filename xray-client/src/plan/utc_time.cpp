#include "plan/utc_time.hpp"

#include <algorithm>

namespace xrep::client {
namespace {

struct Date {
  std::int64_t year = 0;
  std::int64_t month = 0;
  std::int64_t day = 0;
};

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

// C++17 has no calendar and gmtime is not thread-safe. Howard Hinnant, "chrono-Compatible Low-Level
// Date Algorithms", civil_from_days: years start on 1 March, so that the leap day comes last.
Date date_of(std::int64_t days_since_1970) {
  const auto days = days_since_1970 + 719468;
  const auto era = floor_divide(days, 146097);
  const auto day_of_era = days - era * 146097;
  const auto year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const auto day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const auto month_from_march = (5 * day_of_year + 2) / 153;
  const auto month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month,
          day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

std::string digits(std::int64_t number, std::size_t width) {
  auto text = std::to_string(number);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

}  // namespace

std::string utc_time(Micros time) {
  const auto seconds = floor_divide(time, 1000000);
  const auto days = floor_divide(seconds, 86400);
  const auto date = date_of(days);
  const auto second_of_day = seconds - days * 86400;
  return digits(date.year, 4) + "-" + digits(date.month, 2) + "-" + digits(date.day, 2) + "T" +
         digits(second_of_day / 3600, 2) + ":" + digits(second_of_day / 60 % 60, 2) + ":" +
         digits(second_of_day % 60, 2) + "Z";
}

std::string utc_minute(Micros time) {
  auto text = utc_time(time).substr(0, 16);
  std::replace(text.begin(), text.end(), 'T', ' ');
  return text + " UTC";
}

std::string seconds_text(Micros duration) {
  const auto milliseconds = (duration < 0 ? 0 : duration) / 1000;
  return std::to_string(milliseconds / 1000) + "." + digits(milliseconds % 1000, 3) + " s";
}

}  // namespace xrep::client
