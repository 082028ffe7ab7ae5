#pragma once

namespace xrep::sandbox {

[[nodiscard]] const char* style_sheet();

}  // namespace xrep::sandbox
