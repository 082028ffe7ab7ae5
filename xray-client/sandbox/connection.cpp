#include "connection.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>

namespace xrep::sandbox {
namespace {

using NameOf = int (*)(int, sockaddr*, socklen_t*);

int port_of(int socket, NameOf name_of) {
  sockaddr_in address{};
  socklen_t size = sizeof(address);
  if (name_of(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return -1;
  return address.sin_family == AF_INET ? ntohs(address.sin_port) : -1;
}

}  // namespace

// cpp-httplib shows handlers no socket. Both ports together name the connection, also when client
// and server live in one process; the thread that calls this keeps the socket open meanwhile.
void cut_connection(const httplib::Request& request, int port) {
  rlimit most{};
  if (::getrlimit(RLIMIT_NOFILE, &most) != 0) return;
  constexpr rlim_t kMostTried = 65536;
  const auto end = static_cast<int>(std::min(most.rlim_cur, kMostTried));
  for (int socket = 0; socket < end; ++socket) {
    if (port_of(socket, ::getpeername) == request.remote_port &&
        port_of(socket, ::getsockname) == port) {
      ::shutdown(socket, SHUT_RDWR);
      return;
    }
  }
}

}  // namespace xrep::sandbox
