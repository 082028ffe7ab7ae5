#pragma once

#include "bulk_jobs.hpp"
#include "faults.hpp"
#include "import_format.hpp"
#include "profile.hpp"
#include "rate_limit.hpp"
#include "request_body.hpp"
#include "store.hpp"
#include "tokens.hpp"
#include "world.hpp"

#include <httplib.h>
#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace xrep::sandbox {

/// Everything below /api/v2, and below /rest/api/3 of Jira: who may ask, what the paths mean, what
/// is written down, and what goes wrong on purpose.
class Api {
 public:
  Api(Store& store, const Answers& answers, std::filesystem::path record, RateLimit rate_limit);

  /// Call before the first request.
  void listens_at(int port);
  /// Ends the pauses of a fault script.
  void stop() { stopping_ = true; }
  [[nodiscard]] Faults& faults() { return faults_; }
  /// Makes the Tests of jobs whose time is over. Call before anything of the model is shown.
  void work_off_jobs();

  void answer_get(const httplib::Request& request, httplib::Response& response);
  /// A request to Jira, by GET or POST.
  void answer_jira_call(const httplib::Request& request, httplib::Response& response,
                        const httplib::ContentReader& content);
  void answer_post(const httplib::Request& request, httplib::Response& response,
                   const httplib::ContentReader& content);
  /// Writes down a request that was refused by its headers alone.
  void log_refused(const httplib::Request& request, int status);

 private:
  struct Call;
  using Work = std::function<void(const Struck&)>;

  void answer_graphql_call(Call& call);
  void serve(Call& call, const std::string& name, const Work& work);
  void strike_and_serve(Call& call, const std::string& name, const Work& work);
  void serve_with_faults(Call& call, const Struck& struck, const Work& work);
  void answer_route(Call& call, const Struck& struck);
  void answer_authenticate(Call& call);
  void answer_import(Call& call, const Struck& struck);
  void answer_job_call(const httplib::Request& request, const std::string& job,
                       httplib::Response& response);
  void answer_graphql_document(Call& call, const nlohmann::json& document,
                               const std::string& operation, const Struck& struck);
  /// False when the token is not good for this request; the response is filled then.
  [[nodiscard]] bool admit(const httplib::Request& request, httplib::Response& response) const;
  /// False when the body is not there to be answered; the response is filled then.
  [[nodiscard]] static bool took_body(Call& call);

  [[nodiscard]] std::size_t log_request(const httplib::Request& request,
                                        const std::string& operation);
  void log_operation(std::size_t number, const std::string& operation);
  void log_answer(std::size_t number, int status, std::uint64_t bytes);
  void record(std::size_t number, const std::string& what, const std::string& body) const;
  void pause(std::chrono::milliseconds time) const;
  [[nodiscard]] World world_of(Model& model, std::mt19937_64& random, const Struck& struck,
                               const std::vector<FaultRule>& losses) const;

  Store& store_;
  const Answers& answers_;
  std::filesystem::path record_;
  ImportFormat format_;
  Tokens tokens_;
  Faults faults_;
  BulkJobs jobs_;
  RateCounter rate_;
  std::string site_;
  int port_ = 0;
  std::atomic<bool> stopping_{false};
};

}  // namespace xrep::sandbox
