#pragma once

#include "world.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace xrep::sandbox {

/// Puts one checked entry of tests[] into an execution, making the Test and the run where there
/// are none, but leaves out what is `lost`. Returns the key of the Test. Throws std::runtime_error
/// when the disk refuses evidence.
std::string apply_test(World& world, Execution& execution, const nlohmann::json& entry,
                       const LostParts& lost);

/// Stores bytes as a new piece of evidence. Throws std::runtime_error when the disk refuses.
[[nodiscard]] Evidence store_evidence(World& world, std::string filename, std::string content_type,
                                      const std::string& bytes);

}  // namespace xrep::sandbox
