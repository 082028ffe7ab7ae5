#include "cloud/import_document.hpp"
#include "status/run_status.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace xrep::client {

namespace {

using Json = nlohmann::ordered_json;

std::size_t count(const RunStatus& status, const char* state) {
  return static_cast<std::size_t>(
      std::count_if(status.results.begin(), status.results.end(),
                    [&](const ResultStatus& result) { return result.state == state; }));
}

// Only what is known.
void add(Json& object, const char* name, const std::string& text) {
  if (!text.empty()) {
    object[name] = text;
  }
}

Json result_of(const ResultStatus& result) {
  Json object = {{"test", result.test}, {"local_tests", result.local_tests}};
  add(object, "result", result.result);
  add(object, "key", result.key);
  add(object, "key_from", result.key_from);
  object["state"] = result.state;
  add(object, "missing", result.missing);
  if (result.saved != 0) {
    object["saved"] = cloud::iso_time(result.saved);
  }
  return object;
}

}  // namespace

std::string json_of(const RunStatus& status, const std::vector<std::string>& directories) {
  const auto delivered = count(status, "delivered");
  const auto refused = count(status, "refused");
  const auto pending = count(status, "pending");
  Json object = {{"directories", directories}};
  add(object, "test_execution", status.execution_key);
  add(object, "link", status.link);
  object["planned"] = delivered + refused + pending;
  object["delivered"] = delivered;
  object["refused"] = refused;
  object["pending"] = pending;
  object["left_out"] = count(status, "left out");
  if (!status.contradictions.empty()) {
    object["contradictions"] = status.contradictions;
  }
  object["results"] = Json::array();
  for (const auto& result : status.results) {
    object["results"].push_back(result_of(result));
  }
  return object.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace xrep::client
