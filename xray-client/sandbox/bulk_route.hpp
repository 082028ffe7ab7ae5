#pragma once

#include "bulk_jobs.hpp"
#include "faults.hpp"
#include "store.hpp"

#include <httplib.h>

#include <optional>
#include <string>

namespace xrep::sandbox {

/// The id of the job whose status a path asks for; nothing for any other path.
[[nodiscard]] std::optional<std::string> job_in(const std::string& path);

/// Starts the job that a body describes.
void answer_bulk(Store& store, const Answers& answers, BulkJobs& jobs, Faults& faults,
                 const httplib::Request& request, const std::string& body,
                 httplib::Response& response);

void answer_job_status(const Store& store, const BulkJobs& jobs, const std::string& id,
                       httplib::Response& response);

}  // namespace xrep::sandbox
