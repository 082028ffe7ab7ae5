#include "pair/pair_plan.hpp"

#include "plan/text_limits.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace xrep::client {

namespace {

using Kind = PairChange::Kind;

struct Words {
  Kind kind;
  const char* row;
  const char* one;  ///< of "3 …"
  const char* many;
};

constexpr Words kWords[] = {
    {Kind::unlink, "unlink", "link removed", "links removed"},
    {Kind::link, "link", "test linked", "tests linked"},
    {Kind::create_test, "create Test", "Test created", "Tests created"},
    {Kind::create_set, "create Test Set", "Test Set created", "Test Sets created"},
    {Kind::use_set, "use Test Set", "Test Set found", "Test Sets found"},
    {Kind::add_to_set, "add to Test Set", "Test Set filled", "Test Sets filled"},
    {Kind::add_to_plan, "add to Test Plan", "Test Plan filled", "Test Plans filled"}};

const char* row_word(Kind kind) {
  return std::find_if(std::begin(kWords), std::end(kWords),
                      [&](const Words& words) { return words.kind == kind; })
      ->row;
}

constexpr std::size_t kWidest = 60;

std::string cell(const std::string& text, std::size_t width) {
  return padded(limited(one_line(text), kWidest, "…"), width) + "  ";
}

}  // namespace

std::string table_of(const PairPlan& plan, std::size_t most) {
  if (plan.changes.empty()) {
    return {};
  }
  const auto shown = std::min(most, plan.changes.size());
  std::size_t change = 6;
  std::size_t what = 13;
  std::size_t key = 4;
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& one = plan.changes[i];
    change = std::max(change, text_length(row_word(one.kind)));
    what = std::max(what, std::min(kWidest, text_length(one_line(one.what))));
    key = std::max(key, text_length(one.key));
  }
  std::string text =
      padded("change", change) + "  " + padded("test or suite", what) + "  " + padded("Xray", key);
  text += "  how\n";
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& one = plan.changes[i];
    std::string line = cell(row_word(one.kind), change) + cell(one.what, what) +
                       cell(one.key, key) + one_line(one.detail);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  if (shown < plan.changes.size()) {
    text += "… and " + std::to_string(plan.changes.size() - shown) + " more\n";
  }
  return text;
}

std::string counted(const PairPlan& plan) {
  std::string text;
  for (const auto& words : kWords) {
    const auto count =
        std::count_if(plan.changes.begin(), plan.changes.end(),
                      [&](const PairChange& change) { return change.kind == words.kind; });
    if (count != 0) {
      text += (text.empty() ? "" : ", ") + std::to_string(count) + " " +
              (count == 1 ? words.one : words.many);
    }
  }
  return text;
}

}  // namespace xrep::client
