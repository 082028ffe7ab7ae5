#include "delivery/delivery.hpp"

#include <algorithm>
#include <chrono>

namespace xrep::client {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;

Expected<void> remember(Delivery& delivery, const RemoteExecution& execution, bool created) {
  delivery.execution = execution;
  delivery.created = created;
  return delivery.log.append({{"e", "execution"},
                              {"key", execution.key},
                              {"id", execution.id},
                              {"link", execution.link},
                              {"created", created}});
}

// Evidence that is on the runs already must never be taken for ours.
Expected<void> remember_evidence(Delivery& delivery) {
  auto ids = json::array();
  const auto read = delivery.dialect.each_run(delivery.execution.id, 0, [&](const RemoteRun& run) {
    for (const auto& evidence : run.evidence) {
      ids.push_back(evidence.id);
    }
    for (const auto& step : run.steps) {
      for (const auto& evidence : step.evidence) {
        ids.push_back(evidence.id);
      }
    }
  });
  if (!read) {
    return read;
  }
  return delivery.log.append({{"e", "known_evidence"}, {"ids", std::move(ids)}});
}

// Fields of an execution that exists belong to whoever made it.
void mention_fields_that_stay(Delivery& delivery) {
  const auto& settings = delivery.settings;
  std::string names;
  const std::pair<const char*, bool> wanted[] = {{"summary", !settings.summary.empty()},
                                                 {"description", !settings.description.empty()},
                                                 {"version", !settings.version.empty()},
                                                 {"revision", !settings.revision.empty()},
                                                 {"labels", !settings.labels.empty()}};
  for (const auto& [name, given] : wanted) {
    if (given) {
      names += (names.empty() ? "" : ", ") + std::string(name);
    }
  }
  if (!names.empty()) {
    delivery.not_done.push_back(delivery.execution.key +
                                " exists already and keeps its fields; "
                                "not set: " +
                                names);
  }
}

Expected<void> reuse_execution(Delivery& delivery) {
  const auto found = delivery.dialect.execution_by_key(delivery.planned.key);
  if (!found) {
    return tl::make_unexpected(found.error());
  }
  if (!*found) {
    return fail(Errc::settings, "the Test Execution " + delivery.planned.key +
                                    " was not found; check the setting test_execution and the "
                                    "permissions of the API key's user");
  }
  delivery.execution = **found;
  if (auto known = remember_evidence(delivery); !known) {
    return known;
  }
  mention_fields_that_stay(delivery);
  return remember(delivery, **found, false);
}

std::chrono::milliseconds age_of(Micros since) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<milliseconds>(now - std::chrono::microseconds(since));
}

// The answer to the creation was lost. The search may lag by minutes, so one look is not enough.
Expected<std::optional<RemoteExecution>> look_for_label(Delivery& delivery) {
  milliseconds waited{0};
  for (milliseconds pause{2'000};; pause = std::min(pause * 2, milliseconds(64'000))) {
    auto found =
        delivery.dialect.execution_by_label(delivery.planned.project, delivery.planned.run_label);
    if (!found || *found) {
      return found;
    }
    if (waited >= delivery.patience.label_search || !delivery.deadline.wait(pause)) {
      return std::optional<RemoteExecution>();
    }
    waited += pause;
  }
}

Expected<void> resolve_creation(Delivery& delivery, Micros asked) {
  delivery.progress("looking for the Test Execution of an earlier attempt");
  const auto found = look_for_label(delivery);
  if (!found) {
    return tl::make_unexpected(found.error());
  }
  if (*found) {
    return remember(delivery, **found, true);
  }
  if (age_of(asked) < delivery.patience.create_again) {
    return fail(Errc::in_doubt,
                "it is not known whether the Test Execution was created (label " +
                    delivery.planned.run_label +
                    "); Xray's search does not show it yet, so it is not created a second time; "
                    "push again in some minutes");
  }
  return {};
}

Expected<void> create_execution(Delivery& delivery) {
  if (const auto asked = delivery.log.state().create_intent) {
    if (auto resolved = resolve_creation(delivery, *asked);
        !resolved || !delivery.execution.key.empty()) {
      return resolved;
    }
  }
  delivery.progress("creating the Test Execution");
  if (auto noted = delivery.log.append(
          {{"e", "intent"}, {"op", "create_execution"}, {"label", delivery.planned.run_label}});
      !noted) {
    return noted;
  }
  auto created = delivery.dialect.create_execution(delivery.planned);
  if (!created) {
    const Error error = created.error();
    if (error.code != Errc::in_doubt) {
      if (auto noted = delivery.log.append({{"e", "not_created"}, {"why", error.message}});
          !noted) {
        return noted;
      }
      return tl::make_unexpected(error);
    }
    return resolve_creation(delivery, *delivery.log.state().create_intent);
  }
  delivery.not_done.insert(delivery.not_done.end(), created->not_done.begin(),
                           created->not_done.end());
  return remember(delivery, created->execution, true);
}

bool is_done(const Delivery& delivery, const std::string& step) {
  return delivery.log.state().steps_done.count(step) != 0;
}

// Adding twice adds once, so a step in doubt is simply repeated by the next push.
Expected<void> once(Delivery& delivery, const std::string& step,
                    const std::function<Expected<std::string>()>& action) {
  if (is_done(delivery, step)) {
    return {};
  }
  if (auto noted = delivery.log.append({{"e", "intent"}, {"op", step}}); !noted) {
    return noted;
  }
  const auto warning = action();
  if (!warning) {
    return tl::make_unexpected(warning.error());
  }
  if (!warning->empty()) {
    delivery.not_done.push_back("Xray says of the Test Execution: " + *warning);
  }
  return delivery.log.append({{"e", "steps"}, {"done", json::array({step})}});
}

Expected<void> add_environments(Delivery& delivery) {
  if (delivery.created || delivery.planned.environments.empty()) {
    return {};
  }
  return once(delivery, "environments", [&] {
    return delivery.dialect.add_environments(delivery.execution.id, delivery.planned.environments);
  });
}

std::string link_step(const std::string& plan) {
  return "plan " + plan;
}

Expected<void> link_plan(Delivery& delivery, const std::string& plan_id) {
  if (plan_id.empty()) {
    return {};
  }
  return once(delivery, link_step(delivery.planned.plan),
              [&] { return delivery.dialect.link_to_plan(plan_id, delivery.execution.id); });
}

Expected<std::string> id_of_plan(Delivery& delivery) {
  if (delivery.planned.plan.empty()) {
    return std::string();
  }
  const auto id = delivery.dialect.plan_id(delivery.planned.plan);
  if (!id) {
    return tl::make_unexpected(id.error());
  }
  if (!*id) {
    return fail(Errc::settings, "the Test Plan " + delivery.planned.plan +
                                    " was not found; check the setting test_plan and the "
                                    "permissions of the API key's user");
  }
  return **id;
}

Expected<void> go_on_with(Delivery& delivery, const RemoteExecution& execution, bool created) {
  if (!delivery.planned.key.empty() && delivery.planned.key != execution.key) {
    return fail(Errc::settings, "this run is in " + execution.key +
                                    " already and cannot go to the test_execution " +
                                    delivery.planned.key + " as well; leave that setting out");
  }
  // Again, so that every directory of a joint push names it.
  return remember(delivery, execution, created);
}

}  // namespace

Expected<void> settle_execution(Delivery& delivery) {
  // Before anything is created: a plan that does not exist must not leave an execution behind.
  const auto plan = id_of_plan(delivery);
  if (!plan) {
    return tl::make_unexpected(plan.error());
  }
  const auto& state = delivery.log.state();
  Expected<void> settled;
  if (state.execution) {
    settled = go_on_with(delivery, *state.execution, state.created);
  } else if (!delivery.planned.key.empty()) {
    settled = reuse_execution(delivery);
  } else {
    settled = create_execution(delivery);
  }
  if (!settled) {
    return settled;
  }
  if (delivery.execution.key.empty()) {
    // resolve_creation gave up waiting after a fresh failure: the next push decides.
    return fail(Errc::in_doubt,
                "it is not known whether the Test Execution was created; push again");
  }
  return add_environments(delivery);
}

Expected<void> fill_plan(Delivery& delivery) {
  std::vector<const Work*> tests;
  for (const auto& work : delivery.work) {
    if (work.state == WorkState::delivered && !work.done && !work.test_id.empty() &&
        !is_done(delivery, planned_step(delivery.planned.plan, work.target.key))) {
      tests.push_back(&work);
    }
  }
  if (tests.empty() && is_done(delivery, link_step(delivery.planned.plan))) {
    return {};
  }
  const auto plan = id_of_plan(delivery);
  if (!plan || plan->empty()) {
    return plan ? Expected<void>() : tl::make_unexpected(plan.error());
  }
  // Not right after the creation: a fresh Test Execution may not be found for some seconds.
  if (auto linked = link_plan(delivery, *plan); !linked) {
    return linked;
  }
  constexpr std::size_t kMost = 500;
  for (std::size_t first = 0; first < tests.size(); first += kMost) {
    std::vector<std::string> ids;
    auto done = json::array();
    for (std::size_t i = first; i < std::min(tests.size(), first + kMost); ++i) {
      ids.push_back(tests[i]->test_id);
      done.push_back(planned_step(delivery.planned.plan, tests[i]->target.key));
    }
    const auto warning = delivery.dialect.add_tests_to_plan(*plan, ids);
    if (!warning) {
      return tl::make_unexpected(warning.error());
    }
    if (!warning->empty()) {
      delivery.not_done.push_back("Xray says of the Test Plan: " + *warning);
    }
    if (auto noted = delivery.log.append({{"e", "steps"}, {"done", std::move(done)}}); !noted) {
      return noted;
    }
  }
  return {};
}

}  // namespace xrep::client
