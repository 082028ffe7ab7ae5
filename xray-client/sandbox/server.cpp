#include "server.hpp"

#include "attachment_route.hpp"
#include "graphql.hpp"
#include "import.hpp"
#include "model_json.hpp"
#include "pages.hpp"

#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <utility>

namespace xrep::sandbox {
namespace {

using httplib::Request;
using httplib::Response;
using nlohmann::json;

constexpr const char* kJson = "application/json; charset=utf-8";
constexpr const char* kApi = "/api/v2/";

std::string dump(const json& document) {
  return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

void answer_json(Response& response, int status, const json& body) {
  response.status = status;
  response.set_content(dump(body), kJson);
}

void answer_html(Response& response, int status, const std::string& page) {
  response.status = status;
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Content-Security-Policy",
                      "default-src 'none'; img-src 'self'; media-src 'self'; "
                      "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'");
  response.set_content(page, "text/html; charset=utf-8");
}

bool starts_with(const std::string& text, const std::string& prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}

// A page of another site may send a browser here under a name of its own (DNS rebinding); the Host
// header gives it away.
bool is_local_host(const std::string& host) {
  for (const char* name : {"localhost", "127.0.0.1", "[::1]"}) {
    if (host == name || starts_with(host, std::string(name) + ":")) return true;
  }
  return false;
}

bool is_loopback(const std::string& address) {
  return starts_with(address, "127.") || address == "::1" || starts_with(address, "::ffff:127.");
}

void answer_no_such_path(const Request& request, Response& response) {
  answer_html(response, 404,
              "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Error</title></head><body><pre>"
              "Cannot " +
                  request.method + " here</pre></body></html>\n");
}

// What CloudFront answers for the wrong data residency region.
void answer_wrong_region(Response& response) {
  response.status = 503;
  response.set_content(
      "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\">\n<HTML><HEAD>"
      "<TITLE>ERROR: The request could not be satisfied</TITLE></HEAD><BODY>\n"
      "<H1>503 ERROR</H1><H2>The request could not be satisfied.</H2>\n"
      "The Lambda function associated with the CloudFront distribution is invalid or does not "
      "have the required permissions.\n</BODY></HTML>\n",
      "text/html");
}

std::string one_line(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e) c = ' ';
  }
  return text.substr(0, 1000);
}

// Two sandboxes on one port would share its connections with SO_REUSEPORT, which cpp-httplib sets
// by default.
void reuse_address_only(socket_t socket) {
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
}

}  // namespace

Server::Server(Store& store, const Answers& answers, std::filesystem::path record)
    : store_(store), answers_(answers), record_(std::move(record)), format_(answers) {
  add_routes();
}

Server::~Server() {
  stop();
}

void Server::add_routes() {
  http_.set_socket_options(reuse_address_only);
  http_.set_keep_alive_max_count(100000);
  // stop() waits for idle connections this long; a client has this long to begin a request.
  http_.set_keep_alive_timeout(5);
  http_.set_read_timeout(std::chrono::seconds(10));
  http_.set_write_timeout(std::chrono::seconds(10));
  http_.set_tcp_nodelay(true);
  http_.set_pre_routing_handler([](const Request& request, Response& response) {
    if (is_loopback(request.remote_addr) && is_local_host(request.get_header_value("Host"))) {
      return httplib::Server::HandlerResponse::Unhandled;
    }
    response.status = 403;
    response.set_content("The sandbox answers programs on this machine only.\n", "text/plain");
    return httplib::Server::HandlerResponse::Handled;
  });
  http_.set_expect_100_continue_handler([this](const Request& request, Response& response) {
    const bool upload = starts_with(request.path, std::string(kApi) + "attachments");
    if (upload || !announces_too_much(request)) return 100;
    if (starts_with(request.path, kApi)) log_answer(log_request(request), 413, 0);
    refuse_too_large(response);
    return 413;
  });
  http_.set_exception_handler(
      [](const Request&, Response& response, const std::exception_ptr& problem) {
        std::string text = "unknown";
        try {
          std::rethrow_exception(problem);
        } catch (const std::exception& exception) {
          text = exception.what();
        } catch (...) {
        }
        answer_json(response, 500, {{"error", "Internal error of the sandbox: " + text}});
      });
  http_.Get("/.*",
            [this](const Request& request, Response& response) { answer_get(request, response); });
  http_.Post("/.*", [this](const Request& request, Response& response,
                           const httplib::ContentReader& content) {
    answer_post(request, response, content);
  });
}

std::optional<std::string> Server::start(int port) {
  constexpr const char* kAddress = "127.0.0.1";
  if (port == 0) {
    port_ = http_.bind_to_any_port(kAddress);
  } else {
    port_ = http_.bind_to_port(kAddress, port) ? port : -1;
  }
  if (port_ <= 0) {
    port_ = 0;
    return "cannot listen on 127.0.0.1:" + std::to_string(port) +
           ": another program has the port, or it needs more rights; choose another --port, or 0 "
           "for a free one";
  }
  site_ = "http://127.0.0.1:" + std::to_string(port_);
  listener_ = std::thread([this] { http_.listen_after_bind(); });
  // Before it runs, the server does not hear stop().
  while (!http_.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return std::nullopt;
}

void Server::stop() {
  if (!listener_.joinable()) return;
  http_.stop();
  listener_.join();
}

void Server::answer_get(const Request& request, Response& response) {
  const std::string& path = request.path;
  if (path == "/sandbox/state") {
    return answer_json(response, 200, to_json(store_.copy()));
  }
  if (starts_with(path, kApi)) {
    const std::size_t number = log_request(request);
    const std::string prefix = std::string(kApi) + "attachments/";
    if (admit(request, response)) {
      if (starts_with(path, prefix)) {
        download_attachment(store_, path.substr(prefix.size()), response);
      } else {
        answer_no_such_path(request, response);
      }
    }
    return log_answer(number, response.status == -1 ? 200 : response.status, 0);
  }
  if (starts_with(path, "/attachments/")) {
    return download_attachment(store_, path.substr(13), response);
  }
  const auto page =
      store_.change([&](Model& model, std::mt19937_64&) { return page_for(model, path); });
  answer_html(response, page ? 200 : 404, page ? *page : missing_page());
}

void Server::answer_post(const Request& request, Response& response,
                         const httplib::ContentReader& content) {
  if (starts_with(request.path, kApi)) return answer_api(request, response, content);
  static_cast<void>(read_body(request, content));
  answer_no_such_path(request, response);
}

void Server::answer_api(const Request& request, Response& response,
                        const httplib::ContentReader& content) {
  const std::size_t number = log_request(request);
  const std::string path = request.path.substr(std::string(kApi).size());
  std::uint64_t bytes = request.get_header_value<std::uint64_t>("Content-Length");
  if (path == "authenticate") {
    answer_authenticate(request, response, content);
  } else if (const bool admitted = admit(request, response); admitted && path == "attachments") {
    upload_attachment(store_, request, response, content);
  } else {
    const RequestBody body = read_body(request, content);
    bytes = body.fault == BodyFault::none ? body.text.size() : bytes;
    if (body.fault == BodyFault::too_large) {
      // The gateway stands in front of everything else, also of the token's check.
      refuse_too_large(response);
    } else if (admitted) {
      answer_body(path, body, number, request, response);
    }
  }
  log_answer(number, response.status == -1 ? 200 : response.status, bytes);
}

void Server::answer_body(const std::string& path, const RequestBody& body, std::size_t number,
                         const Request& request, Response& response) {
  if (body.fault == BodyFault::broken_off) {
    answer_json(response, 400, {{"error", "request aborted"}});
  } else if (path == "graphql") {
    answer_graphql_request(body.text, number, response);
  } else if (path == "import/execution") {
    answer_import(body.text, number, response);
  } else {
    answer_no_such_path(request, response);
  }
}

void Server::answer_authenticate(const Request& request, Response& response,
                                 const httplib::ContentReader& content) {
  const json credentials = json::parse(read_body(request, content).text, nullptr, false);
  const json id = credentials.is_object() ? credentials.value("client_id", json()) : json();
  const json secret = credentials.is_object() ? credentials.value("client_secret", json()) : json();
  if (!id.is_string() || !secret.is_string()) {
    response.status = 400;
    return response.set_content("client_id and client_secret are required", "text/plain");
  }
  const bool known = (id == "sandbox" || id == "wrong-region") && secret == "sandbox-secret";
  if (!known) {
    return answer_json(response, 401,
                       {{"error", "Authentication failed. Invalid client credentials!"}});
  }
  const Region region = id == "sandbox" ? Region::here : Region::elsewhere;
  answer_json(response, 200, tokens_.issue(region, store_.now()));
}

bool Server::admit(const Request& request, Response& response) const {
  const Tokens::Verdict verdict =
      tokens_.check(request.get_header_value("Authorization"), store_.now());
  if (!verdict.region) {
    answer_json(response, 401, {{"error", verdict.refusal}});
    return false;
  }
  if (*verdict.region == Region::here) return true;
  answer_wrong_region(response);
  return false;
}

void Server::answer_graphql_request(const std::string& body, std::size_t number,
                                    Response& response) {
  const json document = json::parse(body, nullptr, false);
  const std::string operation = operation_name(document);
  log_operation(number, operation);
  record(number, operation + ".graphql", body);
  if (!document.is_object()) {
    return answer_json(response, 400, {{"errors", {{{"message", "POST body is not JSON."}}}}});
  }
  answer_json(response, 200,
              in_world([&](World& world) { return answer_graphql(world, document); }));
}

void Server::answer_import(const std::string& body, std::size_t number, Response& response) {
  log_operation(number, "import");
  record(number, "import", body);
  const json document = json::parse(body, nullptr, false);
  const auto fault =
      document.is_discarded() ? std::optional<std::string>("not JSON") : format_.fault(document);
  if (fault) {
    // Xray keeps the place to itself; whoever develops against the sandbox may know it.
    response.set_header("X-Sandbox-Reason", one_line(*fault));
    return answer_json(response, 400, {{"error", "Result is not valid Xray Format"}});
  }
  const ImportAnswer answer =
      in_world([&](World& world) { return import_results(world, document); });
  answer_json(response, answer.status, answer.body);
}

std::size_t Server::log_request(const Request& request) {
  return store_.change([&](Model& model, std::mt19937_64&) {
    model.requests.push_back({request.method, request.path, "", 0, 0});
    return model.requests.size();
  });
}

void Server::log_operation(std::size_t number, const std::string& operation) {
  store_.change(
      [&](Model& model, std::mt19937_64&) { model.requests[number - 1].operation = operation; });
}

void Server::log_answer(std::size_t number, int status, std::uint64_t bytes) {
  store_.change([&](Model& model, std::mt19937_64&) {
    model.requests[number - 1].status = status;
    model.requests[number - 1].bytes = bytes;
  });
}

void Server::record(std::size_t number, const std::string& what, const std::string& body) const {
  if (record_.empty()) return;
  std::array<char, 24> prefix{};
  std::snprintf(prefix.data(), prefix.size(), "%04zu-", number);
  if (auto fault = replace_file(record_ / (prefix.data() + what + ".json"), body)) {
    throw std::runtime_error(*fault);
  }
}

}  // namespace xrep::sandbox
