#include "site.hpp"

#include <httplib.h>

#include <csignal>
#include <stdexcept>

namespace xrep::schedules {

using nlohmann::json;

namespace {

json get(const std::string& url, const char* path) {
  httplib::Client client(url);
  client.set_read_timeout(60);
  const auto answer = client.Get(path);
  if (!answer || answer->status != 200) {
    throw std::runtime_error("the sandbox does not answer " + std::string(path));
  }
  return json::parse(answer->body);
}

}  // namespace

Site::Site(const std::string& xrep, const Profile& profile, const std::filesystem::path& folder,
           const std::vector<std::string>& options)
    : sent_(folder / "sent") {
  std::vector<std::string> arguments{xrep,        "sandbox",    "--port", "0",
                                     "--profile", profile.name, "--data", folder / "data",
                                     "--record",  sent_};
  arguments.insert(arguments.end(), options.begin(), options.end());
  process_ = std::make_unique<test::ChildProcess>(test::Command{std::move(arguments), {}, {}});
  url_ = process_->wait_for_line("xrep sandbox: ");
  if (url_.empty()) {
    throw std::runtime_error("the sandbox did not start: " + process_->wait().err);
  }
}

Site::~Site() {
  process_->kill(SIGKILL);
}

json Site::state() const {
  return get(url_, "/sandbox/state");
}

void Site::faults(const json& rules) {
  count_struck();
  httplib::Client client(url_);
  const auto answer = client.Post("/sandbox/faults", rules.dump(), "application/json");
  if (!answer || answer->status != 200) {
    throw std::runtime_error("the sandbox takes no faults " + rules.dump() + ": " +
                             (answer ? answer->body : std::string("no answer")));
  }
  rules_ = rules;
}

std::map<std::string, std::int64_t> Site::struck() {
  count_struck();
  rules_ = json::array();
  return struck_;
}

void Site::count_struck() {
  const json counts = get(url_, "/sandbox/faults").at("struck");
  for (std::size_t i = 0; i < rules_.size() && i < counts.size(); ++i) {
    if (counts[i] != 0) {
      struck_[name_of(rules_[i])] += counts[i].get<std::int64_t>();
    }
  }
}

}  // namespace xrep::schedules
