#include "cloud/import_document.hpp"
#include "plan/utc_time.hpp"

namespace xrep::client::cloud {

std::string iso_time(Micros time) {
  return utc_time(time);
}

}  // namespace xrep::client::cloud
