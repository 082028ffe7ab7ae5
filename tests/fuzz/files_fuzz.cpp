// The other files that xrep reads: run.json, delivery.jsonl, xrep.json.

#include "config_file.hpp"
#include "delivery/delivery_log.hpp"
#include "fuzz.hpp"
#include "run_file.hpp"
#include "settings.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace xrep;
  auto parts = fuzz::parts_of(fuzz::text_of(data, size));
  parts.resize(3);
  fuzz::write(fuzz::folder() / "run.json", parts[0]);
  fuzz::write(fuzz::folder() / "delivery.jsonl", parts[1]);
  fuzz::write(fuzz::folder() / "xrep.json", parts[2]);
  if (const auto run = read_run_file(fuzz::folder())) recorded_settings(run->settings);
  client::read_delivery(fuzz::folder());
  const auto config = (fuzz::folder() / "xrep.json").string();
  resolve_settings({{"config", config, "--xray_config", true}}, {}, fuzz::folder());
  return 0;
}
