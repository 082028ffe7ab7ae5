#include "request_counts.hpp"

#include <map>
#include <string>

namespace xrep::sandbox {

nlohmann::json request_counts(const std::vector<LoggedRequest>& requests) {
  constexpr int kTooMany = 429;
  std::map<std::string, std::size_t> counts;
  std::size_t too_many = 0;
  std::uint64_t bytes = 0;
  for (const LoggedRequest& request : requests) {
    ++counts[request.operation.empty() ? request.path : request.operation];
    too_many += request.status == kTooMany ? 1 : 0;
    bytes += request.bytes;
  }
  return {{"total", requests.size()}, {"counts", counts}, {"tooMany", too_many}, {"bytes", bytes}};
}

}  // namespace xrep::sandbox
