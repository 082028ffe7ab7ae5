#pragma once

#include "bulk_tests.hpp"
#include "world.hpp"

#include <nlohmann/json.hpp>

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace xrep::sandbox {

/// What a job shall do.
struct BulkOrder {
  nlohmann::json elements;
  std::string project;               ///< for elements that name none
  std::vector<std::string> refused;  ///< summaries of elements that the fault script refuses
};

/// The jobs that make many Tests. They live as long as the sandbox; the Tests of a job are made
/// when its time is over. All members may be called from any thread.
class BulkJobs {
 public:
  /// The most that one job takes.
  static constexpr std::size_t kMost = 1000;

  /// The id of a new job that takes as long as `answers` say; nothing while another one runs.
  std::optional<std::string> start(BulkOrder order, const Answers& answers, Instant now,
                                   std::mt19937_64& random);

  /// True when the time of a job is over and its Tests are not made yet.
  [[nodiscard]] bool is_due(Instant now) const;

  /// Makes the Tests of such jobs.
  void work_off(World& world);

  /// What the API tells of a job; nothing when there is none of this id any more.
  [[nodiscard]] std::optional<nlohmann::json> status(const std::string& id, Instant now) const;

 private:
  struct Job {
    std::string id;
    BulkOrder order;
    Instant started = 0;
    Instant due = 0;
    bool over = false;
    nlohmann::json issues = nlohmann::json::array();
    nlohmann::json errors = nlohmann::json::array();
  };
  static void finish(Job& job, World& world);

  mutable std::mutex mutex_;
  std::vector<Job> jobs_;
};

}  // namespace xrep::sandbox
