#pragma once

#include "check/fact.hpp"
#include "check/key_uses.hpp"
#include "dialect.hpp"
#include "settings.hpp"

namespace xrep::client {

/// Where the kinds of issues are asked for.
struct Issues {
  Dialect& dialect;
  const Site& site;
  JiraFacts* jira = nullptr;  ///< may be null
  std::size_t asked = 0;      ///< how many issues were looked at for what they are instead
};

/// Do Test Plan and Test Execution of the settings exist, and are they such?
Facts container_facts(const Settings& settings, Issues& issues);

/// The same for the Test Sets of the links file.
Facts set_facts(const KeyUses& sets, Issues& issues);

/// The same for Tests: what is wrong one by one, up to a limit; what is right in one line, or one
/// by one as well (`each`).
Facts test_facts(const KeyUses& tests, bool each, Issues& issues);

}  // namespace xrep::client
