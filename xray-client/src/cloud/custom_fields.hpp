#pragma once

#include "plan/import_plan.hpp"
#include "run_field.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace xrep::client::cloud {

/// tests[].customFields of an entry: [{"id":…,"value":…}], without what the project would not take,
/// which would make Xray refuse the whole batch. `fields` null: not asked for; names stand for ids.
nlohmann::ordered_json custom_fields_document(const Entry& entry, const RunFields* fields);

/// A field of an entry that is not in its document, or that should be.
struct FieldFault {
  enum class Kind { not_known, wrong_value, required };
  Kind kind;
  std::string field;
  std::string why;
};
std::vector<FieldFault> field_faults(const Entry& entry, const RunFields& fields);

}  // namespace xrep::client::cloud
