#include "server.hpp"

#include "attachment_route.hpp"
#include "model_json.hpp"
#include "pages.hpp"
#include "request_body.hpp"
#include "request_counts.hpp"
#include "responses.hpp"

#include <sys/socket.h>

#include <chrono>
#include <utility>

namespace xrep::sandbox {
namespace {

using httplib::Request;
using httplib::Response;
using nlohmann::json;

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

// Two sandboxes on one port would share its connections with SO_REUSEPORT, which cpp-httplib sets
// by default.
void reuse_address_only(socket_t socket) {
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
}

}  // namespace

Server::Server(Store& store, const Answers& answers, std::filesystem::path record,
               RateLimit rate_limit)
    : store_(store), api_(store, answers, std::move(record), rate_limit) {
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
    if (starts_with(request.path, kApi)) api_.log_refused(request, 413);
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
  api_.listens_at(port_);
  listener_ = std::thread([this] { http_.listen_after_bind(); });
  // Before it runs, the server does not hear stop().
  while (!http_.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return std::nullopt;
}

void Server::stop() {
  if (!listener_.joinable()) return;
  api_.stop();
  http_.stop();
  listener_.join();
}

void Server::answer_get(const Request& request, Response& response) {
  api_.work_off_jobs();
  const std::string& path = request.path;
  if (starts_with(path, kApi)) return api_.answer_get(request, response);
  if (starts_with(path, kJiraApi)) {
    const auto nothing = [](const auto&...) { return true; };
    return api_.answer_jira_call(request, response, httplib::ContentReader(nothing, nothing));
  }
  if (path == "/sandbox/state") {
    return response.set_content(state_text(store_.copy()), kJsonType);
  }
  if (path == "/sandbox/requests") return answer_json(response, 200, requests());
  if (path == "/sandbox/faults") {
    return answer_json(response, 200, {{"struck", api_.faults().counts()}});
  }
  if (starts_with(path, "/attachments/")) {
    return download_attachment(store_, path.substr(13), response);
  }
  const auto page =
      store_.read([&](Model& model, std::mt19937_64&) { return page_for(model, path); });
  answer_html(response, page ? 200 : 404, page ? *page : missing_page());
}

void Server::answer_post(const Request& request, Response& response,
                         const httplib::ContentReader& content) {
  api_.work_off_jobs();
  if (starts_with(request.path, kApi)) return api_.answer_post(request, response, content);
  if (starts_with(request.path, kJiraApi)) {
    return api_.answer_jira_call(request, response, content);
  }
  const RequestBody body = read_body(request, content);
  if (request.path == "/sandbox/faults") return take_faults(request, body.text, response);
  answer_no_such_path(request, response);
}

json Server::requests() {
  return store_.read([](Model& model, std::mt19937_64&) { return request_counts(model.requests); });
}

void Server::take_faults(const Request& request, const std::string& script, Response& response) {
  // A page of another site can send a browser here with any type but this one.
  if (!starts_with(request.get_header_value("Content-Type"), "application/json")) {
    return answer_json(response, 415,
                       {{"error", "a fault script has the Content-Type application/json"}});
  }
  auto rules = parse_fault_script(script);
  if (!rules) return answer_json(response, 400, {{"error", rules.error()}});
  const std::size_t count = rules->size();
  api_.faults().replace(std::move(*rules));
  answer_json(response, 200, {{"rules", count}});
}

}  // namespace xrep::sandbox
