#include "issue_key.hpp"

#include "plan/import_plan.hpp"

namespace xrep::client {

bool is_issue_key(const std::string& text) {
  return xrep::is_issue_key(std::string_view(text));
}

}  // namespace xrep::client
