#pragma once

#include "plan/cases.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace xrep::client {

/// The steps of all cases of a group laid over each other: one list of steps that fits every case.
/// Steps of the same name at the same place are one; the second of that name in one run is another.
class StepPlan {
 public:
  /// `iterated`: the cases are laid over each other; otherwise each part of several gets a step of
  /// its own with its steps inside.
  StepPlan(const Group& group, const std::vector<Case>& cases, bool iterated);

  std::size_t size() const { return order_.size(); }

  /// The steps with the results of one case; as long as size().
  std::vector<PlannedStep> results(const Group& group, const Case& one) const;

  /// The steps with the results of all cases together.
  std::vector<PlannedStep> results(const Group& group, const std::vector<Case>& cases) const;

  /// Position in the list of a step of a record, or of the step that stands for a whole part; -1:
  /// none.
  int position(const TestRecord& record, std::uint32_t step) const;
  int position_of_part(std::size_t part) const;

  /// "2.1"; empty if the step is not in the list.
  std::string number(const TestRecord& record, std::uint32_t step) const;

 private:
  struct Node {
    std::string name;
    std::string expected;
    std::string data;
    std::string number;
    std::size_t position = 0;
    std::vector<std::size_t> children;
    std::size_t parent = 0;
  };

  std::size_t child(std::size_t parent, const std::string& name, int occurrence);
  void add(const Case& one, const TestRecord& record, std::size_t root);
  void number_children(std::size_t node, const std::string& prefix);
  bool nested() const;
  std::vector<PlannedStep> blank() const;
  void fill(std::vector<PlannedStep>& steps, const Part& part, const Case& one) const;
  void propagate_failures(std::vector<PlannedStep>& steps) const;

  std::vector<Node> nodes_;         ///< the first is the root
  std::vector<std::size_t> order_;  ///< nodes as they are listed
  std::map<std::tuple<std::size_t, std::string, int>, std::size_t> children_;
  std::map<std::pair<const TestRecord*, std::uint32_t>, std::size_t> of_step_;
  std::map<std::size_t, std::size_t> of_part_;
};

}  // namespace xrep::client
