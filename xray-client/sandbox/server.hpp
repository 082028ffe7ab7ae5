#pragma once

#include "import_format.hpp"
#include "profile.hpp"
#include "request_body.hpp"
#include "store.hpp"
#include "tokens.hpp"
#include "world.hpp"

#include <httplib.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <thread>

namespace xrep::sandbox {

/// The HTTP side of the sandbox: who may ask, what the paths mean, what is written down.
class Server {
 public:
  Server(Store& store, const Answers& answers, std::filesystem::path record);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds 127.0.0.1 and begins to answer. Returns what went wrong, or nothing.
  [[nodiscard]] std::optional<std::string> start(int port);
  void stop();
  [[nodiscard]] int port() const { return port_; }

 private:
  void add_routes();
  void answer_get(const httplib::Request& request, httplib::Response& response);
  void answer_post(const httplib::Request& request, httplib::Response& response,
                   const httplib::ContentReader& content);
  void answer_api(const httplib::Request& request, httplib::Response& response,
                  const httplib::ContentReader& content);
  void answer_body(const std::string& path, const RequestBody& body, std::size_t number,
                   const httplib::Request& request, httplib::Response& response);
  void answer_authenticate(const httplib::Request& request, httplib::Response& response,
                           const httplib::ContentReader& content);
  void answer_graphql_request(const std::string& body, std::size_t number,
                              httplib::Response& response);
  void answer_import(const std::string& body, std::size_t number, httplib::Response& response);
  /// False when the token is not good for this request; the response is filled then.
  [[nodiscard]] bool admit(const httplib::Request& request, httplib::Response& response) const;
  [[nodiscard]] std::size_t log_request(const httplib::Request& request);
  void log_answer(std::size_t number, int status, std::uint64_t bytes);
  void log_operation(std::size_t number, const std::string& operation);
  void record(std::size_t number, const std::string& what, const std::string& body) const;

  template <typename Work>
  auto in_world(Work&& work) {
    return store_.change([&](Model& model, std::mt19937_64& random) {
      World world{model, store_.files(), answers_, random, store_.now(), site_};
      return work(world);
    });
  }

  Store& store_;
  const Answers& answers_;
  std::filesystem::path record_;
  ImportFormat format_;
  Tokens tokens_;
  httplib::Server http_;
  std::thread listener_;
  std::string site_;
  int port_ = 0;
};

}  // namespace xrep::sandbox
