#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace xrep::client {

/// One link of the links file: a test to an Xray Test, or a suite to a Test Set.
struct Link {
  std::string name;  ///< of a test or suite, or a pattern
  std::string key;
  std::size_t line = 0;
};

/// A key and where it came from.
struct SourcedKey {
  std::string key;
  std::string origin;  ///< "test", or "xray-links.json:12"
};

/// What the links file says; empty without one.
class TestLinks {
 public:
  TestLinks() = default;

  /// `file`: the name for SourcedKey::origin.
  TestLinks(std::string file, std::vector<Link> tests, std::vector<Link> suites);

  bool empty() const { return tests_.empty() && suites_.empty(); }

  /// In the order of the file.
  const std::vector<Link>& tests() const { return tests_; }
  const std::vector<Link>& suites() const { return suites_; }

  /// Where a link stands: "xray-links.json:12".
  std::string origin_of(const Link& link) const;

  /// The keys of a test, each once, in the order of the file. Links of its full name win over those
  /// of its identity, these over patterns; of the patterns that fit either, the one with most
  /// literal characters wins, and all that have as many.
  std::vector<SourcedKey> keys_of(const std::string& name, const std::string& identity) const;

  /// The names and patterns that the file links to a key.
  std::vector<std::string> names_of(const std::string& key) const;

  /// The Test Sets of a suite: of its name and of all patterns that fit it.
  std::vector<std::string> sets_of(const std::string& suite) const;

 private:
  std::vector<SourcedKey> of_name(const std::string& name) const;
  std::vector<SourcedKey> of_patterns(const std::string& name, const std::string& identity) const;
  SourcedKey sourced(const Link& link) const { return {link.key, origin_of(link)}; }

  std::string file_;
  std::vector<Link> tests_;
  std::vector<Link> suites_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_name_;  ///< indices into tests_
  std::vector<std::size_t> patterns_;                                  ///< indices into tests_
};

/// Does `text` fit `pattern`, in which `*` stands for any text and `?` for one character?
bool fits(const std::string& text, const std::string& pattern);

/// The key wins that the test names itself: one line that says so if the links file has others for
/// it, else empty.
std::string contradiction(const std::string& test, const std::vector<std::string>& own,
                          const std::vector<SourcedKey>& linked);

}  // namespace xrep::client
