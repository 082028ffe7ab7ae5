#include "schedule.hpp"

#include "pusher.hpp"
#include "site.hpp"
#include "trigger.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <thread>

namespace xrep::schedules {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;
namespace fs = std::filesystem;

std::string without_lines(std::string text) {
  std::replace(text.begin(), text.end(), '\n', '|');
  return text;
}

class Schedule {
 public:
  Schedule(const Setup& setup, std::uint64_t seed, const fs::path& folder)
      : setup_(setup),
        folder_(folder),
        chance_(seed),
        profile_(profile_of(setup.profile)),
        recording_(record(chance_, folder / "results")),
        site_(setup.xrep, profile_, folder / "site", draw_limit()),
        through_(site_.url()),
        before_(site_.state()) {
    draw_refusal();
    environment_ = {{"XRAY_API_URL", through_.url()},
                    {"XRAY_PROJECT", "DEMO"},
                    {"XRAY_CLIENT_ID", "sandbox"},
                    {"XRAY_CLIENT_SECRET", "sandbox-secret"},
                    {"XRAY_SEARCH_LAG", std::to_string(profile_.promised.count() / 1000) + "s"}};
  }

  Outcome run() {
    rounds();
    finish();
    if (!left_off_ && chance_.percent(20)) {
      tell("later results");
      count_up("runs that went on later", 1);
      record_later(chance_, folder_ / "later", recording_);
      rounds();
      finish();
      count_up("Tests that were extended", extended_tests(recording_, site_.state()));
    }
    for (const auto& [name, count] : site_.struck()) {
      count_up("struck " + name, count);
    }
    for (const auto& [name, count] : through_.struck()) {
      count_up("struck " + name, count);
    }
    count_up("schedules", 1);
    return std::move(outcome_);
  }

 private:
  void rounds() {
    const int rounds = chance_.between(1, 4);
    site_.faults(with_refusal(draw_faults(chance_, profile_, recording_)));
    for (int i = 0; i < rounds; ++i) {
      if (i > 0 && chance_.percent(40)) {
        site_.faults(with_refusal(draw_faults(chance_, profile_, recording_)));
      }
      round();
    }
  }

  void count_up(const std::string& name, std::int64_t count) { outcome_.figures[name] += count; }

  void tell(const std::string& line) { outcome_.story += line + "\n"; }

  void complain(const std::string& when, const Violations& violations) {
    for (const auto& violation : violations) {
      outcome_.violations.push_back(when + ": " + violation);
    }
  }

  std::vector<std::string> draw_limit() {
    return chance_.percent(10) ? std::vector<std::string>{"--rate-limit=25/2"}
                               : std::vector<std::string>();
  }

  // One Test that Xray never takes.
  void draw_refusal() {
    if (!chance_.percent(15) || recording_.results.empty()) {
      return;
    }
    auto& result = recording_.results[static_cast<std::size_t>(
        chance_.below(static_cast<int>(recording_.results.size())))];
    result.refused = true;
    refusal_ = {{"do", "refuse_test"},
                {"tests", {result.key.empty() ? result.name : result.key}},
                {"times", -1}};
  }

  json with_refusal(json rules) {
    if (!refusal_.is_null()) {
      rules.push_back(refusal_);
    }
    tell("faults " + rules.dump());
    return rules;
  }

  bool expects_refusal() const {
    return std::any_of(recording_.results.begin(), recording_.results.end(),
                       [](const ExpectedResult& result) { return result.refused; });
  }

  std::string last_line(const fs::path& directory) const {
    std::ifstream log(directory / "delivery.jsonl");
    std::string last;
    for (std::string line; std::getline(log, line);) {
      last = line.empty() ? last : line;
    }
    const json event = json::parse(last, nullptr, false);
    if (!event.is_object()) {
      return last.empty() ? "nothing" : "a torn line";
    }
    return event.value("e", "") + (event.contains("op") ? " " + event.value("op", "") : "");
  }

  void note_end(const PushEnd& end) {
    count_up("pushes", 1);
    if (end.killed) {
      const auto last = last_line(recording_.directories.back());
      count_up("kills", 1);
      count_up("kills after " + last.substr(0, last.find(" plan")), 1);
      tell("killed after " + last);
      return;
    }
    count_up("exit code " + std::to_string(end.exit_code), 1);
    tell("exit code " + std::to_string(end.exit_code) + ": " + without_lines(end.err));
    if (end.exit_code == -1) {
      complain("a push", {"it crashed: " + end.err});
    }
  }

  // Faults are about; the pusher may be killed at any time.
  void round() {
    through_.begin(draw_network_faults(chance_));
    std::vector<std::string> options;
    if (chance_.percent(15)) {
      options = {"--timeout", std::to_string(chance_.between(1, 5)) + "s"};
    }
    Pusher pusher(setup_.xrep, directories(), environment_, options);
    std::optional<Clock::time_point> kill_at;
    const int plan = chance_.below(10);
    if (plan < 3) {
      kill_at = Clock::now() + milliseconds(chance_.below(chance_.percent(70) ? 400 : 4000));
    } else if (plan < 7) {
      through_.kill_at({chance_.percent(50) ? test::Direction::request : test::Direction::answer,
                        chance_.between(1, 25)},
                       [&pusher] { pusher.kill(); });
    }
    const int most = chance_.between(5, 40);
    const auto latest = Clock::now() + seconds(setup_.hurry ? 5 : most);
    if (chance_.percent(15)) {
      with_another(pusher, kill_at, latest);
      return;
    }
    const auto end = pusher.wait(kill_at, latest);
    through_.end();
    note_end(end);
    if (!end.killed) {
      const json state = site_.state();
      complain("after exit code " + std::to_string(end.exit_code),
               check_report(recording_, end.out, &state, profile_.name));
    }
  }

  // From a second terminal.
  void with_another(Pusher& pusher, std::optional<Clock::time_point> kill_at,
                    Clock::time_point latest) {
    std::this_thread::sleep_for(milliseconds(chance_.below(300)));
    Pusher other(setup_.xrep, directories(), environment_, {});
    const auto end = pusher.wait(kill_at, latest);
    const auto end_of_other = other.wait({}, latest + seconds(2));
    through_.end();
    count_up("rounds with two pushers", 1);
    for (const auto& one : {end, end_of_other}) {
      note_end(one);
      if (!one.killed) {
        complain("two at once", check_report(recording_, one.out, nullptr, profile_.name));
      }
    }
  }

  // Runs that were once pushed together are, whichever of them is named.
  std::vector<fs::path> directories() {
    const auto& all = recording_.directories;
    const bool together = std::all_of(all.begin(), all.end(), [](const fs::path& directory) {
      std::ifstream log(directory / "delivery.jsonl");
      const std::string text{std::istreambuf_iterator<char>(log), {}};
      return text.find("\"e\":\"group\"") != text.npos;
    });
    return together && chance_.percent(50) ? std::vector<fs::path>{chance_.of(all)} : all;
  }

  // Asked for, and not there: only time tells that it will not come.
  bool waits_for_a_creation() const {
    std::ifstream log(recording_.directories.front() / "delivery.jsonl");
    bool asked = false;
    for (std::string line; std::getline(log, line);) {
      const json event = json::parse(line, nullptr, false);
      if (!event.is_object()) {
        continue;
      }
      const std::string name = event.value("e", "");
      asked = (asked || event.value("op", "") == "create_execution") && name != "execution" &&
              name != "not_created";
    }
    return asked && site_.state().at("executions").empty();
  }

  // The site is sound again: all has to arrive.
  void finish() {
    left_off_ = setup_.hurry && waits_for_a_creation();
    if (left_off_) {
      count_up("left off, waiting for a creation", 1);
      return;
    }
    site_.faults(with_refusal(json::array()));
    const int wanted = expects_refusal() ? 1 : 0;
    // An execution whose creation is in doubt is created again after 90 times the lag.
    const auto latest = Clock::now() + 90 * profile_.promised + seconds(150);
    PushEnd end;
    for (int attempt = 1; attempt <= 12; ++attempt) {
      Pusher pusher(setup_.xrep, directories(), environment_, {});
      end = pusher.wait({}, latest);
      tell("sound:");
      note_end(end);
      const bool waits_for_creation = end.err.find("was created") != end.err.npos;
      attempt -= waits_for_creation && Clock::now() < latest ? 1 : 0;
      if (end.killed || end.exit_code == wanted) {
        break;
      }
    }
    if (end.hung || end.exit_code != wanted) {
      complain("at the end",
               {end.hung ? "the push hung"
                         : "exit code " + std::to_string(end.exit_code) + ": " + end.err});
    }
    const json state = site_.state();
    complain("at the end", check_all(recording_, before_, state, profile_.name));
    complain("at the end", check_report(recording_, end.out, &state, profile_.name));
    check_refused(end.out);
    push_once_more(state, wanted);
    complain("requests", check_creations(state, site_.sent()));
  }

  void check_refused(const std::string& out) {
    const json report = json::parse(out, nullptr, false);
    if (!report.is_object()) {
      return;
    }
    for (const auto& item : report.at("results")) {
      for (const auto& result : recording_.results) {
        const bool refused = item.at("state") == "refused";
        if (item.at("test") == result.name && refused != result.refused) {
          complain("at the end", {result.name + " is " + item.at("state").get<std::string>() +
                                  " in --json: " + item.value("missing", "")});
        }
      }
    }
  }

  void push_once_more(json before, int wanted) {
    Pusher pusher(setup_.xrep, directories(), environment_, {});
    const auto end = pusher.wait({}, Clock::now() + seconds(120));
    tell("once more:");
    note_end(end);
    json after = site_.state();
    if (end.exit_code != wanted) {
      complain("once more", {"exit code " + std::to_string(end.exit_code) + ": " + end.err});
    }
    for (const auto& change : changes_since(after, before.at("requests").size())) {
      // What Xray refuses is offered again with every push.
      if (refusal_.is_null() || change != "import") {
        complain("once more", {"it sent " + change});
      }
    }
    before.erase("requests");
    after.erase("requests");
    if (before != after) {
      complain("once more", {"it changed something: " + json::diff(before, after).dump()});
    }
  }

  const Setup setup_;
  fs::path folder_;
  Chance chance_;
  Profile profile_;
  Recording recording_;
  Site site_;
  Through through_;
  json before_;
  json refusal_;
  std::map<std::string, std::string> environment_;
  Outcome outcome_;
  bool left_off_ = false;
};

}  // namespace

Outcome run_schedule(const Setup& setup, std::uint64_t seed, const fs::path& folder) {
  try {
    fs::create_directories(folder / "site" / "sent");
    return Schedule(setup, seed, folder).run();
  } catch (const std::exception& error) {
    return {{std::string("the schedule could not be run: ") + error.what()}, {}, {}};
  }
}

}  // namespace xrep::schedules
