#include "cloud/bulk_document.hpp"

#include "cloud/json_text.hpp"

namespace xrep::client::cloud {

// testInfo of an import and the elements here say the same in other words.
std::string bulk_element(const Entry& entry, const DocumentOptions& options,
                         const std::string& folder) {
  auto test = new_test_document(entry, options);
  nlohmann::ordered_json element = {{"testtype", test.at("type")}};
  auto& fields = element["fields"];
  fields["summary"] = test.at("summary");
  fields["project"] = {{"key", test.at("projectKey")}};
  if (test.contains("labels")) fields["labels"] = test.at("labels");
  if (test.contains("definition")) element["unstructured_def"] = test.at("definition");
  if (test.contains("steps")) element["steps"] = test.at("steps");
  if (!folder.empty()) element["xray_test_repository_folder"] = folder;
  return json_text(element);
}

}  // namespace xrep::client::cloud
