#pragma once

#include <filesystem>

namespace xrep::test {

/// Checks every `*-import.json` in `folder` against all Cloud import schemas in XREP_SCHEMA_DIR; a
/// document that one of them refuses fails the running test. Does nothing when it is unset.
void check_against_outside_schemas(const std::filesystem::path& folder);

/// Copies the GraphQL requests in `folder` to where the contract test looks for them, one file per
/// distinct document.
void keep_graphql_documents(const std::filesystem::path& folder);

}  // namespace xrep::test
