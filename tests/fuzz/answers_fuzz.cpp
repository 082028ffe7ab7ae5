// A server that answers whatever it likes, to every question that a push asks.
//
// The input is a list of answers: a byte that chooses the status, then the body. HttpClient is
// this file's own, which takes them instead of asking a server; the linker prefers it to the one
// in the library.

#include "cloud/cloud.hpp"
#include "fuzz.hpp"
#include "transport/http.hpp"

#include <array>
#include <deque>

namespace {

std::deque<std::string>& answers() {
  static std::deque<std::string> list;
  return list;
}

}  // namespace

namespace xrep::client {

struct HttpClient::Impl {
  HttpOptions options;
};

HttpClient::HttpClient(HttpOptions options)
    : impl_(std::make_unique<Impl>(Impl{std::move(options)})) {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

const std::string& HttpClient::base_url() const {
  return impl_->options.base_url;
}

Expected<HttpResponse> HttpClient::send(const HttpRequest&, const Deadline&) {
  constexpr std::array kStatuses{200L, 200L, 200L, 200L, 201L, 204L, 302L, 400L,
                                 401L, 403L, 404L, 413L, 429L, 500L, 503L, 999L};
  if (answers().empty()) return fail(Errc::in_doubt, "there are no more answers");
  const std::string next = std::move(answers().front());
  answers().pop_front();
  if (next.empty()) return fail(Errc::not_delivered, "nobody is there");
  HttpResponse response;
  const auto chosen = static_cast<unsigned char>(next.front());
  response.status = kStatuses[chosen % kStatuses.size()];
  response.content_type = (chosen & 0x10U) != 0 ? "text/html" : "application/json";
  response.body = next.substr(1);
  return response;
}

}  // namespace xrep::client

namespace {

using namespace xrep::client;

cloud::Cloud make_cloud() {
  cloud::Repetition at_once;
  at_once.max_tries = 2;
  at_once.first_pause = at_once.longest_pause = std::chrono::milliseconds(0);
  return {cloud::Session(HttpClient({"https://xray.example", {}, {}, {}}),
                         CloudCredentials{Secret("fuzz-client"), Secret("fuzz-secret")},
                         Deadline::in(std::chrono::seconds(1)), {}, at_once),
          "https://jira.example",
          {{JiraCredentials{Secret("fuzz-user"), Secret("fuzz-secret")}, {}},
           {"https://xray.example", {}, {}, {}},
           Deadline::in(std::chrono::seconds(1)),
           {},
           at_once}};
}

template <class Answer>
void look_at(const Expected<Answer>& answer) {
  if (answer) return;
  xrep::fuzz::require(!answer.error().message.empty(), "an error says something");
  xrep::fuzz::require(answer.error().message.find("fuzz-secret") == std::string::npos,
                      "no error shows a secret");
}

void read_everything(cloud::Cloud& cloud, const Site& site) {
  look_at(cloud.tests_by_key(site, {"CALC-1", "CALC-2", "SHOP-1"}));
  look_at(cloud.each_test(site, [](const RemoteTest&) {}));
  look_at(cloud.execution_by_key("CALC-9"));
  look_at(cloud.execution_by_label("CALC", "xrep-1"));
  look_at(cloud.plan_id("CALC-8"));
  look_at(cloud.each_run("10009", 5, [](const RemoteRun&) {}));
  look_at(cloud.each_run_of({"10001", "10002"}, "10009", [](const RemoteRun&) {}));
  look_at(cloud.iterations("10001", "10009"));
  look_at(cloud.iterations_of({"10001", "10002"}, "10009", 2));
  look_at(cloud.each_steps({"10001", "10002"}, [](const RemoteTestSteps&) {}));
}

void link_requirements(cloud::Cloud& cloud) {
  const auto links = cloud.requirement_links({"10009", "CALC-9", {}});
  look_at(links);
  if (!links) return;
  look_at((*links)->tests_of("CALC-7"));
  look_at((*links)->link("CALC-1", "CALC-7"));
}

void pair_tests(cloud::Cloud& cloud, const Site& site) {
  Body document;
  document.append("[]");
  const auto job = cloud.start_creation(document);
  look_at(job);
  look_at(cloud.creation(job && *job ? **job : "1"));
  look_at(cloud.creation("2"));
  look_at(cloud.each_set(site, [](const RemoteSet&) {}));
  look_at(cloud.members(Container::set, {"10005", "10006"}));
  look_at(cloud.members(Container::plan, {"10008"}));
  look_at(cloud.create_set("CALC", "Suite"));
}

void change_everything(cloud::Cloud& cloud) {
  PlannedExecution execution;
  execution.project = "CALC";
  execution.summary = "A run";
  execution.version = "1.0";
  execution.environments = {"linux"};
  execution.run_label = "xrep-1";
  look_at(cloud.create_execution(execution));
  look_at(cloud.add_environments("10009", {"linux"}));
  look_at(cloud.link_to_plan("10008", "10009"));
  look_at(cloud.add_tests_to_plan("10008", {"10001"}));
  Body document;
  document.append("{}");
  look_at(cloud.import(document));
  PlannedFile file;
  file.name = "a.txt";
  look_at(cloud.upload(file));
  EvidenceUpload upload;
  upload.run_id = "1";
  upload.file = &file;
  upload.upload_id = "2";
  look_at(cloud.add_evidence({upload, upload}));
  look_at(cloud.amend({{"1", "PASSED", "fine", {{"2", "PASSED", "as well"}}}}));
  look_at(cloud.add_defects("1", {"CALC-3"}));
  look_at(cloud.add_steps({{"10001", {}}, {"10002", {}}}));
}

}  // namespace

// The first byte says where to begin, so that short inputs reach every question.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto parts = xrep::fuzz::parts_of(xrep::fuzz::text_of(data + 1, size - 1));
  answers().assign(parts.begin(), parts.end());
  auto cloud = make_cloud();
  Site site{"CALC", "10000", {"PASSED"}, {"PASSED"}};
  switch (data[0] % 6) {
    case 0:
      if (auto connected = cloud.connect("CALC")) site = *connected;
      read_everything(cloud, site);
      break;
    case 1:
      answers().push_front(std::string(1, '\0') + "\"token\"");
      look_at(cloud.connect("CALC"));
      break;
    case 2:
      read_everything(cloud, site);
      break;
    case 3:
      change_everything(cloud);
      break;
    case 4:
      link_requirements(cloud);
      break;
    default:
      pair_tests(cloud, site);
  }
  return 0;
}
