#include "plan/planned_files.hpp"

#include "plan/outcome.hpp"

#include <algorithm>
#include <set>

namespace xrep::client {
namespace {

constexpr std::size_t kMaxName = 200;      // bytes
constexpr std::size_t kMaxExtension = 20;  // bytes; a longer one is no extension

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20U || c == '\x7f';
}

std::size_t extension_start(const std::string& name) {
  const auto dot = name.rfind('.');
  const bool none = dot == std::string::npos || dot == 0 || name.size() - dot > kMaxExtension;
  return none ? name.size() : dot;
}

// Cuts before the extension and on a code point.
std::string with_suffix(const std::string& name, const std::string& suffix) {
  const auto dot = extension_start(name);
  auto stem = name.substr(0, dot);
  const auto extension = name.substr(dot);
  const auto room = kMaxName - suffix.size() - extension.size();
  if (stem.size() > room) {
    auto end = room;
    while (end > 0 && (static_cast<unsigned char>(stem[end]) & 0xC0U) == 0x80U) --end;
    stem.resize(end);
  }
  return stem + suffix + extension;
}

std::string unused_name(const std::string& name, std::set<std::string>& used) {
  auto candidate = name;
  for (int n = 2; !used.insert(candidate).second; ++n) {
    candidate = with_suffix(name, " (" + std::to_string(n) + ")");
  }
  return candidate;
}

bool is_wanted(const TestRecord& record, AttachmentPolicy policy) {
  return policy == AttachmentPolicy::on ||
         (policy == AttachmentPolicy::failed && is_failure(outcome_of(record.outcome)));
}

int case_of(const std::vector<Case>& cases, std::size_t part, std::uint32_t pass) {
  const auto found = std::find_if(cases.begin(), cases.end(), [&](const Case& one) {
    return one.part == part && (one.pass == 0 || one.pass == pass);
  });
  return found == cases.end() ? -1 : static_cast<int>(found - cases.begin());
}

}  // namespace

std::string safe_file_name(const std::string& name) {
  std::string safe;
  for (const char c : name) safe += c == '/' || c == '\\' || is_control(c) ? '_' : c;
  if (safe.empty() || safe == "." || safe == "..") return "attachment";
  return with_suffix(safe, {});
}

std::vector<PlannedFile> files_of(const Group& group, const std::vector<Case>& cases, bool iterated,
                                  const StepPlan& steps, AttachmentPolicy policy) {
  std::vector<PlannedFile> files;
  std::set<std::string> used;
  for (std::size_t i = 0; i < group.parts.size(); ++i) {
    const auto& part = group.parts[i];
    for (const auto* attempt : part.attempts) {
      if (!is_wanted(*attempt, policy)) continue;
      const bool counts = attempt == part.counts;
      for (const auto& attachment : attempt->attachments) {
        PlannedFile file{attachment.file, unused_name(safe_file_name(attachment.name), used),
                         attachment.media_type, attachment.size};
        const auto iteration = iterated && counts ? case_of(cases, i, attachment.pass) : -1;
        if (counts && (!iterated || iteration >= 0)) {
          file.iteration = iteration;
          file.step = attachment.step == 0 ? steps.position_of_part(i)
                                           : steps.position(*attempt, attachment.step);
        }
        files.push_back(std::move(file));
      }
    }
  }
  return files;
}

std::string name_beside(const std::vector<PlannedFile>& files, const std::string& name) {
  const auto taken = [&](const std::string& candidate) {
    return std::any_of(files.begin(), files.end(),
                       [&](const PlannedFile& file) { return file.name == candidate; });
  };
  std::string candidate = name;
  const auto dot = std::min(name.rfind('.'), name.size());
  for (int n = 2; taken(candidate); ++n) {
    candidate = name.substr(0, dot) + " (" + std::to_string(n) + ")" + name.substr(dot);
  }
  return candidate;
}

}  // namespace xrep::client
