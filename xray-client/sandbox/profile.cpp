#include "profile.hpp"

namespace xrep::sandbox {
namespace {

Answers strict_answers() {
  Answers answers{};
  answers.step_evidence = "evidence";
  answers.unknown_status_refused = true;
  answers.evidence_kept_on_reimport = true;
  answers.iterations_on_generic_refused = true;
  answers.invisible_for = std::chrono::milliseconds(1500);
  answers.refused_import_stores_half = true;
  answers.repeated_test_refused = true;
  answers.surplus_steps_refused = true;
  answers.has_aborted = false;
  answers.initial_status = "TO DO";
  answers.description_is_document = true;
  answers.self_in_jira = false;
  answers.runs_found_by_key = false;
  answers.info_edits_execution = false;
  answers.unknown_key_fails_jql = true;
  answers.linking_fills_plan = false;
  answers.long_comment_refused = true;
  answers.project_required_in_info = true;
  answers.most_run_pages = 5;
  answers.most_test_pages = 8;
  answers.rate_refusal_is_json = false;
  answers.coverage_settings_link_type = "10003";
  answers.repeated_link_stored = true;
  answers.unknown_account_refused = true;
  answers.bulk_job_takes = std::chrono::milliseconds(1000);
  answers.malformed_element_refuses_job = true;
  answers.unknown_folder_refused = true;
  return answers;
}

Answers lenient_answers() {
  Answers answers{};
  answers.step_evidence = "evidences";
  answers.unknown_status_refused = false;
  answers.evidence_kept_on_reimport = false;
  answers.iterations_on_generic_refused = false;
  answers.invisible_for = std::chrono::milliseconds(0);
  answers.refused_import_stores_half = false;
  answers.repeated_test_refused = false;
  answers.surplus_steps_refused = false;
  answers.has_aborted = true;
  answers.initial_status = "TODO";
  answers.description_is_document = false;
  answers.self_in_jira = true;
  answers.runs_found_by_key = true;
  answers.info_edits_execution = true;
  answers.unknown_key_fails_jql = false;
  answers.linking_fills_plan = true;
  answers.long_comment_refused = false;
  answers.project_required_in_info = false;
  answers.most_run_pages = 25;
  answers.most_test_pages = 25;
  answers.rate_refusal_is_json = true;
  answers.coverage_settings_link_type = "10101";
  answers.repeated_link_stored = false;
  answers.unknown_account_refused = false;
  answers.bulk_job_takes = std::chrono::milliseconds(0);
  answers.malformed_element_refuses_job = false;
  answers.unknown_folder_refused = false;
  return answers;
}

}  // namespace

const Answers& answers_of(Profile profile) {
  static const Answers strict = strict_answers();
  static const Answers lenient = lenient_answers();
  return profile == Profile::strict ? strict : lenient;
}

}  // namespace xrep::sandbox
