#include "support/tcp_forwarder.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <utility>

namespace xrep::test {

namespace {

#ifdef POLLRDHUP
constexpr short kGone = POLLRDHUP;
#else
constexpr short kGone = 0;
#endif

constexpr std::size_t kShown = 4096;  // of a request, to its script

using Kind = NetworkFault::Kind;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// Several sockets share the port: one keeps it, another one listens now and then.
Descriptor socket_at(std::uint16_t port) {
  Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int yes = 1;
  ::setsockopt(socket.number(), SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
  const auto address = loopback(port);
  if (::bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot bind to 127.0.0.1:" + std::to_string(port));
  }
  return socket;
}

Descriptor connected_to(std::uint16_t port) {
  Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const auto address = loopback(port);
  if (::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
      0) {
    return Descriptor(-1);
  }
  ::fcntl(socket.number(), F_SETFL, O_NONBLOCK);
  return socket;
}

void reset(Descriptor& socket) {
  const linger at_once{1, 0};
  ::setsockopt(socket.number(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  socket = Descriptor(-1);
}

bool is_of_request(Kind kind) {
  return kind == Kind::reset_request || kind == Kind::swallow_request_reset;
}

bool is_of_answer(Kind kind) {
  return kind == Kind::reset_answer || kind == Kind::cut_answer || kind == Kind::stall;
}

/// One direction of a connection.
struct Lane {
  std::string waiting;  ///< came, and goes out next
  bool ended = false;   ///< nothing more comes
  bool told = false;    ///< the other side knows
  std::size_t came = 0;
};

}  // namespace

struct TcpForwarder::Connection {
  Descriptor client{-1};
  Descriptor server{-1};
  int number = 0;
  NetworkFault fault{};
  std::size_t fault_begin = 0;  ///< bytes of the fault's direction before it counts
  bool by_request = false;      ///< the fault is that of the current request alone
  bool stalled = false;
  bool over = false;
  std::string request{};  ///< how the current one begins
  bool answered = true;   ///< the next byte of the client begins a request
  std::array<Lane, 2> lanes{};

  Lane& lane(Direction direction) { return lanes[direction == Direction::answer ? 1 : 0]; }
  Descriptor& source(Direction direction) {
    return direction == Direction::answer ? server : client;
  }
  Descriptor& sink(Direction direction) { return direction == Direction::answer ? client : server; }

  bool concerns(Direction direction) const {
    return direction == Direction::answer ? is_of_answer(fault.kind) : is_of_request(fault.kind);
  }

  /// How many more bytes may come before the fault strikes.
  std::size_t allowed(Direction direction) {
    if (!concerns(direction)) {
      return SIZE_MAX;
    }
    const auto counted = lane(direction).came - fault_begin;
    return fault.bytes > counted ? fault.bytes - counted : 0;
  }

  /// What to wait for at the source of `direction`, which is the sink of the other one.
  short events(Direction direction) {
    if (stalled) {
      return direction == Direction::request ? kGone : short{0};
    }
    const auto& in = lane(direction);
    const auto& out = lane(direction == Direction::answer ? Direction::request : Direction::answer);
    return static_cast<short>((in.waiting.empty() && !in.ended ? POLLIN : 0) |
                              (out.waiting.empty() ? 0 : POLLOUT));
  }
};

TcpForwarder::TcpForwarder(std::uint16_t to_port, Script script)
    : to_port_(to_port),
      port_(socket_at(0)),
      stop_reader_(-1),
      stop_writer_(-1),
      script_(std::move(script)) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
    throw std::runtime_error("cannot make a pipe");
  }
  stop_reader_ = Descriptor(ends[0]);
  stop_writer_ = Descriptor(ends[1]);
  thread_ = std::thread([this] { serve(); });
  listen(true);
}

TcpForwarder::~TcpForwarder() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopped_ = true;
  }
  wake();
  thread_.join();
}

std::string TcpForwarder::url() const {
  return "http://127.0.0.1:" + std::to_string(port_of(port_));
}

void TcpForwarder::script(Script script) {
  const std::lock_guard<std::mutex> lock(mutex_);
  script_ = std::move(script);
}

void TcpForwarder::on_request(RequestScript script) {
  const std::lock_guard<std::mutex> lock(mutex_);
  request_script_ = std::move(script);
}

void TcpForwarder::observe(Observer observer) {
  const std::lock_guard<std::mutex> lock(mutex_);
  observer_ = std::move(observer);
}

void TcpForwarder::listen(bool on) {
  std::unique_lock<std::mutex> lock(mutex_);
  wanted_ = on;
  if (own_thread_ == std::this_thread::get_id()) {
    lock.unlock();
    follow_wish();
    return;
  }
  wake();
  changed_.wait(lock, [this, on] { return listening_ == on || wanted_ != on; });
}

void TcpForwarder::wake() const {
  const char signal = 0;
  [[maybe_unused]] const auto written = ::write(stop_writer_.number(), &signal, 1);
}

void TcpForwarder::follow_wish() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (wanted_ != listening_) {
    listener_ = Descriptor(-1);
    if (wanted_) {
      listener_ = socket_at(static_cast<std::uint16_t>(port_of(port_)));
      ::listen(listener_.number(), 64);
    }
    listening_ = wanted_;
  }
  changed_.notify_all();
}

void TcpForwarder::serve() {
  own_thread_ = std::this_thread::get_id();
  for (;;) {
    follow_wish();
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (stopped_) {
        open_.clear();
        return;
      }
    }
    std::vector<pollfd> watched{{stop_reader_.number(), POLLIN, 0},
                                {listener_.number(), POLLIN, 0}};
    // Whoever has nothing to do now is not asked: a hang-up would be told again and again.
    const auto watch = [&watched](const Descriptor& socket, short events) {
      watched.push_back({events == 0 ? -1 : socket.number(), events, 0});
    };
    for (const auto& connection : open_) {
      watch(connection->client, connection->events(Direction::request));
      watch(connection->server, connection->events(Direction::answer));
    }
    ::poll(watched.data(), watched.size(), -1);
    std::array<char, 64> signals{};
    while (::read(stop_reader_.number(), signals.data(), signals.size()) > 0) {
    }
    for (std::size_t i = open_.size(); i-- > 0;) {
      move(*open_[i], watched[2 * i + 2].revents, watched[2 * i + 3].revents);
      if (open_[i]->over) {
        open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
    if (watched[1].revents != 0) {
      accept_one();
    }
  }
}

void TcpForwarder::accept_one() {
  Descriptor client(::accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (client.number() < 0) {
    return;
  }
  const int number = ++connections_;
  const auto script = current(script_);
  const auto fault = script ? script(number) : NetworkFault{};
  auto server = fault.kind == Kind::refuse ? Descriptor(-1) : connected_to(to_port_);
  if (server.number() < 0) {
    struck_ += fault.kind == Kind::refuse ? 1 : 0;
    reset(client);
    return;
  }
  auto connection = std::make_unique<Connection>();
  connection->client = std::move(client);
  connection->server = std::move(server);
  connection->number = number;
  connection->fault = fault;
  open_.push_back(std::move(connection));
}

void TcpForwarder::move(Connection& connection, short client_events, short server_events) {
  if (connection.stalled) {
    connection.over = (client_events & (kGone | POLLHUP | POLLERR)) != 0;
    return;
  }
  // What the server had said before it closed its end is passed on before that.
  const std::array<std::pair<Direction, short>, 2> ends{
      {{Direction::answer, server_events}, {Direction::request, client_events}}};
  for (const auto& [direction, events] : ends) {
    auto& lane = connection.lane(direction);
    if ((events & (POLLIN | POLLHUP | POLLERR)) != 0 && lane.waiting.empty() && !lane.ended &&
        !connection.over) {
      take(connection, direction);
    }
    if (!connection.over && !connection.stalled && !pass_on(connection, direction)) {
      connection.over = true;
    }
  }
  const auto& request = connection.lane(Direction::request);
  const auto& answer = connection.lane(Direction::answer);
  // A server that is through says so; a client that is through does not wait for an answer.
  connection.over = connection.over || (answer.told && answer.waiting.empty()) ||
                    (request.ended && request.waiting.empty() && answer.ended);
}

// Reads what may come, and lets the fault strike when it is its turn.
void TcpForwarder::take(Connection& connection, Direction direction) {
  std::array<char, 65536> some{};
  auto& lane = connection.lane(direction);
  auto& source = connection.source(direction);
  if (connection.allowed(direction) == 0) {
    strike(connection);
    return;
  }
  auto most = some.size();
  if (direction == Direction::request) {
    const auto count = ::recv(source.number(), some.data(), most, MSG_PEEK);
    if (count > 0) {
      // More may come before it is taken; the script has to see that, too.
      most = static_cast<std::size_t>(count);
      choose_by_request(connection, {some.data(), most});
    }
  }
  if (connection.over) {
    return;
  }
  most = std::min(most, connection.allowed(direction));
  if (most == 0) {
    strike(connection);
    return;
  }
  const auto count = ::recv(source.number(), some.data(), most, 0);
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
    return;
  }
  if (count <= 0) {
    lane.ended = true;
    connection.over = count < 0;
    return;
  }
  lane.came += static_cast<std::size_t>(count);
  const auto observer = current(observer_);
  if (observer) {
    observer(connection.number, direction, lane.came);
  }
  if (direction == Direction::answer) {
    connection.answered = true;
  }
  if (direction == Direction::answer || connection.fault.kind != Kind::swallow_request_reset) {
    lane.waiting.assign(some.data(), static_cast<std::size_t>(count));
  } else if (connection.allowed(direction) == 0) {
    strike(connection);
  }
}

void TcpForwarder::choose_by_request(Connection& connection, const std::string& text) {
  if (connection.answered) {
    connection.answered = false;
    connection.request.clear();
    if (std::exchange(connection.by_request, false)) {
      connection.fault = {};
    }
  }
  if (connection.fault.kind != Kind::none || connection.request.size() >= kShown) {
    return;
  }
  const auto script = current(request_script_);
  if (!script) {
    return;
  }
  const auto before = connection.request.size();
  connection.request.append(text, 0, kShown - before);
  connection.fault = script(connection.number, connection.request);
  connection.by_request = true;
  connection.fault_begin = is_of_answer(connection.fault.kind)
                               ? connection.lane(Direction::answer).came
                               : connection.lane(Direction::request).came - before;
  if (connection.fault.kind == Kind::refuse) {
    strike(connection);
  }
}

// False when the connection is over.
bool TcpForwarder::pass_on(Connection& connection, Direction direction) {
  auto& lane = connection.lane(direction);
  const auto& sink = connection.sink(direction);
  if (!lane.waiting.empty()) {
    const auto count =
        ::send(sink.number(), lane.waiting.data(), lane.waiting.size(), MSG_NOSIGNAL);
    if (count < 0) {
      return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    }
    lane.waiting.erase(0, static_cast<std::size_t>(count));
    if (lane.waiting.empty() && connection.allowed(direction) == 0) {
      strike(connection);
      return true;
    }
  }
  if (lane.waiting.empty() && lane.ended && !lane.told) {
    lane.told = true;
    ::shutdown(sink.number(), SHUT_WR);
  }
  return true;
}

void TcpForwarder::strike(Connection& connection) {
  ++struck_;
  if (connection.fault.kind == Kind::stall) {
    connection.stalled = true;
    return;
  }
  connection.over = true;
  if (connection.fault.kind != Kind::cut_answer) {
    reset(connection.client);
  }
}

std::uint16_t port_of_url(const std::string& url) {
  return static_cast<std::uint16_t>(std::stoul(url.substr(url.rfind(':') + 1)));
}

}  // namespace xrep::test
