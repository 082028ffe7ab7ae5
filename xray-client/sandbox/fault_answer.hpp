#pragma once

#include "faults.hpp"
#include "model.hpp"

#include <httplib.h>

#include <functional>

namespace xrep::sandbox {

/// Waits so long, or less when the server stops.
using Pause = std::function<void(std::chrono::milliseconds)>;

/// Fills the answer that a rule with `status` or `html` asks for.
void answer_as_told(const FaultRule& rule, Instant now, httplib::Response& response);

/// The gateway's answer to more requests than it lets through.
void answer_too_many(std::int64_t seconds, bool as_json, httplib::Response& response);

/// Makes the answer arrive cut in half or byte for byte, where the rules say so.
void spoil_answer(const Struck& struck, const Pause& pause, httplib::Response& response);

/// 413 with a page, after which the connection closes although the client still sends.
void refuse_while_sending(httplib::Response& response);

}  // namespace xrep::sandbox
