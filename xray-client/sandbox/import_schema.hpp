#pragma once

namespace xrep::sandbox {

/// The text of import.schema.json, put here by the build.
[[nodiscard]] const char* import_schema_text();

}  // namespace xrep::sandbox
