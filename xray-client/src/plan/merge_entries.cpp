#include "plan/custom_fields.hpp"
#include "plan/fold.hpp"
#include "plan/import_plan.hpp"
#include "plan/outcome.hpp"
#include "plan/planned_files.hpp"

#include <algorithm>
#include <iterator>

namespace xrep::client {

namespace {

template <class T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

void append_new(std::vector<std::string>& to, const std::vector<std::string>& from) {
  std::copy_if(from.begin(), from.end(), std::back_inserter(to), [&](const std::string& item) {
    return std::find(to.begin(), to.end(), item) == to.end();
  });
}

std::string joined(const std::string& a, const std::string& b, const char* between) {
  return a.empty() || b.empty() ? a + b : a + between + b;
}

bool can_join_iterations(const Entry& a, const Entry& b) {
  return !a.iterations.empty() && !b.iterations.empty() &&
         a.iterations.front().steps.size() == b.iterations.front().steps.size();
}

// Files of steps that became text go to the test.
void add_files(Entry& to, const Entry& from, bool iterations_joined, std::size_t first_iteration) {
  for (auto file : from.files) {
    file.name = name_beside(to.files, file.name);
    if (iterations_joined && file.iteration >= 0) {
      file.iteration += static_cast<int>(first_iteration);
    } else {
      file.step = -1;
      file.iteration = -1;
    }
    to.files.push_back(std::move(file));
  }
}

Micros earliest(Micros a, Micros b) {
  return a == 0 ? b : b == 0 ? a : std::min(a, b);
}

}  // namespace

Entry merge_entries(const Entry& a, const Entry& b) {
  const bool b_leads = a.key.empty() && !b.key.empty();
  Entry merged = b_leads ? b : a;
  const Entry& other = b_leads ? a : b;
  const bool join = can_join_iterations(merged, other);
  const std::size_t first_iteration = merged.iterations.size();
  std::string folded;
  if (join) {
    append(merged.iterations, other.iterations);
  } else if (!other.iterations.empty()) {
    folded = iteration_table(other.iterations);
  } else if (!other.steps.empty()) {
    folded = step_list(other.steps);
  }
  add_files(merged, other, join, first_iteration);
  append_new(merged.tests, other.tests);
  append_new(merged.key_from, other.key_from);
  append_new(merged.sets, other.sets);
  merged.outcome = worse_of(merged.outcome, other.outcome);
  merged.may_create = merged.may_create || other.may_create;
  const std::string replaced = join_custom_fields(merged, other);
  merged.started = earliest(merged.started, other.started);
  merged.finished = std::max(merged.finished, other.finished);
  merged.remark = joined(merged.remark, other.remark, " ");
  merged.text = joined(joined(merged.text, other.text, "\n\n"), folded, "\n\n");
  merged.text = joined(merged.text, replaced, "\n\n");
  append_new(merged.requirements, other.requirements);
  append_new(merged.defects, other.defects);
  append_new(merged.labels, other.labels);
  return merged;
}

}  // namespace xrep::client
