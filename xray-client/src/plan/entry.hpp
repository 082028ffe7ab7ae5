#pragma once

#include "plan/grouping.hpp"

namespace xrep::client {

/// The result of one Xray Test, from the local tests that go to it.
Entry entry_of(const Run& run, const Group& group, const Settings& settings);

}  // namespace xrep::client
