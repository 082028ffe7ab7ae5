#include "api.hpp"

#include "attachment_route.hpp"
#include "bulk_route.hpp"
#include "connection.hpp"
#include "fault_answer.hpp"
#include "fault_match.hpp"
#include "graphql.hpp"
#include "import.hpp"
#include "jira_api.hpp"
#include "responses.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <thread>
#include <utility>

namespace xrep::sandbox {
namespace {

using httplib::Request;
using httplib::Response;
using nlohmann::json;

// How the log and fault scripts name a path; a GraphQL request gets the name of its operation.
std::string route_of(const std::string& path) {
  if (path == "import/execution") return "import";
  if (path == "import/test/bulk") return "bulk";
  return path == "authenticate" || path == "attachments" || path == "graphql" ? path : "";
}

std::string one_line(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e) c = ' ';
  }
  return text.substr(0, 1000);
}

int status_of(const Response& response) {
  return response.status == -1 ? 200 : response.status;
}

bool commits(FaultAction action) {
  return action == FaultAction::commit_then_status || action == FaultAction::commit_then_drop ||
         action == FaultAction::commit_then_html;
}

bool drops(FaultAction action) {
  return action == FaultAction::drop || action == FaultAction::commit_then_drop;
}

void refuse_format(Response& response, const std::string& reason) {
  // Xray keeps the place to itself; whoever develops against the sandbox may know it.
  response.set_header("X-Sandbox-Reason", one_line(reason));
  answer_json(response, 400, {{"error", "Result is not valid Xray Format"}});
}

std::vector<FaultRule> losses_among(const Struck& first, const Struck& second) {
  std::vector<FaultRule> losses;
  for (const Struck* struck : {&first, &second}) {
    std::copy_if(struck->rules.begin(), struck->rules.end(), std::back_inserter(losses),
                 [](const FaultRule& rule) { return rule.action == FaultAction::lose; });
  }
  return losses;
}

}  // namespace

/// One POST on its way through.
struct Api::Call {
  const Request& request;
  Response& response;
  const httplib::ContentReader& content;
  std::string path;
  std::size_t number;
  std::uint64_t bytes;
  RequestBody body{};
  bool read = false;
  /// What the log tells instead of the status of the response.
  std::optional<int> logged{};

  void read_content() {
    if (read) return;
    body = read_body(request, content);
    read = true;
    if (body.fault == BodyFault::none) bytes = body.text.size();
  }
  void discard_content() {
    if (!read) discard_body(request, content);
    read = true;
  }
};

Api::Api(Store& store, const Answers& answers, std::filesystem::path record, RateLimit rate_limit)
    : store_(store),
      answers_(answers),
      record_(std::move(record)),
      format_(answers),
      rate_(rate_limit) {}

void Api::listens_at(int port) {
  port_ = port;
  site_ = "http://127.0.0.1:" + std::to_string(port);
}

void Api::answer_get(const Request& request, Response& response) {
  if (const auto job = job_in(request.path)) return answer_job_call(request, *job, response);
  const std::size_t number = log_request(request, "");
  const std::string prefix = std::string(kApi) + "attachments/";
  if (const auto seconds = rate_.refuse(store_.now())) {
    answer_too_many(*seconds, answers_.rate_refusal_is_json, response);
  } else if (admit(request, response)) {
    if (request.path.compare(0, prefix.size(), prefix) == 0) {
      download_attachment(store_, request.path.substr(prefix.size()), response);
    } else {
      answer_no_such_path(request, response);
    }
  }
  log_answer(number, status_of(response), 0);
}

void Api::answer_job_call(const Request& request, const std::string& job, Response& response) {
  const auto nothing = [](const auto&...) { return true; };
  const std::string name = "bulkStatus";
  const httplib::ContentReader content(nothing, nothing);
  Call call{request, response, content, request.path, log_request(request, name), 0};
  serve(call, name, [&](const Struck&) {
    if (admit(request, response)) answer_job_status(store_, jobs_, job, response);
  });
  log_answer(call.number, call.logged.value_or(status_of(response)), 0);
}

void Api::work_off_jobs() {
  if (!jobs_.is_due(store_.now())) return;
  store_.change([&](Model& model, std::mt19937_64& random) {
    const std::vector<FaultRule> losses;
    World world = world_of(model, random, Struck(), losses);
    jobs_.work_off(world);
  });
}

void Api::answer_post(const Request& request, Response& response,
                      const httplib::ContentReader& content) {
  const std::string path = request.path.substr(std::string_view(kApi).size());
  const std::string route = route_of(path);
  Call call{request,
            response,
            content,
            path,
            log_request(request, route),
            request.get_header_value<std::uint64_t>("Content-Length")};
  if (route == "graphql") {
    answer_graphql_call(call);
  } else {
    serve(call, route, [&](const Struck& struck) { answer_route(call, struck); });
  }
  log_answer(call.number, call.logged.value_or(status_of(response)), call.bytes);
}

void Api::answer_jira_call(const Request& request, Response& response,
                           const httplib::ContentReader& content) {
  const std::string route = jira_route(request);
  Call call{request, response, content, request.path, log_request(request, route), 0};
  strike_and_serve(call, route, [&](const Struck&) {
    call.read_content();
    if (call.body.fault == BodyFault::too_large) return refuse_too_large(response);
    if (!took_body(call)) return;
    answer_jira(store_, answers_, site_, request, call.body.text, response);
    const bool admitted = status_of(response) != 401;
    if (admitted && route == "issueLink") record(call.number, route, call.body.text);
  });
  log_answer(call.number, call.logged.value_or(status_of(response)), call.bytes);
}

void Api::log_refused(const Request& request, int status) {
  const std::string path = request.path.substr(std::string_view(kApi).size());
  log_answer(log_request(request, route_of(path)), status, 0);
}

// What a GraphQL request asks for stands in its body, so that has to be read before anything else.
void Api::answer_graphql_call(Call& call) {
  call.read_content();
  const json document = call.body.fault == BodyFault::none
                            ? json::parse(call.body.text, nullptr, false)
                            : json(json::value_t::discarded);
  const std::string operation = operation_name(document);
  log_operation(call.number, operation);
  serve(call, operation, [&](const Struck& struck) {
    if (call.body.fault == BodyFault::too_large) return refuse_too_large(call.response);
    if (!admit(call.request, call.response) || !took_body(call)) return;
    answer_graphql_document(call, document, operation, struck);
  });
}

void Api::serve(Call& call, const std::string& name, const Work& work) {
  if (const auto seconds = rate_.refuse(store_.now())) {
    call.discard_content();
    return answer_too_many(*seconds, answers_.rate_refusal_is_json, call.response);
  }
  strike_and_serve(call, name, work);
}

void Api::strike_and_serve(Call& call, const std::string& name, const Work& work) {
  const Struck struck = faults_.strike(name, [&](const FaultRule& rule) {
    const bool too_big =
        rule.action != FaultAction::max_body || (name == "import" && call.bytes > rule.bytes);
    return !rule.by_test() && too_big;
  });
  serve_with_faults(call, struck, work);
}

void Api::serve_with_faults(Call& call, const Struck& struck, const Work& work) {
  if (const FaultRule* delay = struck.find(FaultAction::delay)) pause(delay->time);
  if (struck.find(FaultAction::max_body)) return refuse_while_sending(call.response);
  const FaultRule* ending = struck.ending();
  if (!ending || commits(ending->action)) {
    work(struck);
  } else if (!drops(ending->action)) {
    call.discard_content();
  }
  if (ending && drops(ending->action)) {
    cut_connection(call.request, port_);
    // No answer, no status.
    call.logged = 0;
    return;
  }
  if (ending) answer_as_told(*ending, store_.now(), call.response);
  call.logged = status_of(call.response);
  spoil_answer(
      struck, [this](std::chrono::milliseconds time) { pause(time); }, call.response);
}

void Api::answer_route(Call& call, const Struck& struck) {
  if (call.path == "authenticate") return answer_authenticate(call);
  const bool admitted = admit(call.request, call.response);
  if (admitted && call.path == "attachments") {
    const FaultRule* loss = struck.find(FaultAction::lose);
    return upload_attachment(store_, call.request, call.response, call.content,
                             loss && loss->parts.evidence);
  }
  call.read_content();
  // The gateway stands in front of everything else, also of the token's check.
  if (call.body.fault == BodyFault::too_large) return refuse_too_large(call.response);
  if (!admitted || !took_body(call)) return;
  if (call.path == "import/execution") return answer_import(call, struck);
  if (call.path == "import/test/bulk") {
    record(call.number, "bulk", call.body.text);
    return answer_bulk(store_, answers_, jobs_, faults_, call.request, call.body.text,
                       call.response);
  }
  answer_no_such_path(call.request, call.response);
}

bool Api::took_body(Call& call) {
  if (call.body.fault != BodyFault::broken_off) return true;
  answer_json(call.response, 400, {{"error", "request aborted"}});
  return false;
}

void Api::answer_authenticate(Call& call) {
  call.read_content();
  const json credentials = json::parse(call.body.text, nullptr, false);
  const json id = credentials.is_object() ? credentials.value("client_id", json()) : json();
  const json secret = credentials.is_object() ? credentials.value("client_secret", json()) : json();
  if (!id.is_string() || !secret.is_string()) {
    call.response.status = 400;
    return call.response.set_content("client_id and client_secret are required", "text/plain");
  }
  const bool known = (id == "sandbox" || id == "wrong-region") && secret == "sandbox-secret";
  if (!known) {
    return answer_json(call.response, 401,
                       {{"error", "Authentication failed. Invalid client credentials!"}});
  }
  const Region region = id == "sandbox" ? Region::here : Region::elsewhere;
  answer_json(call.response, 200, tokens_.issue(region, store_.now()));
}

bool Api::admit(const Request& request, Response& response) const {
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

World Api::world_of(Model& model, std::mt19937_64& random, const Struck& struck,
                    const std::vector<FaultRule>& losses) const {
  const FaultRule* hide = struck.find(FaultAction::hide);
  const auto invisible_for =
      std::max(answers_.invisible_for, hide ? hide->time : answers_.invisible_for);
  return {model, store_.files(),        answers_, random, store_.now(),
          site_, invisible_for.count(), losses};
}

void Api::answer_graphql_document(Call& call, const json& document, const std::string& operation,
                                  const Struck& struck) {
  record(call.number, operation + ".graphql", call.body.text);
  if (!document.is_object()) {
    return answer_json(call.response, 400, {{"errors", {{{"message", "POST body is not JSON."}}}}});
  }
  const auto work = [&](Model& model, std::mt19937_64& random) {
    std::vector<FaultRule> losses;
    World world = world_of(model, random, struck, losses);
    const Struck by_test =
        faults_.look_into(operation)
            ? faults_.strike(operation,
                             [&](const FaultRule& rule) {
                               return rule.by_test() && concerns_runs(world, rule.tests, document);
                             })
            : Struck();
    losses = losses_among(struck, by_test);
    return answer_graphql(world, document);
  };
  answer_json(call.response, 200, only_reads(operation) ? store_.read(work) : store_.change(work));
}

void Api::answer_import(Call& call, const Struck& struck) {
  record(call.number, "import", call.body.text);
  const json document = json::parse(call.body.text, nullptr, false);
  // The document holds a copy of everything.
  call.body.text = std::string();
  const auto fault =
      document.is_discarded() ? std::optional<std::string>("not JSON") : format_.fault(document);
  if (fault) return refuse_format(call.response, *fault);
  const auto answer =
      store_.change([&](Model& model, std::mt19937_64& random) -> std::optional<ImportAnswer> {
        std::vector<FaultRule> losses;
        World world = world_of(model, random, struck, losses);
        const Struck by_test =
            faults_.look_into("import")
                ? faults_.strike("import",
                                 [&](const FaultRule& rule) {
                                   return rule.by_test() &&
                                          concerns_import(world, rule.tests, document);
                                 })
                : Struck();
        if (by_test.find(FaultAction::refuse_test)) return std::nullopt;
        losses = losses_among(struck, by_test);
        return import_results(world, document);
      });
  if (!answer) return refuse_format(call.response, "the fault script refuses a Test");
  answer_json(call.response, answer->status, answer->body);
}

std::size_t Api::log_request(const Request& request, const std::string& operation) {
  return store_.note([&](Model& model, std::mt19937_64&) {
    model.requests.push_back(
        {model.requests.size() + 1, request.method, request.path, operation, 0, 0});
    return model.requests.size();
  });
}

void Api::log_operation(std::size_t number, const std::string& operation) {
  store_.note(
      [&](Model& model, std::mt19937_64&) { model.requests[number - 1].operation = operation; });
}

void Api::log_answer(std::size_t number, int status, std::uint64_t bytes) {
  store_.note([&](Model& model, std::mt19937_64&) {
    model.requests[number - 1].status = status;
    model.requests[number - 1].bytes = bytes;
  });
}

void Api::record(std::size_t number, const std::string& what, const std::string& body) const {
  if (record_.empty()) return;
  std::array<char, 24> prefix{};
  std::snprintf(prefix.data(), prefix.size(), "%04zu-", number);
  if (auto fault = replace_file(record_ / (prefix.data() + what + ".json"), body)) {
    throw std::runtime_error(*fault);
  }
}

void Api::pause(std::chrono::milliseconds time) const {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + time;
  for (auto now = Clock::now(); now < end && !stopping_; now = Clock::now()) {
    std::this_thread::sleep_for(
        std::min<Clock::duration>(end - now, std::chrono::milliseconds(50)));
  }
}

}  // namespace xrep::sandbox
