#include "bad_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace xrep::test {

namespace {

std::string url_of(const Descriptor& socket) {
  return "http://127.0.0.1:" + std::to_string(port_of(socket));
}

/// A client of a DrippingServer.
struct Thirsty {
  Descriptor socket;
  std::size_t got = 0;
};

}  // namespace

DrippingServer::DrippingServer(std::string text, std::chrono::milliseconds pause)
    : text_(std::move(text)),
      pause_(pause),
      listener_(listen_on_loopback()),
      stop_reader_(-1),
      stop_writer_(-1) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("cannot make a pipe");
  }
  stop_reader_ = Descriptor(ends[0]);
  stop_writer_ = Descriptor(ends[1]);
  thread_ = std::thread([this] { serve(); });
}

DrippingServer::~DrippingServer() {
  stop_writer_ = Descriptor(-1);
  thread_.join();
}

std::string DrippingServer::url() const {
  return url_of(listener_);
}

void DrippingServer::serve() {
  std::vector<Thirsty> clients;
  for (;;) {
    pollfd stop{stop_reader_.number(), POLLIN, 0};
    if (::poll(&stop, 1, static_cast<int>(pause_.count())) != 0) {
      return;
    }
    for (;;) {
      Descriptor client(
          ::accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
      if (client.number() < 0) {
        break;
      }
      clients.push_back({std::move(client), 0});
    }
    for (auto& client : clients) {
      const char next = client.got < text_.size() ? text_[client.got] : ' ';
      ++client.got;
      ::send(client.socket.number(), &next, 1, MSG_NOSIGNAL);
    }
  }
}

FullPort::FullPort() : listener_(listen_on_loopback()) {
  ::listen(listener_.number(), 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port_of(listener_)));
  constexpr int kMore = 4;
  for (int i = 0; i < kMore; ++i) {
    Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    // In progress, at best.
    (void)::connect(socket.number(), reinterpret_cast<sockaddr*>(&address), sizeof address);
    waiting_.push_back(std::move(socket));
  }
}

std::string FullPort::url() const {
  return url_of(listener_);
}

std::string DeafPort::url() const {
  return url_of(listener_);
}

std::vector<Reaction> answers_until_the_import() {
  std::vector<Reaction> all;
  for (const char* body :
       {R"("eyJ.a-token.for-all")", R"({"data":{"getProjectSettings":{"projectId":"10000"}}})",
        R"({"data":{"getStatuses":[{"name":"TODO"},{"name":"PASSED"},{"name":"FAILED"}],
                    "getStepStatuses":[{"name":"TODO"},{"name":"PASSED"},{"name":"FAILED"}]}})",
        R"({"data":{"p0":{"total":0,"results":[]}}})",
        R"({"data":{"createTestExecution":{"testExecution":{"issueId":"10100",
                    "jira":{"key":"DEMO-100"}},"warnings":[]}}})"}) {
    all.push_back(answer(http_answer("200 OK\r\nContent-Type: application/json", body)));
  }
  return all;
}

}  // namespace xrep::test
