#include <xrep/reporters/catch2_sections.hpp>
#include <xrep/reporters/text.hpp>

#include <algorithm>

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

bool Catch2Passes::ended(const std::vector<std::string>& path, bool left_early) {
  const bool empty = last_left_early_ && inner_.count(path) != 0 && leaves_.count(path) == 0;
  last_left_early_ = left_early;
  if (empty) {
    return true;
  }
  leaves_.insert(path);
  for (auto outer = path; !outer.empty();) {
    outer.pop_back();
    inner_.insert(outer);
  }
  return false;
}

}  // namespace xrep::reporters
