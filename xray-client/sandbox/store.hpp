#pragma once

#include "files.hpp"
#include "folder_lock.hpp"
#include "model.hpp"

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <utility>

namespace xrep::sandbox {

/// The model behind one lock, and its copy on disk. A change is on disk within about a second, or
/// later when writing the whole state takes long; close() writes what is missing.
class Store {
 public:
  using Clock = std::function<Instant()>;

  Store(std::filesystem::path folder, Clock clock);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// Reads the folder, or fills a fresh one with the start data. Returns what went wrong.
  [[nodiscard]] std::optional<std::string> open();
  /// Returns the last thing that could not be written.
  std::optional<std::string> close();

  [[nodiscard]] const Files& files() const { return files_; }
  [[nodiscard]] Instant now() const { return clock_(); }
  [[nodiscard]] std::string new_file_id();

  /// Calls `work(model, random)` under the lock and takes the model for changed afterwards.
  template <typename Work>
  auto change(Work&& work) {
    const std::lock_guard<std::mutex> lock(mutex_);
    changed_ = true;
    wake_.notify_one();
    return std::forward<Work>(work)(model_, random_);
  }

  /// The same for work that changes nothing.
  template <typename Work>
  auto read(Work&& work) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return std::forward<Work>(work)(model_, random_);
  }

  /// The same for a change that may wait for the next one, or for close(), to be written: many
  /// questions in a row shall not write the whole state again and again.
  template <typename Work>
  auto note(Work&& work) {
    const std::lock_guard<std::mutex> lock(mutex_);
    noted_ = true;
    return std::forward<Work>(work)(model_, random_);
  }

  [[nodiscard]] Model copy() const;
  /// An upload or a piece of evidence by its id.
  [[nodiscard]] std::optional<Evidence> find_file(const std::string& id) const;

 private:
  [[nodiscard]] std::optional<std::string> load();
  void save_in_background();
  [[nodiscard]] std::optional<std::string> save(const Model& model) const;

  std::filesystem::path folder_;
  Clock clock_;
  Files files_;
  FolderLock folder_lock_;
  std::thread saver_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  Model model_;
  std::mt19937_64 random_{std::random_device{}()};
  bool changed_ = false;
  bool noted_ = false;
  bool closing_ = false;
  std::optional<std::string> fault_;
};

}  // namespace xrep::sandbox
