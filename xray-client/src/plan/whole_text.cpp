#include "plan/whole_text.hpp"

#include "hash.hpp"
#include "plan/fold.hpp"
#include "plan/planned_files.hpp"
#include "plan/text_limits.hpp"
#include "platform/file.hpp"

#include <string>
#include <system_error>

namespace xrep::client {

namespace {

namespace fs = std::filesystem;

// What a comment always has room for, beside a remark and a list of steps or iterations.
constexpr std::size_t kMaxText = 18'000;

bool is_there(const fs::path& file, std::uint64_t size) {
  const auto info = xrep::platform::file_info(file);
  return info && info->kind == xrep::platform::FileKind::regular && info->size == size;
}

// Complete or not at all: it may be read while it is written.
bool write(const fs::path& file, const std::string& text) {
  std::error_code failed;
  if (!fs::exists(file.parent_path(), failed)) {
    failed = xrep::platform::create_directory(file.parent_path());
  }
  const auto draft = file.parent_path() / (file.filename().string() + ".new");
  fs::remove(draft, failed);
  const auto created = xrep::platform::create_file(draft);
  if (!created || xrep::platform::write_all(created->get(), text)) {
    fs::remove(draft, failed);
    return false;
  }
  fs::rename(draft, file, failed);
  return !failed;
}

}  // namespace

void attach_whole_text(Entry& entry, const fs::path& directory) {
  const auto parts = whole_list(entry.steps, entry.iterations);
  const bool fits = text_length(entry.text) <= kMaxText && text_length(parts) <= kMaxFolded;
  if (fits) return;
  const auto text = parts + (parts.empty() || entry.text.empty() ? "" : "\n") + entry.text;
  const auto file = directory / (hex_of(hash_of(entry.id)) + ".txt");
  if (!is_there(file, text.size()) && !write(file, text)) return;
  PlannedFile planned;
  planned.file = file;
  planned.name = name_beside(entry.files, "messages.txt");
  planned.media_type = "text/plain";
  planned.size = text.size();
  entry.whole_text = planned.name;
  entry.files.push_back(std::move(planned));
}

}  // namespace xrep::client
