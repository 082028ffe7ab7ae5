#pragma once

#include "sandbox/sandbox.hpp"
#include "support/temp_dir.hpp"

#include <httplib.h>
#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

namespace xrep::sandbox {

using Json = nlohmann::json;

/// The parts of an answer that tests look at.
struct Answer {
  int status = 0;
  std::string type;
  std::string text;
  httplib::Headers headers{};
  [[nodiscard]] Json json() const { return Json::parse(text, nullptr, false); }
  [[nodiscard]] std::string error() const { return json().value("error", ""); }
  /// The value of a header, or an empty text.
  [[nodiscard]] std::string header(const std::string& name) const;
};

/// A running sandbox in a folder of its own, with a clock that stands still until told.
class Site {
 public:
  explicit Site(Profile profile = Profile::strict, RateLimit rate_limit = {});
  ~Site();
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  /// Ends the sandbox and starts another one on the same folder.
  void restart();
  void pass(std::chrono::milliseconds time);
  /// Passes the time after which a new object is found in both profiles.
  void settle() { pass(std::chrono::milliseconds(1500)); }

  [[nodiscard]] int port() const { return sandbox_->port(); }
  [[nodiscard]] std::filesystem::path folder() const;
  [[nodiscard]] std::filesystem::path recorded() const;
  [[nodiscard]] Sandbox& sandbox() { return *sandbox_; }

  [[nodiscard]] httplib::Client client() const;
  [[nodiscard]] std::string token(const std::string& client_id = "sandbox") const;
  Answer post(const std::string& path, const std::string& body,
              const httplib::Headers& headers) const;
  Answer get(const std::string& path) const;

  /// An import with a good token.
  Answer import(const Json& document);
  /// The whole answer of a GraphQL operation; declares its variables by itself.
  Json graphql(const std::string& operation, const Json& variables);
  /// `data` of an operation that must succeed.
  Json data(const std::string& operation, const Json& variables);
  /// The message of an operation that must fail.
  std::string failure(const std::string& operation, const Json& variables);
  [[nodiscard]] Json state() const;
  /// Starts a fault script.
  void break_with(const Json& script);
  /// How often each rule of the script struck.
  [[nodiscard]] Json struck() const;
  /// /sandbox/requests.
  [[nodiscard]] Json requests() const;

  struct Created {
    std::string key;
    std::string id;
  };
  /// A new Test Execution in DEMO.
  Created create_execution(const std::string& summary = "Nightly");
  /// Imports one entry into an execution and returns its run from the state.
  Json import_run(const Created& execution, const Json& entry);
  [[nodiscard]] Json run(const Created& execution, const std::string& test_key) const;

 private:
  [[nodiscard]] Options options() const;

  test::TempDir folder_;
  Profile profile_;
  RateLimit rate_limit_;
  std::shared_ptr<std::atomic<std::int64_t>> clock_;
  std::unique_ptr<Sandbox> sandbox_;
  std::string token_;
};

[[nodiscard]] std::string issue_id(const Site& site, const std::string& key);
[[nodiscard]] bool contains_text(const std::string& text, const std::string& part);

/// A 1x1 picture in base64.
inline constexpr const char* kPicture =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg"
    "==";

}  // namespace xrep::sandbox
