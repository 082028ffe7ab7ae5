#include "site.hpp"

#include <gtest/gtest.h>

namespace xrep::sandbox {
namespace {

Answer answer_of(const httplib::Result& result) {
  if (!result) return {0, "", httplib::to_string(result.error())};
  return {result->status, result->get_header_value("Content-Type"), result->body, result->headers};
}

std::string document_for(const std::string& operation, const Json& variables) {
  const bool mutation = operation.rfind("Create", 0) == 0 || operation.rfind("Add", 0) == 0 ||
                        operation.rfind("Link", 0) == 0;
  std::string text = (mutation ? "mutation " : "query ") + operation + "(";
  for (const auto& item : variables.items()) text += "$" + item.key() + ": X ";
  return text + ") { field }";
}

}  // namespace

std::string Answer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

Site::Site(Profile profile, RateLimit rate_limit)
    : profile_(profile),
      rate_limit_(rate_limit),
      clock_(std::make_shared<std::atomic<std::int64_t>>(1772330400000)) {
  restart();
}

Site::~Site() = default;

Options Site::options() const {
  Options options;
  options.data = folder();
  options.profile = profile_;
  options.record = recorded();
  options.rate_limit = rate_limit_;
  options.now = [clock = clock_] {
    return std::chrono::system_clock::time_point(std::chrono::milliseconds(clock->load()));
  };
  return options;
}

void Site::restart() {
  sandbox_.reset();
  sandbox_ = std::make_unique<Sandbox>(options());
  const auto fault = sandbox_->start();
  if (fault) ADD_FAILURE() << *fault;
  token_ = token();
}

void Site::pass(std::chrono::milliseconds time) {
  *clock_ += time.count();
}

std::filesystem::path Site::folder() const {
  return folder_.path() / "data";
}

std::filesystem::path Site::recorded() const {
  return folder_.path() / "requests";
}

httplib::Client Site::client() const {
  httplib::Client client("127.0.0.1", port());
  // Generous: instrumented builds on a busy machine take their time with a hundred mebibytes.
  client.set_read_timeout(std::chrono::seconds(60));
  client.set_write_timeout(std::chrono::seconds(60));
  return client;
}

std::string Site::token(const std::string& client_id) const {
  const Json credentials = {{"client_id", client_id}, {"client_secret", "sandbox-secret"}};
  const Json token = post("/api/v2/authenticate", credentials.dump(), {}).json();
  return token.is_string() ? token.get<std::string>() : std::string();
}

Answer Site::post(const std::string& path, const std::string& body,
                  const httplib::Headers& headers) const {
  return answer_of(client().Post(path, headers, body, "application/json"));
}

Answer Site::get(const std::string& path) const {
  return answer_of(client().Get(path, {{"Authorization", "Bearer " + token_}}));
}

Answer Site::import(const Json& document) {
  return post("/api/v2/import/execution", document.dump(), {{"Authorization", "Bearer " + token_}});
}

Json Site::graphql(const std::string& operation, const Json& variables) {
  const Json body = {{"query", document_for(operation, variables)}, {"variables", variables}};
  return post("/api/v2/graphql", body.dump(), {{"Authorization", "Bearer " + token_}}).json();
}

Json Site::data(const std::string& operation, const Json& variables) {
  const Json answer = graphql(operation, variables);
  EXPECT_FALSE(answer.contains("errors")) << operation << ": " << answer.dump();
  return answer.value("data", Json());
}

std::string Site::failure(const std::string& operation, const Json& variables) {
  const Json answer = graphql(operation, variables);
  EXPECT_TRUE(answer.value("data", Json()).is_null()) << answer.dump();
  if (!answer.contains("errors")) return "no error: " + answer.dump();
  return answer.at("errors").at(0).at("message");
}

Json Site::state() const {
  return get("/sandbox/state").json();
}

void Site::break_with(const Json& script) {
  const Answer answer = post("/sandbox/faults", script.dump(), {});
  EXPECT_EQ(answer.status, 200) << answer.text;
}

Json Site::struck() const {
  return get("/sandbox/faults").json().at("struck");
}

Json Site::requests() const {
  return get("/sandbox/requests").json();
}

Site::Created Site::create_execution(const std::string& summary) {
  const Json fields = {{"project", {{"key", "DEMO"}}}, {"summary", summary}};
  const Json answer = data("CreateExecution", {{"jira", {{"fields", fields}}}});
  const Json& made = answer.at("createTestExecution").at("testExecution");
  return {made.at("jira").at("key"), made.at("issueId")};
}

Json Site::import_run(const Created& execution, const Json& entry) {
  const Answer answer =
      import({{"testExecutionKey", execution.key}, {"tests", Json::array({entry})}});
  EXPECT_EQ(answer.status, 200) << answer.text;
  return run(execution, entry.value("testKey", ""));
}

Json Site::run(const Created& execution, const std::string& test_key) const {
  const Json runs = state().at("executions").at(execution.key).at("runs");
  for (const Json& run : runs) {
    if (run.at("testKey") == test_key || test_key.empty()) return run;
  }
  return nullptr;
}

std::string issue_id(const Site& site, const std::string& key) {
  const Json state = site.state();
  for (const char* kind : {"tests", "executions", "plans", "sets", "stories", "bugs"}) {
    if (state.at(kind).contains(key)) return state.at(kind).at(key).at("id");
  }
  return {};
}

bool contains_text(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace xrep::sandbox
