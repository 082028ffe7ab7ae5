#pragma once

#include <httplib.h>

namespace xrep::sandbox {

/// Ends the connection that `request` came through, without an answer: what the handler fills in
/// afterwards reaches nobody. `port` is the one this server listens on.
void cut_connection(const httplib::Request& request, int port);

}  // namespace xrep::sandbox
