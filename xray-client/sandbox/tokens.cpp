#include "tokens.hpp"

#include "text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

namespace xrep::sandbox {

std::string Tokens::issue(Region region, Instant now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (auto grant = grants_.begin(); grant != grants_.end();) {
    // An expired token is remembered for another day, to be refused as expired.
    grant = grant->second.expires + kLifetime < now ? grants_.erase(grant) : std::next(grant);
  }
  // The claims that a token of Xray Cloud carries.
  const nlohmann::json claims = {{"tenant", "sandbox"},
                                 {"accountId", "sandbox-user"},
                                 {"iss", "com.xpandit.xray"},
                                 {"aud", "sandbox"},
                                 {"sub", "sandbox"},
                                 {"iat", now / 1000},
                                 {"exp", (now + kLifetime) / 1000}};
  std::string token = encode_base64url(R"({"alg":"HS256","typ":"JWT"})") + '.' +
                      encode_base64url(claims.dump()) + '.' +
                      encode_base64url(random_uuid(random_));
  grants_[token] = {region, now + kLifetime};
  return token;
}

Tokens::Verdict Tokens::check(const std::string& authorization, Instant now) const {
  constexpr std::string_view kScheme = "Bearer ";
  if (authorization.compare(0, kScheme.size(), kScheme) != 0) {
    return {std::nullopt, "Authentication failed. Missing bearer token!"};
  }
  const std::string token = authorization.substr(kScheme.size());
  if (std::count(token.begin(), token.end(), '.') != 2 || token.front() == '"') {
    return {std::nullopt, "Invalid JWT: JsonWebTokenError: jwt malformed"};
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto grant = grants_.find(token);
  if (grant == grants_.end()) {
    return {std::nullopt, "Invalid JWT: JsonWebTokenError: invalid signature"};
  }
  if (grant->second.expires <= now) {
    return {std::nullopt, "Invalid JWT: TokenExpiredError: jwt expired"};
  }
  return {grant->second.region, {}};
}

}  // namespace xrep::sandbox
