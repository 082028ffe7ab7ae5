#include "seed.hpp"

#include "text.hpp"

#include <utility>

namespace xrep::sandbox {
namespace {

Project make_project(std::string id, std::string key, std::string name) {
  Project project;
  project.id = std::move(id);
  project.key = std::move(key);
  project.name = std::move(name);
  project.test_types = {{"type-manual", "Manual", "Steps"},
                        {"type-generic", "Generic", "Unstructured"},
                        {"type-cucumber", "Cucumber", "Gherkin"}};
  project.environments = {"linux"};
  project.versions = {"1.0"};
  return project;
}

std::vector<RunField> fields_of_demo() {
  return {{"field-rig", "Rig", "Text", false, {}},
          {"field-firmware", "Firmware", "Single Select", false, {"1.1", "1.2"}},
          {"field-shift", "Shift", "Number", false, {}},
          {"field-browsers", "Browsers", "Multi Select", false, {"Firefox", "Chrome", "Safari"}},
          {"field-calibrated", "Calibrated", "Toggle Switch", false, {}},
          {"field-inspected", "Inspected", "Date", false, {}}};
}

class Seeding {
 public:
  Seeding(Model& model, Project& project, Instant now, std::mt19937_64& random)
      : model_(model), project_(project), now_(now), random_(random) {}

  void plain(const char* type, const char* summary) {
    model_.add_plain_issue({model_.new_issue(project_, summary, now_), type});
  }

  std::string manual(const char* summary, std::vector<TestStep> steps) {
    Test test;
    test.issue = model_.new_issue(project_, summary, now_);
    test.type = *project_.find_type("Manual");
    test.steps = std::move(steps);
    test.folder = "/Checkout";
    for (TestStep& step : test.steps) step.id = random_uuid(random_);
    return model_.add_test(std::move(test)).issue.key;
  }

  std::string generic(const char* definition) {
    Test test;
    test.issue = model_.new_issue(project_, definition, now_);
    test.type = *project_.find_type("Generic");
    test.definition = definition;
    return model_.add_test(std::move(test)).issue.key;
  }

  void plan(const char* summary, const std::vector<std::string>& tests) {
    model_.add_plan({model_.new_issue(project_, summary, now_), KeyList(tests), {}});
  }

  void set(const char* summary, const std::vector<std::string>& tests) {
    model_.add_set({model_.new_issue(project_, summary, now_), KeyList(tests)});
  }

 private:
  Model& model_;
  Project& project_;
  Instant now_;
  std::mt19937_64& random_;
};

void fill_demo(Seeding seed) {
  seed.plain("Story", "Customers pay by card");                  // DEMO-1
  seed.plain("Story", "Customers see what is in their basket");  // DEMO-2
  seed.plain("Bug", "The total is a cent too high");             // DEMO-3
  const std::string pay = seed.manual(                           // DEMO-4
      "Pay by card", {{"", "Open the basket", "", "The three items are listed with their prices"},
                      {"", "Enter the card", "4242 4242 4242 4242", "The card is accepted"},
                      {"", "Confirm the payment", "", "The receipt shows the total"}});
  const std::string convert =  // DEMO-5
      seed.manual("Convert a price", {{"", "Run", "", ""}});
  const std::string empty = seed.generic("Basket.StartsEmpty");    // DEMO-6
  const std::string rounds = seed.generic("Price.RoundsToCents");  // DEMO-7
  seed.generic("Discount.IsNeverNegative");                        // DEMO-8
  seed.plan("Release 1.0", {pay, rounds});                         // DEMO-9
  seed.set("Checkout", {pay, convert, empty});                     // DEMO-10
}

void fill_hidden(Seeding seed) {
  const std::string works = seed.generic("Hidden.Works");  // HIDDEN-1
  seed.plan("Hidden plan", {works});                       // HIDDEN-2
}

}  // namespace

Model start_data(Instant now, std::mt19937_64& random) {
  Model model;
  Project& demo = model.projects["DEMO"] = make_project("10001", "DEMO", "Demo shop");
  Project& hidden = model.projects["HIDDEN"] =
      make_project("10002", "HIDDEN", "Fields off the screen");
  demo.run_fields = fields_of_demo();
  hidden.fields_off_screen = {"labels", "fixVersions"};
  hidden.run_fields = {{"field-bench", "Bench", "Text", true, {}}};
  // The start data is old: also a client that searches at once finds it.
  constexpr Instant kAgeOfStartData = 86400000;
  fill_demo(Seeding(model, demo, now - kAgeOfStartData, random));
  fill_hidden(Seeding(model, hidden, now - kAgeOfStartData, random));
  return model;
}

}  // namespace xrep::sandbox
