#include "sandbox.hpp"

#include "server.hpp"
#include "store.hpp"

#include <condition_variable>
#include <mutex>
#include <system_error>
#include <utility>

namespace xrep::sandbox {
namespace {

Store::Clock clock_of(const Options& options) {
  return [now = options.now] {
    const auto time = now ? now() : std::chrono::system_clock::now();
    return static_cast<Instant>(
        std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count());
  };
}

std::optional<std::string> make_record_folder(const std::filesystem::path& folder) {
  if (folder.empty()) return std::nullopt;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) return std::nullopt;
  return "cannot make the folder " + folder.string() + " for the requests: " + error.message() +
         "; choose another one";
}

}  // namespace

class Sandbox::Impl {
 public:
  explicit Impl(Options options)
      : options_(std::move(options)),
        store_(options_.data, clock_of(options_)),
        server_(store_, answers_of(options_.profile), options_.record, options_.rate_limit) {}

  std::optional<std::string> start() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (auto fault = make_record_folder(options_.record)) return fault;
    auto faults = read_fault_script(options_.faults);
    if (!faults) return faults.error();
    server_.faults().replace(std::move(*faults));
    if (auto fault = store_.open()) return fault;
    return server_.start(options_.port);
  }

  int port() const { return server_.port(); }

  std::optional<std::string> stop() {
    const std::lock_guard<std::mutex> lock(mutex_);
    server_.stop();
    auto fault = store_.close();
    stopped_ = true;
    ended_.notify_all();
    return fault;
  }

  void wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    ended_.wait(lock, [this] { return stopped_; });
  }

 private:
  Options options_;
  Store store_;
  Server server_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool stopped_ = false;
};

Sandbox::Sandbox(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}

Sandbox::~Sandbox() {
  impl_->stop();
}

std::optional<std::string> Sandbox::start() {
  return impl_->start();
}

int Sandbox::port() const {
  return impl_->port();
}

std::optional<std::string> Sandbox::stop() {
  return impl_->stop();
}

void Sandbox::wait() {
  impl_->wait();
}

}  // namespace xrep::sandbox
