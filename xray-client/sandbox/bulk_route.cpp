#include "bulk_route.hpp"

#include "responses.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace xrep::sandbox {
namespace {

using nlohmann::json;

void refuse(httplib::Response& response, const std::string& text) {
  answer_json(response, 400, {{"error", text}});
}

std::optional<std::string> fault_in(const json& elements, const Answers& answers) {
  if (!elements.is_array() || elements.empty()) return "The body must be an array of Tests.";
  if (elements.size() > BulkJobs::kMost) {
    return "At most " + std::to_string(BulkJobs::kMost) + " Tests can be imported at once.";
  }
  for (std::size_t i = 0; answers.malformed_element_refuses_job && i < elements.size(); ++i) {
    if (auto fault = fault_in_form(elements[i])) {
      return "Element " + std::to_string(i) + " is not valid: " + *fault;
    }
  }
  return std::nullopt;
}

std::vector<std::string> refused_by_script(Faults& faults, const json& elements) {
  std::vector<std::string> names;
  const Struck struck = faults.strike("bulk", [&](const FaultRule& rule) {
    return rule.by_test() && std::any_of(elements.begin(), elements.end(), [&](const json& one) {
             return one.is_object() && names_element(rule.tests, one);
           });
  });
  for (const FaultRule& rule : struck.rules) {
    if (rule.action == FaultAction::refuse_test) {
      names.insert(names.end(), rule.tests.begin(), rule.tests.end());
    }
  }
  return names;
}

}  // namespace

std::optional<std::string> job_in(const std::string& path) {
  constexpr std::string_view kBefore = "/api/v2/import/test/bulk/";
  constexpr std::string_view kAfter = "/status";
  const std::string_view all = path;
  if (all.size() <= kBefore.size() + kAfter.size() || all.substr(0, kBefore.size()) != kBefore ||
      all.substr(all.size() - kAfter.size()) != kAfter) {
    return std::nullopt;
  }
  return std::string(all.substr(kBefore.size(), all.size() - kBefore.size() - kAfter.size()));
}

void answer_bulk(Store& store, const Answers& answers, BulkJobs& jobs, Faults& faults,
                 const httplib::Request& request, const std::string& body,
                 httplib::Response& response) {
  json elements = json::parse(body, nullptr, false);
  if (const auto fault = fault_in(elements, answers)) return refuse(response, *fault);
  auto refused = refused_by_script(faults, elements);
  BulkOrder order{std::move(elements), request.get_param_value("project"), std::move(refused)};
  const auto id = store.note([&](Model&, std::mt19937_64& random) {
    return jobs.start(std::move(order), answers, store.now(), random);
  });
  // The vendor's words are not known.
  if (!id) return refuse(response, "There is already a bulk import job running for this user.");
  answer_json(response, 200, {{"jobId", *id}});
}

void answer_job_status(const Store& store, const BulkJobs& jobs, const std::string& id,
                       httplib::Response& response) {
  const auto status = jobs.status(id, store.now());
  if (status) return answer_json(response, 200, *status);
  answer_json(response, 404, {{"error", "job not found."}});
}

}  // namespace xrep::sandbox
