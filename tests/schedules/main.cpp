// Random schedules of faults, crashes of the pusher and restarts against `xrep sandbox`: whatever
// happens, every result and every file has to arrive once. Each schedule follows from its seed.
//
//     schedules [--count N] [--seed N] [--jobs N] [--profile strict|lenient] [--only SEED]
//               [--folder DIR] [--xrep COMMAND] [--hurry yes]
//
// Without --profile, even seeds are strict and odd ones lenient. Exit code 1: one was violated; its
// folder is kept.

#include "schedule.hpp"

#include <atomic>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <mutex>
#include <optional>
#include <random>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using xrep::schedules::Figures;
namespace fs = std::filesystem;

struct Options {
  std::uint64_t count = 100;
  std::uint64_t seed = 1;
  std::uint64_t jobs = 16;
  std::string profile;
  bool hurry = false;
  std::optional<std::uint64_t> only;
  std::string xrep = XREP_COMMAND;
  fs::path folder = fs::temp_directory_path();
};

bool read_number(std::string_view text, std::uint64_t& number) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
}

bool read_option(std::string_view name, std::string_view value, Options& options) {
  if (name == "--count") return read_number(value, options.count);
  if (name == "--seed") return read_number(value, options.seed);
  if (name == "--jobs") return read_number(value, options.jobs) && options.jobs > 0;
  if (name == "--only") return read_number(value, options.only.emplace());
  if (name == "--hurry") {
    options.hurry = value == "yes";
    return value == "yes" || value == "no";
  }
  if (name == "--xrep") {
    options.xrep = value;
    return true;
  }
  if (name == "--folder") {
    options.folder = value;
    return true;
  }
  options.profile = value;
  return name == "--profile" && (value == "strict" || value == "lenient");
}

std::optional<Options> read_options(const std::vector<std::string_view>& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); i += 2) {
    if (i + 1 == arguments.size() || !read_option(arguments[i], arguments[i + 1], options)) {
      return std::nullopt;
    }
  }
  return options;
}

/// Runs the schedules of the options, several at a time.
class Runs {
 public:
  Runs(Options options, fs::path folder)
      : options_(std::move(options)), folder_(std::move(folder)) {}

  int all() {
    next_ = options_.only.value_or(options_.seed);
    end_ = options_.only ? next_ + 1 : next_ + options_.count;
    std::vector<std::thread> workers;
    for (std::uint64_t i = 0; i < std::min(options_.jobs, end_ - next_); ++i) {
      workers.emplace_back([this] { work(); });
    }
    for (auto& worker : workers) {
      worker.join();
    }
    for (const auto& [name, count] : figures_) {
      std::cout << count << "\t" << name << "\n";
    }
    std::cout << violated_ << "\tschedules violated" << std::endl;
    return violated_ == 0 ? 0 : 1;
  }

 private:
  void work() {
    for (std::uint64_t seed = next_++; seed < end_; seed = next_++) {
      const std::string profile = !options_.profile.empty() ? options_.profile
                                  : seed % 2 == 0           ? "strict"
                                                            : "lenient";
      const fs::path folder = folder_ / (std::to_string(seed) + "-" + profile);
      take(seed, profile, folder,
           xrep::schedules::run_schedule({options_.xrep, profile, options_.hurry}, seed, folder));
    }
  }

  void take(std::uint64_t seed, const std::string& profile, const fs::path& folder,
            const xrep::schedules::Outcome& outcome) {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [name, count] : outcome.figures) {
      figures_[name] += count;
    }
    if (outcome.violations.empty() && !options_.only) {
      fs::remove_all(folder);
      return;
    }
    std::ofstream(folder / "story") << outcome.story;
    if (outcome.violations.empty()) {
      std::cout << outcome.story << "kept in " << folder.string() << "\n";
      return;
    }
    ++violated_;
    std::cout << "VIOLATED: --only " << seed << " --profile " << profile << ", kept in "
              << folder.string() << "\n";
    for (const auto& violation : outcome.violations) {
      std::cout << "  " << violation << "\n";
    }
    std::cout << std::flush;
  }

  const Options options_;
  const fs::path folder_;
  std::atomic<std::uint64_t> next_{0};
  std::uint64_t end_ = 0;
  std::mutex mutex_;  ///< guards what follows
  Figures figures_;
  int violated_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const auto options = read_options({argv + 1, argv + argc});
  if (!options) {
    std::cerr << "schedules [--count N] [--seed N] [--jobs N] [--profile strict|lenient] "
                 "[--only SEED] [--folder DIR] [--xrep COMMAND] [--hurry yes]\n";
    return 2;
  }
  // A sandbox may close a connection at any time. A handler, since children would inherit SIG_IGN.
  std::signal(SIGPIPE, [](int) {});
  const fs::path folder =
      options->folder / ("xrep-schedules-" + std::to_string(std::random_device{}()));
  fs::create_directories(folder);
  const int code = Runs(*options, folder).all();
  std::error_code ignored;
  fs::remove(folder, ignored);  // what is kept stays
  return code;
}
