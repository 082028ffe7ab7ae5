#pragma once

#include "plan/import_plan.hpp"

#include <string>

namespace xrep::client {

/// The longest text of a step in Xray, in UTF-16 code units.
inline constexpr std::size_t kMaxStepText = 8192;

/// "checkout_test.cpp:42"; empty without a file.
std::string location_of(const std::string& file, int line);

/// The place, `where` ("in step 2"; may be empty) and then the text; ends in a newline.
std::string message_block(const Message& message, const std::string& where);

/// "The process died of SIGSEGV", for a test that crashed or was left by exit(); plain, without a
/// full stop.
std::string cause_of_death(const TestRecord& record);

/// Without newlines at its end, cut to kMaxStepText; the whole text is in the comment.
std::string step_text(const std::string& text);

/// The innermost step that was open at the end; null: none.
const StepRecord* open_step(const TestRecord& record);

}  // namespace xrep::client
