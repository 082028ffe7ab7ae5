#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace xrep {

/// One line of an events file, read back. Members of the wrong type count as missing.
class Event {
 public:
  /// Nothing if the line is no event: not JSON, nested too deeply, not an object, without a name.
  static std::optional<Event> parse(std::string_view line);

  const std::string& name() const { return name_; }
  std::int64_t time() const { return time_; }

  std::string text(std::string_view member) const;
  std::vector<std::string> texts(std::string_view member) const;
  std::uint64_t number(std::string_view member) const;

  /// As number, for what has to fit into 32 bits; larger counts as missing.
  std::uint32_t small_number(std::string_view member) const;
  int line_number(std::string_view member) const;
  bool truth(std::string_view member) const;

 private:
  struct Member {
    std::string name;
    std::string text;
    std::vector<std::string> texts;
    std::uint64_t number = 0;
    bool truth = false;
  };

  const Member* find(std::string_view member) const;
  static Member read(const std::string& name, const nlohmann::json& value);

  std::string name_;
  std::int64_t time_ = 0;
  std::vector<Member> members_;
};

}  // namespace xrep
