#pragma once

#include "sandbox.hpp"

#include <chrono>
#include <cstddef>

namespace xrep::sandbox {

/// What Xray Cloud does where neither its documentation nor a recorded answer tells. One member is
/// one open question; docs/sandbox.md explains each.
struct Answers {
  const char* step_evidence;
  bool unknown_status_refused;
  bool evidence_kept_on_reimport;
  bool iterations_on_generic_refused;
  std::chrono::milliseconds invisible_for;
  bool refused_import_stores_half;
  bool repeated_test_refused;
  bool surplus_steps_refused;
  bool has_aborted;
  const char* initial_status;
  bool description_is_document;
  bool self_in_jira;
  bool runs_found_by_key;
  bool info_edits_execution;
  bool unknown_key_fails_jql;
  bool linking_fills_plan;
  bool long_comment_refused;
  bool project_required_in_info;
  std::size_t most_run_pages;
  std::size_t most_test_pages;
  bool rate_refusal_is_json;
  const char* coverage_settings_link_type;
  bool repeated_link_stored;
  bool unknown_account_refused;
  std::chrono::milliseconds bulk_job_takes;
  bool malformed_element_refuses_job;
  bool unknown_folder_refused;
};

[[nodiscard]] const Answers& answers_of(Profile profile);

}  // namespace xrep::sandbox
