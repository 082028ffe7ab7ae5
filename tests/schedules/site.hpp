#pragma once

#include "faults.hpp"
#include "support/child_process.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace xrep::schedules {

/// `xrep sandbox` as a process of its own; what it is sent is recorded in `folder`.
class Site {
 public:
  Site(const std::string& xrep, const Profile& profile, const std::filesystem::path& folder,
       const std::vector<std::string>& options);
  ~Site();
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  const std::string& url() const { return url_; }
  const std::filesystem::path& sent() const { return sent_; }

  nlohmann::json state() const;

  /// Replaces the fault script.
  void faults(const nlohmann::json& rules);

  /// How often each rule struck up to now, by name.
  std::map<std::string, std::int64_t> struck();

 private:
  void count_struck();

  std::filesystem::path sent_;
  std::unique_ptr<test::ChildProcess> process_;
  std::string url_;
  nlohmann::json rules_ = nlohmann::json::array();
  std::map<std::string, std::int64_t> struck_;
};

}  // namespace xrep::schedules
