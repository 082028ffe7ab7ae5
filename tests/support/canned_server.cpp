#include "support/canned_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>
#include <utility>

namespace xrep::test {

namespace {

// A small window: what a client has sent without it being read stays small as well.
constexpr int kReceiveBuffer = 64 << 10;

sockaddr_in loopback() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

Descriptor bound_socket() {
  Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  auto address = loopback();
  ::setsockopt(socket.number(), SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);
  if (::bind(socket.number(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("no port of 127.0.0.1 is free");
  }
  return socket;
}

std::string url_of(const Descriptor& socket) {
  return "http://127.0.0.1:" + std::to_string(port_of(socket));
}

std::string small_letters(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

CannedRequest parse_head(const std::string& head) {
  CannedRequest request;
  for (std::size_t begin = 0; begin < head.size();) {
    const auto end = std::min(head.find("\r\n", begin), head.size());
    const auto line = head.substr(begin, end - begin);
    begin = end + 2;
    if (request.line.empty()) {
      request.line = line;
      continue;
    }
    const auto colon = std::min(line.find(':'), line.size());
    const auto value = std::min(line.find_first_not_of(' ', colon + 1), line.size());
    request.headers.emplace(small_letters(line.substr(0, colon)), line.substr(value));
  }
  return request;
}

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) {
    ::close(number_);
  }
}

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Descriptor listen_on_loopback() {
  auto socket = bound_socket();
  if (::listen(socket.number(), 16) != 0) {
    throw std::runtime_error("cannot listen on 127.0.0.1");
  }
  return socket;
}

int port_of(const Descriptor& socket) {
  auto address = loopback();
  socklen_t length = sizeof address;
  ::getsockname(socket.number(), reinterpret_cast<sockaddr*>(&address), &length);
  return ntohs(address.sin_port);
}

ClosedPort::ClosedPort() : socket_(bound_socket()) {}

std::string ClosedPort::url() const {
  return url_of(socket_);
}

std::string CannedRequest::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

std::string http_answer(const std::string& head, const std::string& body) {
  return "HTTP/1.1 " + head + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

Reaction answer(const std::string& text) {
  Reaction reaction;
  reaction.text = text;
  return reaction;
}

Reaction answer_and_keep(const std::string& text) {
  auto reaction = answer(text);
  reaction.then = Reaction::Then::keep;
  return reaction;
}

Reaction hang_up() {
  return {};
}

Reaction hang_up_after(std::size_t bytes) {
  Reaction reaction;
  reaction.read = bytes;
  return reaction;
}

Reaction reset() {
  Reaction reaction;
  reaction.then = Reaction::Then::reset;
  return reaction;
}

Reaction endless(const std::string& start, const std::string& repeated) {
  auto reaction = answer(start);
  reaction.repeated = repeated;
  return reaction;
}

Reaction silence() {
  return answer_and_keep("");
}

struct CannedServer::Connection {
  Descriptor socket;
  int number = 0;
  std::string received;  ///< of requests without a reaction
  bool called = false;   ///< `meanwhile`, for the current request

  /// The request that `received` begins with, if it is whole or `enough` bytes are there.
  bool take(std::size_t enough, CannedRequest& request);
};

bool CannedServer::Connection::take(std::size_t enough, CannedRequest& request) {
  const auto head_end = received.find("\r\n\r\n");
  const bool whole_head = head_end != std::string::npos;
  request = parse_head(received.substr(0, head_end));
  request.connection = number;
  const auto length = request.header("content-length");
  const auto body_begin = whole_head ? head_end + 4 : received.size();
  const auto end = body_begin + (length.empty() ? 0 : std::stoul(length));
  if ((!whole_head || received.size() < end) && received.size() < enough) {
    return false;
  }
  request.body = received.substr(body_begin, end - body_begin);
  received.erase(0, end);
  return true;
}

CannedServer::CannedServer(std::vector<Reaction> script)
    : script_(std::move(script)),
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

CannedServer::~CannedServer() {
  stop_writer_ = Descriptor(-1);
  thread_.join();
}

std::string CannedServer::url() const {
  return url_of(listener_);
}

std::vector<CannedRequest> CannedServer::requests() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return requests_;
}

void CannedServer::serve() {
  for (;;) {
    std::vector<pollfd> watched{{stop_reader_.number(), POLLIN, 0},
                                {listener_.number(), POLLIN, 0}};
    for (const auto& connection : open_) {
      watched.push_back({connection->socket.number(), POLLIN, 0});
    }
    ::poll(watched.data(), watched.size(), -1);
    if (watched[0].revents != 0) {
      return;
    }
    for (std::size_t i = open_.size(); i-- > 0;) {
      if (watched[i + 2].revents != 0 && !receive(*open_[i])) {
        open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
    if (watched[1].revents != 0) {
      accept_one();
    }
  }
}

void CannedServer::accept_one() {
  Descriptor socket(::accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (socket.number() >= 0) {
    open_.push_back(
        std::make_unique<Connection>(Connection{std::move(socket), ++connections_, {}, false}));
  }
}

// False when the connection is over.
bool CannedServer::receive(Connection& connection) {
  std::array<char, 16384> some{};
  const auto count = ::recv(connection.socket.number(), some.data(), some.size(), 0);
  if (count <= 0) {
    return false;
  }
  connection.received.append(some.data(), static_cast<std::size_t>(count));
  return react(connection);
}

const Reaction& CannedServer::next_reaction() {
  static const Reaction kNoMore = answer(http_answer("599 The Script Is Over"));
  return reacted_ < script_.size() ? script_[reacted_] : kNoMore;
}

bool CannedServer::react(Connection& connection) {
  const auto& reaction = next_reaction();
  if (reaction.meanwhile && !connection.called &&
      connection.received.size() >= reaction.meanwhile_at) {
    connection.called = true;
    reaction.meanwhile();
  }
  CannedRequest request;
  if (!connection.take(reaction.read, request)) {
    return true;
  }
  connection.called = false;
  ++reacted_;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    requests_.push_back(std::move(request));
  }
  return perform(connection, reaction);
}

bool CannedServer::perform(const Connection& connection, const Reaction& reaction) {
  bool sent = send_text(connection, reaction.text);
  while (sent && !reaction.repeated.empty()) {
    sent = send_text(connection, reaction.repeated);
  }
  if (reaction.then == Reaction::Then::reset) {
    const linger at_once{1, 0};
    ::setsockopt(connection.socket.number(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }
  return sent && reaction.then == Reaction::Then::keep;
}

// False when the client is gone, or the server is to stop.
bool CannedServer::send_text(const Connection& connection, const std::string& text) {
  for (std::size_t begin = 0; begin < text.size();) {
    std::array<pollfd, 2> watched{
        {{stop_reader_.number(), POLLIN, 0}, {connection.socket.number(), POLLOUT, 0}}};
    ::poll(watched.data(), watched.size(), -1);
    if (watched[0].revents != 0) {
      return false;
    }
    const auto count =
        ::send(connection.socket.number(), text.data() + begin, text.size() - begin, MSG_NOSIGNAL);
    if (count <= 0) {
      return false;
    }
    begin += static_cast<std::size_t>(count);
    bytes_sent_ += static_cast<std::uint64_t>(count);
  }
  return true;
}

}  // namespace xrep::test
