#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace xrep::client {

/// A Test that a job made of one element of its document.
struct MadeTest {
  std::size_t element = 0;
  std::string id;
  std::string key;
  std::string link;  ///< for people; empty when the site's address is not known
};

/// An element of which it made none.
struct RefusedElement {
  std::size_t element = 0;
  std::string why;
};

/// A job of the site that makes many Tests.
struct BulkJob {
  bool over = false;
  std::string status;  ///< in the site's words
  std::vector<MadeTest> made;
  std::vector<RefusedElement> refused;
};

}  // namespace xrep::client
