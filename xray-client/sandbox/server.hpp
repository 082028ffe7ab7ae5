#pragma once

#include "api.hpp"
#include "profile.hpp"
#include "store.hpp"

#include <httplib.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <thread>

namespace xrep::sandbox {

/// The HTTP side of the sandbox: the socket, the pages and what /sandbox/ offers.
class Server {
 public:
  Server(Store& store, const Answers& answers, std::filesystem::path record, RateLimit rate_limit);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds 127.0.0.1 and begins to answer. Returns what went wrong, or nothing.
  [[nodiscard]] std::optional<std::string> start(int port);
  void stop();
  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] Faults& faults() { return api_.faults(); }

 private:
  void add_routes();
  void answer_get(const httplib::Request& request, httplib::Response& response);
  void answer_post(const httplib::Request& request, httplib::Response& response,
                   const httplib::ContentReader& content);
  [[nodiscard]] nlohmann::json requests();
  void take_faults(const httplib::Request& request, const std::string& script,
                   httplib::Response& response);

  Store& store_;
  Api api_;
  httplib::Server http_;
  std::thread listener_;
  int port_ = 0;
};

}  // namespace xrep::sandbox
