#include "platform/file.hpp"
#include "random_name.hpp"
#include "run_file.hpp"
#include "text.hpp"

#include <nlohmann/json.hpp>

namespace xrep {
namespace {

namespace fs = std::filesystem;

constexpr int kFormat = 1;

nlohmann::json settings_document(const std::vector<SourcedSetting>& settings) {
  auto list = nlohmann::json::array();
  for (const auto& [given, source] : settings) {
    const char* name = source == SettingSource::flag          ? "flag"
                       : source == SettingSource::environment ? "environment"
                                                              : "file";
    list.push_back({{"name", given.name},
                    {"value", repair(given.value)},
                    {"source", name},
                    {"origin", single_line(given.origin)}});
  }
  return list;
}

std::string run_document(const std::string& id, const RunFacts& facts) {
  const CiBuild& ci = facts.ci;
  nlohmann::ordered_json document{
      {"format", kFormat}, {"run", single_line(id)}, {"started", facts.started}};
  document["settings"] = settings_document(facts.settings.given);
  document["problems"] = facts.settings.problems;
  if (!ci.system.empty()) document["ci"] = ci.system;
  if (!ci.revision.empty()) document["revision"] = ci.revision;
  if (!ci.branch.empty()) document["branch"] = ci.branch;
  if (!ci.url.empty()) document["build_url"] = ci.url;
  using Json = nlohmann::ordered_json;
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::error_code write_run_file(const fs::path& directory, const std::string& id,
                               const RunFacts& facts) {
  const auto final_path = directory / "run.json";
  const auto draft = directory / (".run.json." + random_digits());
  std::error_code error;
  if (fs::exists(final_path, error)) return {};
  const auto file = platform::create_file(draft);
  error = file ? platform::write_all(file->get(), run_document(id, facts)) : file.error();
  if (!error) error = platform::sync(file->get());
  if (!error) error = platform::publish_new(draft, final_path);
  if (!error || error == std::errc::file_exists) {
    platform::sync_directory(directory);
    return {};
  }
  std::error_code ignored;
  fs::remove(draft, ignored);
  return error;
}

}  // namespace xrep
