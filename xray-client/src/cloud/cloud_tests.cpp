// Tests made in bulk, by a job of the site.

#include "cloud/answers.hpp"
#include "cloud/cloud.hpp"
#include "cloud/links.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace xrep::client::cloud {

using nlohmann::json;

namespace {

// It becomes part of a path.
bool is_job_id(const std::string& text) {
  return !text.empty() && text.size() <= 100 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

// "One running job per user, otherwise 400" (page of the bulk import); its words are not known.
bool says_busy(const Exchange::Answered& answered) {
  constexpr long kBadRequest = 400;
  std::string text = answered.value.error().message;
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const auto says = [&](const char* word) { return text.find(word) != std::string::npos; };
  return answered.status == kBadRequest && says("job") &&
         (says("running") || says("already") || says("progress"));
}

bool is_over(const std::string& status) {
  constexpr std::string_view kEnds[] = {"successful", "partially_successful", "unsuccessful",
                                        "failed"};
  return std::find(std::begin(kEnds), std::end(kEnds), status) != std::end(kEnds);
}

// {"summary": "…", "labels": "…"} as "summary: …; labels: …"
std::string why_of(const json& errors) {
  if (!errors.is_object()) {
    return shortened(errors.is_string() ? errors.get<std::string>() : dump(errors), 500);
  }
  std::string text;
  for (const auto& [field, error] : errors.items()) {
    text += (text.empty() ? "" : "; ") + field + ": " +
            (error.is_string() ? error.get<std::string>() : dump(error));
  }
  return shortened(text, 500);
}

bool has_number(const json& item) {
  return item.is_object() && item.contains("elementNumber") &&
         item.at("elementNumber").is_number_unsigned();
}

}  // namespace

Expected<std::optional<std::string>> Cloud::start_creation(const Body& document) {
  const auto answered = session_.start_bulk_job(document);
  if (!answered.value) {
    return says_busy(answered) ? Expected<std::optional<std::string>>(std::nullopt)
                               : tl::make_unexpected(answered.value.error());
  }
  auto id = text_at(*answered.value, "jobId");
  if (!is_job_id(id)) {
    return fail(Errc::in_doubt, "the creation of Tests gave no id of its job");
  }
  return id;
}

Expected<std::optional<BulkJob>> Cloud::creation(const std::string& job) {
  if (!is_job_id(job)) {
    return std::optional<BulkJob>();
  }
  const auto answer = session_.bulk_job(job);
  if (!answer) {
    return tl::make_unexpected(answer.error());
  }
  if (!*answer) {
    return std::optional<BulkJob>();
  }
  BulkJob result;
  result.status = shortened(text_at(**answer, "status"), 100);
  result.over = is_over(result.status);
  const json& told = object_at(**answer, "result");
  for (const auto& issue : list_at(told, "issues")) {
    const auto key = text_at(issue, "key");
    if (has_number(issue) && is_issue_key(key)) {
      result.made.push_back({number_at(issue, "elementNumber"), text_at(issue, "id"), key,
                             browse_link(text_at(issue, "self"), jira_url_, key)});
    }
  }
  for (const auto& refused : list_at(told, "errors")) {
    if (has_number(refused)) {
      result.refused.push_back(
          {number_at(refused, "elementNumber"), why_of(refused.value("errors", json()))});
    }
  }
  return std::optional<BulkJob>(std::move(result));
}

}  // namespace xrep::client::cloud
