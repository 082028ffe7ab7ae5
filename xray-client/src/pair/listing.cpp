#include "pair/listing.hpp"

#include "plan/listed.hpp"
#include "plan/text_limits.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace xrep::client {

namespace {

constexpr std::size_t kWidest = 60;

std::string text_of_keys(const std::vector<SourcedKey>& keys) {
  std::vector<std::string> texts;
  for (const auto& key : keys) {
    texts.push_back(key.key);
  }
  return listed(texts);
}

std::string text_of_origins(const std::vector<SourcedKey>& keys) {
  std::vector<std::string> texts;
  for (const auto& key : keys) {
    if (std::find(texts.begin(), texts.end(), key.origin) == texts.end()) {
      texts.push_back(key.origin);
    }
  }
  return listed(texts);
}

/// Rows with the same keys from the same place are one.
class Rows {
 public:
  void add(const LocalTest& test, std::vector<SourcedKey> keys) {
    const auto mark = text_of_keys(keys) + "\n" + text_of_origins(keys);
    const auto [place, is_new] = places_.emplace(test.identity + "\n" + mark, all_.size());
    if (is_new) {
      all_.push_back({test.name, test.identity, 0, std::move(keys)});
      ++groups_[test.identity];
    }
    ++all_[place->second].count;
  }

  std::vector<ListedTest> take() {
    std::vector<ListedTest> tests;
    for (auto& row : all_) {
      const bool alone = row.count == 1 && groups_[row.identity] > 1;
      const bool parameterised = row.name != row.identity;
      tests.push_back({alone ? row.name : row.identity, parameterised && !alone ? row.count : 0,
                       std::move(row.keys)});
    }
    return tests;
  }

 private:
  struct Row {
    std::string name;
    std::string identity;
    std::size_t count = 0;
    std::vector<SourcedKey> keys;
  };
  std::vector<Row> all_;
  std::map<std::string, std::size_t> places_;
  std::map<std::string, std::size_t> groups_;  ///< how many rows an identity takes
};

bool fits_test(const LocalTest& test, const std::string& name) {
  return test.name == name || test.identity == name || fits(test.name, name) ||
         fits(test.identity, name);
}

// Exact names first: thousands of links need not be compared with thousands of tests.
std::vector<LostLink> lost_links(const std::vector<LocalTest>& tests, const TestLinks& links) {
  std::map<std::string, bool> names;
  for (const auto& test : tests) {
    names[test.name] = names[test.identity] = true;
  }
  std::vector<LostLink> lost;
  for (const auto& link : links.tests()) {
    const bool is_pattern = link.name.find_first_of("*?") != std::string::npos;
    const bool fits_one =
        names.count(link.name) != 0 ||
        (is_pattern && std::any_of(tests.begin(), tests.end(), [&](const LocalTest& test) {
           return fits_test(test, link.name);
         }));
    if (!fits_one) {
      lost.push_back({link.name, link.key, links.origin_of(link)});
    }
  }
  return lost;
}

using Pairs = std::vector<std::pair<char, char>>;

// The pairs of neighbouring characters of a name, sorted.
Pairs pairs_of(const std::string& name) {
  Pairs pairs;
  for (std::size_t i = 1; i < name.size(); ++i) {
    pairs.emplace_back(name[i - 1], name[i]);
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

// Dice's coefficient: 1 for the same pairs, 0 for no common one.
double likeness(const Pairs& a, const Pairs& b) {
  Pairs common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
  const auto all = static_cast<double>(a.size() + b.size());
  return all == 0 ? 0 : 2 * static_cast<double>(common.size()) / all;
}

// The two that are most alike are partners, then the two that are of the rest.
std::vector<const ListedTest*> partners(const Listing& listing) {
  constexpr std::size_t kMostComparisons = 1'000'000;
  constexpr double kLeast = 0.3;
  struct Match {
    double likeness;
    std::size_t lost;
    std::size_t test;
  };
  std::vector<const ListedTest*> partner(listing.lost.size());
  if (listing.lost.size() * listing.unlinked.size() > kMostComparisons) {
    return partner;
  }
  std::vector<Pairs> tests;
  for (const auto& test : listing.unlinked) {
    tests.push_back(pairs_of(test.name));
  }
  std::vector<Match> matches;
  for (std::size_t i = 0; i < listing.lost.size(); ++i) {
    const auto lost = pairs_of(listing.lost[i].name);
    for (std::size_t n = 0; n < tests.size(); ++n) {
      if (const auto alike = likeness(lost, tests[n]); alike >= kLeast) {
        matches.push_back({alike, i, n});
      }
    }
  }
  std::stable_sort(matches.begin(), matches.end(),
                   [](const Match& a, const Match& b) { return a.likeness > b.likeness; });
  std::vector<bool> taken(tests.size());
  for (const auto& match : matches) {
    if (partner[match.lost] == nullptr && !taken[match.test]) {
      taken[match.test] = true;
      partner[match.lost] = &listing.unlinked[match.test];
    }
  }
  return partner;
}

std::string shown(const ListedTest& test) {
  return limited(one_line(test.name), kWidest, "…") +
         (test.rows == 0
              ? ""
              : " (" + std::to_string(test.rows) + (test.rows == 1 ? " row)" : " rows)"));
}

using Line = std::vector<std::string>;

std::string table(const std::vector<Line>& lines) {
  std::vector<std::size_t> widths(lines.front().size());
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      widths[i] = std::max(widths[i], text_length(line[i]));
    }
  }
  std::string text;
  for (const auto& line : lines) {
    std::string row;
    for (std::size_t i = 0; i < line.size(); ++i) {
      row += padded(line[i], widths[i] + 2);
    }
    row.erase(row.find_last_not_of(' ') + 1);
    text += row + "\n";
  }
  return text;
}

std::string table_of_linked(const Listing& listing) {
  std::vector<Line> lines{{"test", "key", "key from"}};
  for (const auto& test : listing.linked) {
    lines.push_back({shown(test), text_of_keys(test.keys), text_of_origins(test.keys)});
  }
  return lines.size() == 1 ? std::string() : table(lines);
}

std::string table_of_rest(const Listing& listing) {
  if (listing.lost.empty()) {
    std::vector<Line> lines{{"test without a link"}};
    for (const auto& test : listing.unlinked) {
      lines.push_back({shown(test)});
    }
    return lines.size() == 1 ? std::string() : table(lines);
  }
  std::vector<Line> lines{{"link without a test", "key", "where", "test without a link"}};
  const auto partner = partners(listing);
  for (std::size_t i = 0; i < listing.lost.size(); ++i) {
    const auto& lost = listing.lost[i];
    lines.push_back({limited(one_line(lost.name), kWidest, "…"), lost.key, lost.origin,
                     partner[i] == nullptr ? "" : shown(*partner[i])});
  }
  for (const auto& test : listing.unlinked) {
    if (std::find(partner.begin(), partner.end(), &test) == partner.end()) {
      lines.push_back({"", "", "", shown(test)});
    }
  }
  return table(lines);
}

}  // namespace

Listing list_tests(const std::vector<LocalTest>& tests, const TestLinks& links,
                   const Selection& selection, const std::map<std::string, SourcedKey>& pushed) {
  Listing listing;
  Rows rows;
  for (const auto& test : tests) {
    if (!selection.takes(test)) {
      continue;
    }
    auto keys = keys_of(test, links);
    const auto known = pushed.find(test.identity);
    if (keys.empty() && known != pushed.end()) {
      keys.push_back(known->second);
    }
    rows.add(test, std::move(keys));
    const auto named = links.keys_of(test.name, test.identity);
    if (auto line = contradiction(test.name, test.keys, named); !line.empty()) {
      listing.contradictions.push_back(std::move(line));
    }
  }
  for (auto& test : rows.take()) {
    (test.keys.empty() ? listing.unlinked : listing.linked).push_back(std::move(test));
  }
  listing.lost = lost_links(tests, links);
  return listing;
}

std::string text_of(const Listing& listing) {
  std::string text;
  for (const auto& part : {table_of_linked(listing), table_of_rest(listing)}) {
    text += (text.empty() || part.empty() ? "" : "\n") + part;
  }
  for (const auto& line : listing.contradictions) {
    text += "contradiction: " + one_line(line) + "\n";
  }
  return text;
}

}  // namespace xrep::client
