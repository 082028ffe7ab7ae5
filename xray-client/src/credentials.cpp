#include "credentials.hpp"

#include <cstdlib>
#include <fstream>

namespace xrep::client {

namespace {

Expected<Secret> from_file(const std::string& variable, const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line) || line.empty()) {
    return fail(Errc::settings, "the file named by " + variable +
                                    " is missing, unreadable or empty: " + path +
                                    "; it holds the credential in its first line");
  }
  if (line.back() == '\r') {
    line.pop_back();
  }
  return Secret(line);
}

// Nothing when it is not given. A credential goes into a JSON body or a header: a line break in it
// is always a slip.
Expected<std::optional<Secret>> given(const std::string& name) {
  if (const char* value = std::getenv(name.c_str()); value != nullptr && *value != '\0') {
    return Secret(value);
  }
  const std::string file_name = name + "_FILE";
  if (const char* path = std::getenv(file_name.c_str()); path != nullptr && *path != '\0') {
    return from_file(file_name, path);
  }
  return std::optional<Secret>();
}

Expected<Secret> credential(const std::string& name) {
  auto found = given(name);
  if (!found) {
    return tl::make_unexpected(found.error());
  }
  if (!*found) {
    return fail(Errc::settings,
                name +
                    " is not set; create an API key in Jira (Apps > Xray > API Keys) and set "
                    "XRAY_CLIENT_ID and XRAY_CLIENT_SECRET, or XRAY_CLIENT_ID_FILE and "
                    "XRAY_CLIENT_SECRET_FILE");
  }
  return std::move(**found);
}

}  // namespace

Expected<CloudCredentials> cloud_credentials() {
  auto id = credential("XRAY_CLIENT_ID");
  if (!id) {
    return tl::make_unexpected(id.error());
  }
  auto secret = credential("XRAY_CLIENT_SECRET");
  if (!secret) {
    return tl::make_unexpected(secret.error());
  }
  return CloudCredentials{std::move(*id), std::move(*secret)};
}

JiraLogin jira_login() {
  auto user = given("JIRA_USER");
  auto token = given("JIRA_TOKEN");
  if (!user || !token) {
    return {std::nullopt,
            "JIRA_USER and JIRA_TOKEN (" + (user ? token : user).error().message + ")"};
  }
  if (*user && *token) {
    return {JiraCredentials{std::move(**user), std::move(**token)}, {}};
  }
  if (*user) {
    return {std::nullopt, "JIRA_TOKEN (only JIRA_USER is set)"};
  }
  if (*token) {
    return {std::nullopt, "JIRA_USER (only JIRA_TOKEN is set)"};
  }
  return {};
}

}  // namespace xrep::client
