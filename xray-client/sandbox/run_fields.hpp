#pragma once

#include "model.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace xrep::sandbox {

/// The field of a project with this id; nullptr if there is none.
[[nodiscard]] const RunField* find_run_field(const Project& project, const std::string& id);

/// May a Test Run have this value in the field?
[[nodiscard]] bool takes(const RunField& field, const nlohmann::json& value);

/// Sets the fields that an import names; others of the run stay.
void set_custom_fields(Run& run, const Project& project, const nlohmann::json& fields);

/// A value as people read it.
[[nodiscard]] std::string shown_value(const FieldValue& field);

}  // namespace xrep::sandbox
