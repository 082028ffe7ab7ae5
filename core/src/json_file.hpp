#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace xrep {

/// The first file `name` in `folder` and upwards, as far as the first folder that holds .git; empty
/// if there is none.
std::filesystem::path find_upwards(std::filesystem::path folder, const std::string& name);

/// The text of a regular file of at most `most` MiB. Otherwise `problem` names the file and says
/// what is wrong with it.
std::string read_small_file(const std::filesystem::path& file, std::uint64_t most,
                            std::string& problem);

/// Where the byte number `byte` (from 1) of a text is, in the way of editors: "line 3, column 7".
std::string position(const std::string& text, std::size_t byte);

}  // namespace xrep
