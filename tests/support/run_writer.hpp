#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace xrep::test {

/// Writes a run directory as docs/run-directory.md describes it, without the Recorder: what is
/// pushed must not depend on who recorded it.
class RunWriter {
 public:
  /// Makes `results`/`id`.
  RunWriter(const std::filesystem::path& results, const std::string& id);

  const std::filesystem::path& path() const { return directory_; }

  /// A setting as if given by flag.
  RunWriter& setting(const std::string& name, const std::string& value);

  /// Starts the next test; what follows belongs to it.
  RunWriter& test(const std::string& name, nlohmann::json members = nlohmann::json::object());

  /// Any event of the open test, e.g. event("key", {{"value", "DEMO-4"}}).
  RunWriter& event(const std::string& name, nlohmann::json members);

  RunWriter& step(int number, const std::string& name, const std::string& result, int parent = 0);

  /// A file with `content`; step 0: the test.
  RunWriter& file(const std::string& name, const std::string& media_type,
                  const std::string& content, int step = 0);

  RunWriter& finish(const std::string& result);

  /// The process ended as it should; without it it died.
  void end();

 private:
  void write(const std::string& name, nlohmann::json members);
  void write_run_file() const;

  std::filesystem::path directory_;
  std::filesystem::path events_;
  std::vector<nlohmann::json> settings_;
  std::string id_;
  int test_ = 0;
  int files_ = 0;
  std::int64_t time_ = 1'772'330'400'000'000;  // 2026-03-01T02:00:00Z
};

}  // namespace xrep::test
