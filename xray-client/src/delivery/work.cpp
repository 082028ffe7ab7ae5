#include "delivery/work.hpp"

#include "delivery/step_match.hpp"
#include "hash.hpp"
#include "plan/outcome.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace xrep::client {

namespace {

void add(std::string& text, const std::string& part) {
  text += part;
  text += '\x1f';  // keeps "ab","c" and "a","bc" apart
}

void add(std::string& text, const std::vector<PlannedStep>& steps) {
  for (const auto& step : steps) {
    add(text, step.action);
    add(text, step.expected);
    // As in add_optional().
    if (!step.data.empty()) {
      add(text, "\x1d" + step.data);
    }
    add(text, step.actual);
    add(text, std::to_string(static_cast<int>(step.outcome)));
  }
  text += '\x1e';
}

// What came later into entries: without it they keep the digest they always had, so that receipts
// of earlier versions stay valid.
void add_optional(std::string& text, const Entry& entry) {
  for (const auto& field : entry.custom_fields) {
    add(text, "\x1c" + field.name);
    add(text, field.value);
  }
  if (!entry.assignee.empty()) {
    add(text,
        "\x1d"
        "assignee");
    add(text, entry.assignee);
  }
  if (!entry.executed_by.empty()) {
    add(text,
        "\x1d"
        "executed_by");
    add(text, entry.executed_by);
  }
}

void remember(Work& work, const EntryReceipt& receipt) {
  // A look-up alone sent nothing.
  const bool told = receipt.digest || receipt.in_doubt || receipt.refused || receipt.left_out;
  work.sent_before = !receipt.looked_up || told || !receipt.key.empty();
  work.in_doubt = receipt.in_doubt;
  work.sent_digest = receipt.digest;
  work.sent_comment = receipt.comment;
  work.checked = receipt.seen && !receipt.refused;
  if (!work.has_key) {
    work.target.key = receipt.key;
  }
}

bool nothing_left(const Work& work, const Entry& entry, const DeliveryState& state) {
  const auto arrived = [&](const PlannedFile& file) {
    return state.files.count(file_receipt(entry.id, file)) != 0;
  };
  const auto linked = [&](const std::string& key) {
    return state.steps_done.count(defect_step(entry, key)) != 0;
  };
  return work.checked && work.sent_digest == work.digest &&
         std::all_of(entry.files.begin(), entry.files.end(), arrived) &&
         std::all_of(entry.defects.begin(), entry.defects.end(), linked);
}

void leave_out_files(Entry& entry) {
  std::string names;
  for (const auto& file : entry.files) {
    names += (names.empty() ? "" : ", ") + file.name;
  }
  entry.files.clear();
  entry.text += (entry.text.empty() ? "" : "\n\n") +
                ("Left out, since all files of the run together are larger than "
                 "max_attachments_size: " +
                 names);
}

}  // namespace

std::uint64_t digest_of(const Entry& entry) {
  std::string text;
  add(text, std::to_string(static_cast<int>(entry.outcome)));
  add(text, std::to_string(entry.started));
  add(text, std::to_string(entry.finished));
  add(text, entry.remark);
  add(text, entry.text);
  add(text, entry.steps);
  for (const auto& iteration : entry.iterations) {
    add(text, iteration.name);
    for (const auto& parameter : iteration.parameters) {
      add(text, parameter.name);
      add(text, parameter.value);
    }
    add(text, std::to_string(static_cast<int>(iteration.outcome)));
    add(text, iteration.log);
    add(text, iteration.steps);
  }
  add_optional(text, entry);
  return hash_of(text);
}

void describe(Work& work, const Entry& entry) {
  work.digest = digest_of(entry);
  work.outcome = entry.outcome;
  work.may_create = entry.may_create;
  work.has_defects = !entry.defects.empty();
  work.has_sets = !entry.sets.empty();
  work.has_requirements = !entry.requirements.empty();
  work.has_iterations = !entry.iterations.empty();
  work.has_steps = has_steps(entry);
  work.has_custom_fields = !entry.custom_fields.empty();
  work.files = static_cast<std::uint32_t>(entry.files.size());
  work.file_bytes = 0;
  for (const auto& file : entry.files) {
    work.file_bytes += file.size;
  }
}

std::string defect_step(const Entry& entry, const std::string& key) {
  return "defect " + entry.id + " " + key;
}

std::string planned_step(const std::string& plan, const std::string& test_key) {
  return "planned " + plan + " " + test_key;
}

std::string set_step(const std::string& set, const std::string& test_key) {
  return "set " + set + " " + test_key;
}

std::string requirement_step(const std::string& requirement, const std::string& test_key) {
  return "requirement " + requirement + " " + test_key;
}

std::string created_step(const Entry& entry, const std::string& requirement) {
  return "created " + entry.id + " " + requirement;
}

std::vector<Work> work_of(ImportPlan& plan, const Receipts& receipts, const DeliveryState& state) {
  const auto& test_plan = plan.execution.plan;
  std::vector<Work> all;
  all.reserve(plan.entries.size());
  for (std::size_t i = 0; i < plan.entries.size(); ++i) {
    const auto entry = plan.entries.load(i, &plan.left_out);
    if (!entry) {
      continue;
    }
    Work work;
    work.source = static_cast<std::uint32_t>(i);
    describe(work, *entry);
    work.identity_hash = hash_of(entry->identity);
    work.has_key = !entry->key.empty();
    work.target.key = entry->key;
    const auto* const receipt = receipts.find(entry->id);
    if (receipt != nullptr) {
      remember(work, *receipt);
      const bool planned =
          test_plan.empty() || state.steps_done.count(planned_step(test_plan, receipt->key)) != 0;
      const bool in_sets =
          std::all_of(entry->sets.begin(), entry->sets.end(), [&](const std::string& set) {
            return state.steps_done.count(set_step(set, receipt->key)) != 0;
          });
      work.done = planned && in_sets && nothing_left(work, *entry, state);
    }
    if (const auto other = state.others.find(entry->id); other != state.others.end()) {
      work.other = std::make_unique<OtherResult>(other_result_of(other->second));
    }
    if (work.done) {
      work.state = WorkState::delivered;
      work.target.key = receipt->key;
      work.target.exists = true;
    }
    all.push_back(std::move(work));
  }
  return all;
}

Entry load_alone(EntrySource& entries, std::uint32_t source) {
  auto entry = entries.load(source);
  if (!entry) {
    throw std::runtime_error("the run directory changed while it was pushed");
  }
  return std::move(*entry);
}

Entry load_own(EntrySource& entries, const Work& work) {
  Entry entry = load_alone(entries, work.source);
  for (const auto other : work.joined) {
    entry = merge_entries(entry, load_alone(entries, other));
  }
  if (work.over_limit) {
    leave_out_files(entry);
  }
  return entry;
}

Entry load(EntrySource& entries, const Work& work) {
  Entry entry = load_own(entries, work);
  return work.other ? merge_with(std::move(entry), *work.other) : entry;
}

std::vector<std::size_t> in_order_of_interest(const std::vector<Work>& all) {
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto failed = [&](std::size_t i) { return is_failure(all[i].outcome); };
  std::stable_partition(order.begin(), order.end(), failed);
  return order;
}

std::size_t keep_within(std::uint64_t limit, EntrySource& entries, std::vector<Work>& all) {
  std::uint64_t total = 0;
  for (const auto& work : all) {
    total += work.file_bytes;
  }
  if (total <= limit) {
    return 0;
  }
  std::uint64_t left = limit;
  std::size_t left_out = 0;
  for (const auto i : in_order_of_interest(all)) {
    auto& work = all[i];
    if (work.file_bytes <= left) {
      left -= work.file_bytes;
      continue;
    }
    left_out += work.files;
    work.over_limit = true;
    describe(work, load_own(entries, work));
  }
  return left_out;
}

}  // namespace xrep::client
