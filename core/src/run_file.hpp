#pragma once

#include "ci.hpp"
#include "settings.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace xrep {

/// What run.json says.
struct RunFile {
  std::string id;
  std::int64_t started = 0;
  std::vector<SourcedSetting> settings;
  std::vector<std::string> problems;
  std::string revision;
  std::string branch;
  std::string build_url;
  std::string ci;
};

/// What run.json is written from.
struct RunFacts {
  const ResolvedSettings& settings;
  CiBuild ci;
  std::int64_t started = 0;  ///< microseconds since 1970
};

/// Writes run.json, unless it is there already.
std::error_code write_run_file(const std::filesystem::path& directory, const std::string& id,
                               const RunFacts& facts);

/// The newest format of run directories that this version reads.
constexpr std::uint64_t kReadableFormat = 1;

/// Reads run.json of a run directory. Without one only the name of the directory is known.
/// The error says what is wrong and what to do.
tl::expected<RunFile, std::string> read_run_file(const std::filesystem::path& directory);

/// For both places that hold a format.
std::string too_new(const std::filesystem::path& file, std::uint64_t format);

/// Does the directory hold a run?
bool is_run_directory(const std::filesystem::path& directory);

/// Is this the name of an events file?
bool is_events_file(const std::filesystem::path& file);

}  // namespace xrep
