#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// From the text of a setting to its value. Each function stores into its last argument and gives
/// nothing back, or leaves it alone and says what is wrong: "'ca lc' is not a project key".
namespace xrep::values {

using Wrong = std::optional<std::string>;

Wrong truth(std::string_view text, bool& value);

/// Plain bytes, or with a unit: KiB, MiB, GiB (or K, M, G) of 1024, KB, MB, GB of 1000.
Wrong size(std::string_view text, std::uint64_t& bytes);

/// From 0 to 1,000,000.
Wrong count(std::string_view text, std::uint64_t& value);

/// `120`, `120s`, `2m`, `1h`; from 1 s to 24 h.
Wrong duration(std::string_view text, std::chrono::seconds& value);
Wrong duration_or_none(std::string_view text, std::chrono::seconds& value);

Wrong project_key(std::string_view text, std::string& value);
Wrong issue_key(std::string_view text, std::string& value);

/// A base URL: https, or http to this machine; without user, password, query and fragment. The
/// slash at its end and the folder `/api/v2` are taken off. It is never repeated in a message
/// when it may hold a secret.
Wrong base_url(std::string_view text, std::string& value);

/// `host:port` or a URL, without user and password.
Wrong proxy(std::string_view text, std::string& value);

/// Would what is sent to this base URL leave the machine unencrypted?
bool is_unencrypted(std::string_view url);

Wrong line(std::string_view text, std::string& value);

/// Something without blanks in it; may be empty.
Wrong word(std::string_view text, std::string& value);

/// `Rig=B2; Firmware=1.2`: names with values, separated by `;`, which within a value is written
/// `\;`. Of the same name twice the last value counts.
Wrong named_values(std::string_view text, std::vector<std::pair<std::string, std::string>>& values);

Wrong paragraphs(std::string_view text, std::string& value);

/// Separated by `,` or `;`; blanks around items and empty items do not count.
std::vector<std::string> split(std::string_view text);
Wrong environments(std::string_view text, std::vector<std::string>& values);
Wrong labels(std::string_view text, std::vector<std::string>& values);

}  // namespace xrep::values
