#include "delivery/same_name.hpp"

namespace xrep::client {

const std::string& name_of(const RemoteTest& test) {
  return test.kind == cloud::TestKind::generic ? test.definition : test.summary;
}

bool wins(cloud::TestKind kind, const std::string& id, cloud::TestKind than_kind,
          const std::string& than_id) {
  if (kind != than_kind) {
    return kind == cloud::TestKind::generic;
  }
  return id.size() != than_id.size() ? id.size() < than_id.size() : id < than_id;
}

}  // namespace xrep::client
