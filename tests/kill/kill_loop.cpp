// Kills a program that records without end, again and again, at random moments, and compares the
// run directory with what the program acknowledged through a pipe:
//
//   kill_loop PROGRAM [--kills N] [--early N] [--seed N] [-- ARGUMENT OF THE PROGRAM…]
//
// A kill counts when the program acknowledged something between the decision to kill it and its
// death: then it was recording. Exit code 0: nothing was lost.

#include "comparison.hpp"
#include "victim.hpp"

#include <sys/prctl.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace xrep::test {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string program;
  std::vector<std::string> arguments;
  int kills = 20;  ///< that land while it records
  int early = 5;   ///< soon after the start, be there something recorded or not
  std::uint64_t seed = std::random_device{}();
};

struct Tally {
  int recording = 0;  ///< kills that count
  int idle = 0;       ///< nothing was acknowledged after the decision
  int early = 0;
  int early_without_run = 0;
  std::uint64_t acknowledged = 0;
  int torn = 0;
  int in_flight = 0;
  int between_tests = 0;
  int in_step = 0;
};

Options read_options(const std::vector<std::string>& arguments) {
  Options options;
  options.program = arguments.at(0);
  for (std::size_t i = 1; i < arguments.size(); i += 2) {
    if (arguments[i] == "--") {
      options.arguments.assign(arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                               arguments.end());
      break;
    }
    if (arguments[i] == "--kills") {
      options.kills = std::stoi(arguments.at(i + 1));
    } else if (arguments[i] == "--early") {
      options.early = std::stoi(arguments.at(i + 1));
    } else if (arguments[i] == "--seed") {
      options.seed = std::stoull(arguments.at(i + 1));
    } else {
      throw std::invalid_argument(arguments[i]);
    }
  }
  return options;
}

// Gives the processor to the program, and ends at a moment that has nothing to do with what it
// does.
void let_it_run(int microseconds) {
  std::this_thread::sleep_for(std::chrono::microseconds(microseconds));
}

class KillLoop {
 public:
  explicit KillLoop(Options options) : options_(std::move(options)), random_(options_.seed) {}

  /// False: a run lost something; it is kept in the working directory.
  bool run() {
    while (tally_.early < options_.early) {
      if (!kill_early()) {
        return false;
      }
    }
    while (tally_.recording < options_.kills) {
      if (!kill_while_recording()) {
        return false;
      }
      // Else the program is too slow or ends by itself, and the loop shows nothing.
      if (tally_.idle > 100 + options_.kills) {
        std::cout << "the program records too rarely to be killed while it does\n";
        return false;
      }
    }
    return true;
  }

  void report() const {
    const auto& t = tally_;
    std::cout << fs::path(options_.program).filename().string() << ", seed " << options_.seed
              << ": " << t.recording << " kills while it recorded (" << t.idle
              << " more did not hit it recording), " << t.early << " right after its start ("
              << t.early_without_run << " before it had a run directory)\n"
              << t.acknowledged << " acknowledged events, 0 lost; 0 run directories unreadable\n"
              << "of the kills while it recorded: " << t.torn << " tore the last line, "
              << t.in_flight << " came between an event and its acknowledgement, " << t.in_step
              << " in a step, " << t.between_tests << " between two tests\n";
  }

 private:
  bool kill_early() {
    Victim victim(options_.program, options_.arguments);
    let_it_run(uniform(0, 30'000));
    const auto ended = victim.kill(SIGKILL);
    const auto seen = compare(victim.results(), victim.ledger());
    ++tally_.early;
    tally_.early_without_run += seen.has_run ? 0 : 1;
    tally_.acknowledged += victim.ledger().size();
    return is_right(victim, ended, seen);
  }

  bool kill_while_recording() {
    Victim victim(options_.program, options_.arguments);
    // Short runs are as frequent as long ones, and the start is hit as often as the rest.
    const auto entries = static_cast<std::size_t>(std::exp(real(0, std::log(300))));
    if (!victim.wait_for(entries)) {
      return is_right(victim, victim.kill(SIGKILL), {});
    }
    const auto before = victim.ledger().size();
    let_it_run(uniform(20, 1000));
    const auto ended = victim.kill(SIGKILL);
    const auto seen = compare(victim.results(), victim.ledger());
    tally_.acknowledged += victim.ledger().size();
    if (victim.ledger().size() > before) {
      ++tally_.recording;
      tally_.torn += seen.torn ? 1 : 0;
      tally_.in_flight += seen.in_flight ? 1 : 0;
      tally_.in_step += seen.in_step ? 1 : 0;
      tally_.between_tests += seen.between_tests ? 1 : 0;
    } else {
      ++tally_.idle;
    }
    return is_right(victim, ended, seen);
  }

  bool is_right(const Victim& victim, const Ended& ended, Comparison seen) const {
    if (ended.signal != SIGKILL) {
      seen.faults.push_back("the program ended by itself: " + ended.out + ended.err);
    }
    if (seen.faults.empty()) {
      return true;
    }
    const auto kept = fs::current_path() / ("kill-loop-" + std::to_string(options_.seed));
    std::error_code error;
    fs::copy(victim.results(), kept, fs::copy_options::recursive, error);
    std::cout << options_.program << ", seed " << options_.seed << ", after "
              << tally_.early + tally_.recording + tally_.idle << " kills and "
              << victim.ledger().size() << " acknowledged events; the run is kept in " << kept
              << "\n";
    for (const auto& fault : seen.faults) {
      std::cout << "  " << fault << "\n";
    }
    return false;
  }

  int uniform(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }
  double real(double from, double to) {
    return std::uniform_real_distribution<double>(from, to)(random_);
  }

  Options options_;
  std::mt19937_64 random_;
  Tally tally_;
};

int main_of(const std::vector<std::string>& arguments) {
  Options options;
  try {
    options = read_options(arguments);
  } catch (const std::exception&) {
    std::cerr << "kill_loop PROGRAM [--kills N] [--early N] [--seed N] [-- ARGUMENTS]\n";
    return 2;
  }
  std::cout << "seed " << options.seed << std::endl;
  // A timer that is late by up to 50 us, as is usual, would wake with others.
  ::prctl(PR_SET_TIMERSLACK, 1);
  KillLoop loop(std::move(options));
  if (!loop.run()) {
    return 1;
  }
  loop.report();
  return 0;
}

}  // namespace
}  // namespace xrep::test

int main(int argc, char** argv) {
  return xrep::test::main_of({argv + 1, argv + argc});
}
