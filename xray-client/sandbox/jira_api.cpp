#include "jira_api.hpp"

#include "jira_project.hpp"
#include "responses.hpp"
#include "text.hpp"
#include "world.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <string_view>

namespace xrep::sandbox {
namespace {

using httplib::Request;
using httplib::Response;
using nlohmann::json;

constexpr std::string_view kIssue = "issue/";
constexpr const char* kNoIssue = "Issue does not exist or you do not have permission to see it.";

std::string path_of(const Request& request) {
  return request.path.substr(std::string_view(kJiraApi).size());
}

bool admits(const Request& request) {
  constexpr std::string_view kScheme = "Basic ";
  const std::string header = request.get_header_value("Authorization");
  return header.compare(0, kScheme.size(), kScheme) == 0 &&
         decode_base64(std::string_view(header).substr(kScheme.size())) ==
             "sandbox@example.com:sandbox-token";
}

json type_json(const LinkType& type, const std::string& site) {
  return {{"id", type.id},
          {"name", type.name},
          {"inward", type.inward},
          {"outward", type.outward},
          {"self", site + kJiraApi + "issueLinkType/" + type.id}};
}

const LinkType* find_type(const json& wanted) {
  const auto is = [&](const char* member, const char* value) {
    return wanted.is_object() && wanted.value(member, json()) == value;
  };
  const auto found = std::find_if(
      link_types().begin(), link_types().end(),
      [&](const LinkType& type) { return is("id", type.id) || is("name", type.name); });
  return found == link_types().end() ? nullptr : &*found;
}

// The issue at the other end, under the name by which Jira tells which end that is.
json link_json(const Model& model, const IssueLink& link, const std::string& key,
               const std::string& site) {
  const bool starts_here = link.inward_issue == key;
  const std::string& other = starts_here ? link.outward_issue : link.inward_issue;
  const std::string id = std::to_string(model.ids.at(other));
  return {{"id", std::to_string(link.id)},
          {"type", type_json(*find_type({{"id", link.type}}), site)},
          {starts_here ? "outwardIssue" : "inwardIssue",
           {{"id", id}, {"key", other}, {"self", site + kJiraApi + "issue/" + id}}}};
}

void answer_issue(Store& store, const std::string& site, const Request& request,
                  Response& response) {
  const std::string key = path_of(request).substr(kIssue.size());
  store.read([&](Model& model, std::mt19937_64&) {
    if (!model.has_issue(key)) return refuse_in_jira(response, 404, kNoIssue);
    json fields = json::object();
    const std::string wanted = request.get_param_value("fields");
    if (wanted == "issuetype") fields["issuetype"] = {{"name", issue_type(model, key)}};
    if (wanted == "issuelinks") {
      json& links = fields["issuelinks"] = json::array();
      for (const IssueLink& link : model.links) {
        if (link.inward_issue == key || link.outward_issue == key) {
          links.push_back(link_json(model, link, key, site));
        }
      }
    }
    answer_json(response, 200,
                {{"id", std::to_string(model.ids.at(key))}, {"key", key}, {"fields", fields}});
  });
}

std::optional<std::string> key_in(const json& body, const char* member) {
  const json issue = body.value(member, json());
  const json key = issue.is_object() ? issue.value("key", json()) : json();
  return key.is_string() ? key.get<std::string>() : std::optional<std::string>();
}

void answer_new_link(Store& store, const Answers& answers, const std::string& text,
                     Response& response) {
  const json body = json::parse(text, nullptr, false);
  if (!body.is_object()) return refuse_in_jira(response, 400, "Invalid request payload.");
  const auto inward = key_in(body, "inwardIssue");
  const auto outward = key_in(body, "outwardIssue");
  if (!inward || !outward)
    return refuse_in_jira(response, 400, "A link needs the keys of two issues.");
  const LinkType* type = find_type(body.value("type", json()));
  if (!type) return refuse_in_jira(response, 404, "No issue link type found.");
  store.change([&](Model& model, std::mt19937_64&) {
    if (!model.has_issue(*inward) || !model.has_issue(*outward)) {
      return refuse_in_jira(response, 404, kNoIssue);
    }
    if (*inward == *outward)
      return refuse_in_jira(response, 400, "You cannot link an issue to itself.");
    model.add_link(*type, *inward, *outward, answers.repeated_link_stored);
    response.status = 201;
  });
}

}  // namespace

std::string jira_route(const Request& request) {
  const std::string path = path_of(request);
  if (request.method == "POST") return path == "issueLink" ? path : "";
  if (path == "myself") return path;
  if (path == "issueLinkType") return "issueLinkTypes";
  if (auto route = project_route(path); !route.empty()) return route;
  if (request.get_param_value("fields") == "issuetype") return "issueType";
  return path.compare(0, kIssue.size(), kIssue) == 0 ? "issueLinks" : "";
}

void answer_jira(Store& store, const Answers& answers, const std::string& site,
                 const Request& request, const std::string& body, Response& response) {
  const std::string route = jira_route(request);
  if (route.empty()) return answer_no_such_path(request, response);
  if (!admits(request)) {
    return refuse_in_jira(response, 401, "Client must be authenticated to access this resource.");
  }
  if (route == "myself") {
    return answer_json(response, 200,
                       {{"accountId", kAccountId}, {"emailAddress", "sandbox@example.com"}});
  }
  if (route == "issueLinkTypes") {
    json types = json::array();
    for (const LinkType& type : link_types()) types.push_back(type_json(type, site));
    return answer_json(response, 200, {{"issueLinkTypes", std::move(types)}});
  }
  if (route == "issueLinks" || route == "issueType") {
    return answer_issue(store, site, request, response);
  }
  if (is_project_route(route)) return answer_jira_project(store, path_of(request), response);
  answer_new_link(store, answers, body, response);
}

}  // namespace xrep::sandbox
