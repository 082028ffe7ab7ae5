#include "push/dry_run.hpp"

#include "cloud/import_document.hpp"
#include "delivery/delivery.hpp"

#include <array>
#include <fstream>
#include <utility>

namespace xrep::client {

namespace {

constexpr const char* kUnknownExecution = "NEW-EXECUTION";
constexpr std::uint64_t kMaxBatch = 20U << 20;
constexpr std::uint64_t kMaxBatchText = 4U << 20;

Expected<void> write(const std::filesystem::path& path, const Body& body) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  BodyReader reader(body);
  std::array<char, 1U << 16> buffer{};
  for (std::size_t count = 0; (count = reader.read(buffer.data(), buffer.size())) != 0;) {
    file.write(buffer.data(), static_cast<std::streamsize>(count));
  }
  file.close();
  if (!reader.error().empty()) {
    return fail(Errc::local, reader.error());
  }
  if (!file) {
    return fail(Errc::local, "cannot write " + path.string());
  }
  return {};
}

// The statuses that every site has, and those that settings name.
cloud::StatusNames assumed_statuses(const Settings& settings) {
  Site site;
  site.test_statuses = {"PASSED",
                        "FAILED",
                        "TODO",
                        "EXECUTING",
                        settings.status_passed,
                        settings.status_failed,
                        settings.status_skipped,
                        settings.status_crashed,
                        settings.status_not_started};
  site.step_statuses = {"PASSED", "FAILED", "TODO", "EXECUTING"};
  const auto names = status_names(settings, site);
  return names ? *names : cloud::StatusNames{};
}

}  // namespace

Expected<std::string> dry_run(Prepared& prepared) {
  const auto folder = prepared.run().directories.front() / "dry-run";
  std::error_code failed;
  std::filesystem::remove_all(folder, failed);
  std::filesystem::create_directories(folder, failed);
  if (failed) {
    return fail(Errc::local, "cannot make " + folder.string() + ": " + failed.message());
  }
  const auto& execution = prepared.plan.execution;
  if (execution.key.empty()) {
    Body fields;
    fields.append("{\"fields\":" + cloud::execution_fields(execution, true, {}) + "}");
    if (auto done = write(folder / "create-execution.json", fields); !done) {
      return tl::make_unexpected(done.error());
    }
  }
  cloud::DocumentOptions options;
  options.project = execution.project;
  options.statuses = assumed_statuses(prepared.settings);
  const std::string key = execution.key.empty() ? kUnknownExecution : execution.key;
  Body tests;
  std::size_t number = 0;
  const auto flush = [&] {
    const auto file = folder / ("import-" + std::to_string(++number) + ".json");
    return write(file, cloud::import_document(key, nullptr, std::exchange(tests, {})));
  };
  auto& entries = prepared.plan.entries;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto entry = entries.load(i);
    if (!entry || (entry->key.empty() && !entry->may_create)) {
      continue;
    }
    cloud::Target target;
    target.exists = !entry->key.empty();
    target.key = entry->key;
    target.kind = target.exists ? cloud::TestKind::generic : cloud::kind_of_new_test(*entry);
    Body test = cloud::entry_document(*entry, target, options);
    if (!tests.empty() && (tests.size() + test.size() > kMaxBatch ||
                           tests.text_size() + test.text_size() > kMaxBatchText)) {
      if (auto done = flush(); !done) {
        return tl::make_unexpected(done.error());
      }
    }
    tests.append(tests.empty() ? "" : ",");
    tests.append(std::move(test));
  }
  if (auto done = tests.empty() ? Expected<void>() : flush(); !done) {
    return tl::make_unexpected(done.error());
  }
  return folder.string();
}

}  // namespace xrep::client
