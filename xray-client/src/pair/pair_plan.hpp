#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace xrep::client {

/// Something that pairing changes, in Xray or in the links file.
struct PairChange {
  enum class Kind : std::uint8_t {
    create_test,
    link,
    unlink,
    create_set,
    use_set,
    add_to_set,
    add_to_plan
  };
  Kind kind = Kind::link;
  std::string what;    ///< a test or a suite, as the links file names it
  std::string key;     ///< of the Test, Test Set or Test Plan; "new" while there is none
  std::string detail;  ///< why, or how
};

/// What a pairing changes, or what it changed.
struct PairPlan {
  std::vector<PairChange> changes;
  std::vector<std::string> refused;   ///< what cannot be done, each with its reason
  std::vector<std::string> not_done;  ///< what was left out, without harm to the rest
  std::vector<std::string> notes;
};

/// What stands for the key of a Test that does not exist yet.
inline constexpr char kNew[] = "new";

/// A table with one line per change, at most `most` of them; empty without changes.
std::string table_of(const PairPlan& plan, std::size_t most);

/// "3 Tests created, 2 links made"; empty without changes.
std::string counted(const PairPlan& plan);

}  // namespace xrep::client
