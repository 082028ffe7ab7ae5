#include <xrep/reporters/catch2_sections.hpp>
#include <xrep/reporters/text.hpp>

#include <algorithm>
#include <functional>
#include <utility>

namespace xrep::reporters {

void Catch2Sections::started(std::string_view name, std::size_t line) {
  Section section;
  section.name = std::string(name);
  section.line = line;
  section.is_body = open_.empty();
  if (!section.is_body) {
    // BDD macros pad their prefixes for the console: "    Given: ", "And given: ".
    section.step = recording::step_started(trimmed(name));
    path_.push_back(section.name + ":" + std::to_string(line));
  }
  open_.push_back(std::move(section));
}

bool Catch2Sections::ended(std::string_view name, std::size_t line, recording::StepResult result) {
  const auto section = std::find_if(open_.rbegin(), open_.rend(), [&](const Section& candidate) {
    return !candidate.ended && candidate.line == line && candidate.name == name;
  });
  if (section == open_.rend()) {
    return false;
  }
  section->ended = true;
  section->result = result;
  const bool is_body = section->is_body;
  close_ended();
  return is_body;
}

void Catch2Sections::clear() {
  for (auto& section : open_) {
    section.ended = true;
  }
  close_ended();
}

const std::vector<std::string>& Catch2Sections::path() const {
  return path_;
}

void Catch2Sections::forget_path() {
  path_.clear();
}

void Catch2Sections::close_ended() {
  while (!open_.empty() && open_.back().ended) {
    if (!open_.back().is_body) {
      recording::step_finished(open_.back().step, open_.back().result);
    }
    open_.pop_back();
  }
}

void Catch2Passes::failed(std::string_view text, std::string_view file, std::size_t line) {
  const auto failure = std::string(file) + ":" + std::to_string(line) + ":" + std::string(text);
  const std::lock_guard lock(mutex_);
  failures_.insert(std::hash<std::string>()(failure));
}

bool Catch2Passes::ended(const std::vector<std::string>& path, bool left_section) {
  const std::lock_guard lock(mutex_);
  const bool went_less_far =
      path.size() < last_path_.size() && std::equal(path.begin(), path.end(), last_path_.begin());
  const bool failed_anew = !std::includes(last_failures_.begin(), last_failures_.end(),
                                          failures_.begin(), failures_.end());
  const bool empty = last_left_section_ && went_less_far && !failed_anew;
  last_path_ = path;
  last_left_section_ = left_section;
  if (!failures_.empty() || !last_failures_.empty()) {
    last_failures_ = std::exchange(failures_, {});
  }
  return empty;
}

void Catch2Passes::clear() {
  const std::lock_guard lock(mutex_);
  failures_.clear();
  last_failures_.clear();
  last_path_.clear();
  last_left_section_ = false;
}

}  // namespace xrep::reporters
