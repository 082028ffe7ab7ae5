// Links that are asked for one by one.

#include "pair/pairing.hpp"

#include <algorithm>
#include <utility>

namespace xrep::client {

namespace {

using Edit = LinkEdit;
using Kind = PairChange::Kind;

bool fits_some(const std::vector<LocalTest>& tests, const std::string& name) {
  return std::any_of(tests.begin(), tests.end(), [&](const LocalTest& test) {
    return test.name == name || test.identity == name || fits(test.name, name) ||
           fits(test.identity, name);
  });
}

std::vector<Edit> edits_of(const PairRequest& request) {
  std::vector<Edit> edits;
  for (const auto& [name, key] : request.unlink) {
    edits.push_back({Edit::Kind::remove_link, name, key});
  }
  for (const auto& [name, key] : request.link) {
    edits.push_back({Edit::Kind::add_link, name, key});
  }
  return edits;
}

// What is there no longer, or already, needs no word of Xray.
Expected<std::vector<Edit>> take_those_that_exist(Pairing& pairing, std::vector<Edit> edits) {
  std::vector<std::string> keys;
  for (const auto& edit : edits) {
    if (edit.kind == Edit::Kind::add_link) {
      keys.push_back(edit.key);
    }
  }
  if (auto found = find_ids(pairing, keys); !found) {
    return tl::make_unexpected(found.error());
  }
  std::vector<Edit> fine;
  for (auto& edit : edits) {
    if (edit.kind == Edit::Kind::add_link && pairing.ids.count(edit.key) == 0) {
      pairing.plan.refused.push_back(edit.name + " was not linked: " + edit.key +
                                     " does not exist or is no Test; correct the key, or create "
                                     "the Test");
    } else {
      fine.push_back(std::move(edit));
    }
  }
  return fine;
}

void explain(Pairing& pairing, const std::vector<Edit>& made) {
  for (const auto& edit : made) {
    const bool adds = edit.kind == Edit::Kind::add_link;
    pairing.plan.changes.push_back(
        {adds ? Kind::link : Kind::unlink, edit.name, edit.key, adds ? "--link" : "--unlink"});
    if (adds && !fits_some(pairing.tests, edit.name)) {
      pairing.plan.notes.push_back(edit.name + " fits no test of this run");
    }
  }
}

void mention_what_is_so_already(Pairing& pairing, const std::vector<Edit>& all,
                                const std::vector<Edit>& open) {
  const auto same = [](const Edit& a, const Edit& b) {
    return a.kind == b.kind && a.name == b.name && a.key == b.key;
  };
  for (const auto& edit : all) {
    if (std::any_of(open.begin(), open.end(),
                    [&](const Edit& other) { return same(edit, other); })) {
      continue;
    }
    const std::string with = edit.key.empty() ? std::string() : " to " + edit.key;
    pairing.plan.notes.push_back(edit.name + (edit.kind == Edit::Kind::add_link
                                                  ? " is linked" + with + " already"
                                                  : " has no link" + with + " of its own"));
  }
}

}  // namespace

Expected<void> edit_links(Pairing& pairing) {
  const auto edits = edits_of(pairing.request);
  auto open = pairing.links.open_edits(edits);
  mention_what_is_so_already(pairing, edits, open);
  auto fine = take_those_that_exist(pairing, std::move(open));
  if (!fine) {
    return tl::make_unexpected(fine.error());
  }
  if (auto changed = pairing.links.change(*fine); !changed) {
    return changed;
  }
  explain(pairing, *fine);
  for (const auto& test : pairing.tests) {
    const auto linked = pairing.links.links().keys_of(test.name, test.identity);
    if (auto line = contradiction(test.name, test.keys, linked); !line.empty()) {
      pairing.plan.notes.push_back(std::move(line));
    }
  }
  return {};
}

}  // namespace xrep::client
