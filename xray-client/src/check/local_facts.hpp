#pragma once

#include "check/fact.hpp"
#include "plan/test_links.hpp"
#include "push/prepare.hpp"
#include "settings.hpp"

#include <filesystem>
#include <optional>

namespace xrep::client {

/// What can be known without asking anybody.
struct Local {
  Settings settings;
  TestLinks links;
  std::optional<Prepared> run;
  Facts facts;
  bool usable = true;  ///< false: settings or files are wrong in themselves
};

/// The settings, the links file and the run (`directories`, may be none).
Local look_locally(const ResolvedSettings& resolved, const PushRequest& run);

/// The project that a push would take: that of the settings, of the run, else of the links file;
/// empty when none tells, or when they disagree.
std::string project_for(Local& local);

}  // namespace xrep::client
