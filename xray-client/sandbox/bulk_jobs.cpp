#include "bulk_jobs.hpp"

#include "text.hpp"

#include <algorithm>
#include <utility>

namespace xrep::sandbox {

using nlohmann::json;

std::optional<std::string> BulkJobs::start(BulkOrder order, const Answers& answers, Instant now,
                                           std::mt19937_64& random) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (std::any_of(jobs_.begin(), jobs_.end(), [](const Job& job) { return !job.over; })) {
    return std::nullopt;
  }
  Job job;
  job.id = random_uuid(random);
  job.order = std::move(order);
  job.started = now;
  job.due = now + answers.bulk_job_takes.count();
  jobs_.push_back(std::move(job));
  return jobs_.back().id;
}

bool BulkJobs::is_due(Instant now) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return std::any_of(jobs_.begin(), jobs_.end(),
                     [&](const Job& job) { return !job.over && now >= job.due; });
}

void BulkJobs::work_off(World& world) {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (Job& job : jobs_) {
    if (!job.over && world.now >= job.due) finish(job, world);
  }
}

void BulkJobs::finish(Job& job, World& world) {
  const json& elements = job.order.elements;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    json refused;
    if (const auto fault = fault_in_form(elements[i])) {
      refused = {{"element", *fault}};
    } else if (names_element(job.order.refused, elements[i])) {
      refused = {{"summary", "The fault script refuses this Test."}};
    } else if (const auto made = make_test(world, elements[i], job.order.project)) {
      const Issue& issue = (*made)->issue;
      job.issues.push_back({{"elementNumber", i},
                            {"id", std::to_string(issue.id)},
                            {"key", issue.key},
                            {"self", world.self_link(issue)}});
      continue;
    } else {
      refused = made.error();
    }
    job.errors.push_back({{"elementNumber", i}, {"errors", std::move(refused)}});
  }
  job.order = {};
  job.over = true;
}

std::optional<json> BulkJobs::status(const std::string& id, Instant now) const {
  constexpr Instant kKeptFor = 86'400'000;
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto job =
      std::find_if(jobs_.begin(), jobs_.end(), [&](const Job& one) { return one.id == id; });
  if (job == jobs_.end() || now >= job->started + kKeptFor) return std::nullopt;
  if (!job->over) {
    const bool waits = 2 * (now - job->started) < job->due - job->started;
    return json{{"status", waits ? "pending" : "working"}, {"progress", json::array()}};
  }
  const char* status = job->errors.empty()   ? "successful"
                       : job->issues.empty() ? "unsuccessful"
                                             : "partially_successful";
  return json{{"status", status},
              {"progress", json::array()},
              {"result", {{"issues", job->issues}, {"errors", job->errors}}}};
}

}  // namespace xrep::sandbox
