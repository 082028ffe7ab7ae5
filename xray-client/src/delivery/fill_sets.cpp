#include "delivery/delivery.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace xrep::client {

namespace {

using nlohmann::json;

struct Member {
  std::string test_id;
  std::string step;
};

using Sets = std::map<std::string, std::vector<Member>>;

// What no receipt says to be there, by the key of the Test Set.
Sets sets_to_fill(Delivery& delivery) {
  Sets sets;
  const auto& done = delivery.log.state().steps_done;
  for (const auto& work : delivery.work) {
    if (work.state != WorkState::delivered || work.done || !work.has_sets || work.test_id.empty()) {
      continue;
    }
    for (const auto& set : load(delivery.entries, work).sets) {
      auto step = set_step(set, work.target.key);
      if (done.count(step) == 0) {
        sets[set].push_back({work.test_id, std::move(step)});
      }
    }
  }
  return sets;
}

// One link that cannot be made costs no other.
Expected<void> give_up(Delivery& delivery, const std::string& set, const std::string& why) {
  ++delivery.refused_links;
  delivery.not_done.push_back("Tests were not added to the Test Set " + set +
                              " of the links file: " + why);
  return {};
}

Expected<void> add_tests(Delivery& delivery, const std::string& set, const std::string& set_id,
                         const std::vector<Member>& members) {
  constexpr std::size_t kMost = 500;
  for (std::size_t first = 0; first < members.size(); first += kMost) {
    std::vector<std::string> ids;
    auto done = json::array();
    for (std::size_t i = first; i < std::min(members.size(), first + kMost); ++i) {
      ids.push_back(members[i].test_id);
      done.push_back(members[i].step);
    }
    const auto warning = delivery.dialect.add_tests_to_set(set_id, ids);
    if (!warning) {
      return warning.error().code == Errc::refused ? give_up(delivery, set, warning.error().message)
                                                   : tl::make_unexpected(warning.error());
    }
    if (!warning->empty()) {
      delivery.not_done.push_back("Xray says of the Test Set " + set + ": " + *warning);
    }
    if (auto noted = delivery.log.append({{"e", "steps"}, {"done", std::move(done)}}); !noted) {
      return noted;
    }
  }
  return {};
}

Expected<void> fill(Delivery& delivery, const std::string& set,
                    const std::vector<Member>& members) {
  const auto id = delivery.dialect.set_id(set);
  if (!id) {
    return tl::make_unexpected(id.error());
  }
  if (!*id) {
    return give_up(delivery, set,
                   "it was not found; correct its key, or check the permissions of the API key's "
                   "user");
  }
  return add_tests(delivery, set, **id, members);
}

}  // namespace

// Adding twice adds once, so what is in doubt is simply repeated by the next push.
Expected<void> fill_sets(Delivery& delivery) {
  for (const auto& [set, members] : sets_to_fill(delivery)) {
    if (auto filled = fill(delivery, set, members); !filled) {
      return filled;
    }
  }
  return {};
}

}  // namespace xrep::client
