#include "store.hpp"

#include "model_json.hpp"
#include "seed.hpp"
#include "text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <system_error>

namespace xrep::sandbox {
namespace {

constexpr std::chrono::milliseconds kShortestPause{1000};
// A state of 100,000 results takes a second to write; the pause grows with it, so that saving
// never costs more than a fifth of the time.
constexpr int kPausePerEffort = 4;

std::optional<std::string> make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error && std::filesystem::is_directory(folder, error)) return std::nullopt;
  return "cannot make the folder " + folder.string() + ": " + error.message() +
         "; choose another data folder";
}

}  // namespace

Store::Store(std::filesystem::path folder, Clock clock)
    : folder_(std::move(folder)), clock_(std::move(clock)), files_(folder_ / "attachments") {}

Store::~Store() {
  close();
}

std::optional<std::string> Store::open() {
  if (folder_.empty()) return "the sandbox has no data folder; name one with --data";
  if (auto fault = make_folder(folder_ / "attachments")) return fault;
  if (!folder_lock_.take(folder_)) {
    return "cannot lock " + (folder_ / "lock").string() +
           ": another sandbox uses this data folder, or it is read-only; stop the other one or "
           "choose another folder";
  }
  if (auto fault = load()) return fault;
  if (auto fault = save(model_)) return fault;
  saver_ = std::thread([this] { save_in_background(); });
  return std::nullopt;
}

std::optional<std::string> Store::load() {
  const std::filesystem::path path = folder_ / "state.json";
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    model_ = start_data(clock_(), random_);
    return std::nullopt;
  }
  try {
    std::ifstream file(path, std::ios::binary);
    model_ = model_from_json(nlohmann::json::parse(file));
  } catch (const std::exception& problem) {
    return "cannot read the sandbox's state " + path.string() + ": " + problem.what() +
           "; remove the folder to start afresh";
  }
  return std::nullopt;
}

std::optional<std::string> Store::close() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    closing_ = true;
    wake_.notify_all();
  }
  if (saver_.joinable()) saver_.join();
  const std::lock_guard<std::mutex> lock(mutex_);
  return fault_;
}

std::string Store::new_file_id() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return random_uuid(random_);
}

Model Store::copy() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return model_;
}

std::optional<Evidence> Store::find_file(const std::string& id) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = model_.files.find(id);
  return found == model_.files.end() ? std::nullopt : std::optional<Evidence>(found->second);
}

void Store::save_in_background() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return changed_ || closing_; });
    if (!changed_ && !noted_) return;
    changed_ = false;
    noted_ = false;
    const auto began = std::chrono::steady_clock::now();
    const Model snapshot = model_;
    lock.unlock();
    auto fault = save(snapshot);
    const auto effort = std::chrono::steady_clock::now() - began;
    lock.lock();
    fault_ = std::move(fault);
    const auto pause =
        std::max<std::chrono::steady_clock::duration>(kShortestPause, effort * kPausePerEffort);
    wake_.wait_for(lock, pause, [this] { return closing_; });
  }
}

std::optional<std::string> Store::save(const Model& model) const {
  return replace_file(folder_ / "state.json", state_text(model));
}

}  // namespace xrep::sandbox
