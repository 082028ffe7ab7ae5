#include "cloud/batching.hpp"

#include "cloud/answers.hpp"

#include <algorithm>
#include <vector>

namespace xrep::client::cloud {

using nlohmann::json;

Expected<void> Batching::each(std::size_t total, const Ask& ask) {
  for (std::size_t done = 0; done < total;) {
    const std::size_t count = std::min(at_once_, total - done);
    auto asked = ask(done, count);
    if (!asked && (asked.error().code != Errc::refused || count == 1)) {
      return asked;
    }
    if (asked) {
      done += count;
    } else {
      at_once_ = count / 2;
    }
  }
  return {};
}

Expected<void> Batching::each_page(std::size_t expected, const Read& read,
                                   const std::function<void(const json&)>& visit) {
  constexpr std::size_t kPage = 100;
  std::size_t total = std::max<std::size_t>(expected, 1);  // as far as is known
  std::size_t next = 0;
  while (next < total) {
    std::vector<std::size_t> starts;
    for (std::size_t start = next; start < total && starts.size() < at_once_; start += kPage) {
      starts.push_back(start);
    }
    const auto answer = read(starts);
    if (!answer && (answer.error().code != Errc::refused || starts.size() == 1)) {
      return tl::make_unexpected(answer.error());
    }
    if (!answer) {
      at_once_ = starts.size() / 2;
      continue;
    }
    for (std::size_t i = 0; i < starts.size(); ++i) {
      const json& page = object_at(*answer, ("p" + std::to_string(i)).c_str());
      const json& results = list_at(page, "results");
      for (const auto& item : results) {
        visit(item);
      }
      total = number_at(page, "total");
      next = starts[i] + results.size();
      if (results.empty()) {
        return {};
      }
      if (results.size() != kPage) {
        break;  // shorter than asked for: what follows starts elsewhere
      }
    }
  }
  return {};
}

}  // namespace xrep::client::cloud
