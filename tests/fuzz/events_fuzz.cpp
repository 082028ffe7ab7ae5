// An events file on its way to the document that Xray gets.

#include "cloud/import_document.hpp"
#include "fuzz.hpp"
#include "plan/entry_source.hpp"
#include "run.hpp"

#include <nlohmann/json.hpp>

namespace {

using namespace xrep;

std::string text_of(const client::Body& body) {
  client::BodyReader reader(body);
  std::string text(body.size(), '\0');
  std::size_t done = 0;
  while (const std::size_t got = reader.read(text.data() + done, text.size() - done)) done += got;
  fuzz::require(done == body.size(), "a document is as long as it says");
  return text;
}

void make_document(const client::Entry& entry, const client::cloud::Target& target) {
  client::cloud::DocumentOptions options;
  options.project = "CALC";
  const auto text = text_of(client::cloud::entry_document(entry, target, options));
  fuzz::require(nlohmann::json::accept(text), "a document is JSON");
}

// A plan looks at tests again, by their places.
void make_all_documents(RunReader reader) {
  client::ImportPlan plan;
  ReadError error;
  if (!client::make_plan(std::move(reader), Settings(), plan, error)) {
    fuzz::require(!error.message.empty(), "what cannot be read is said");
    return;
  }
  for (std::size_t i = 0; i < plan.entries.size(); ++i) {
    const auto entry = plan.entries.load(i);
    if (!entry) continue;
    fuzz::require(!entry->id.empty() && entry->finished >= entry->started,
                  "an entry has a name and does not end before it starts");
    make_document(*entry, {});
    make_document(*entry, {true, client::cloud::TestKind::steps, 2, "CALC-1"});
    make_document(*entry, {true, client::cloud::TestKind::generic, 0, "CALC-1"});
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace fs = std::filesystem;
  static const fs::path run = [] {
    auto path = fuzz::folder() / "20260301-020000-1a2b3c4d";
    fs::create_directories(path / "attachments");
    fuzz::write(path / "attachments/1-00000000-1", "an attachment");
    return path;
  }();
  fuzz::write(run / "events-1-00000000.jsonl", fuzz::text_of(data, size));
  RunReader reader;
  ReadError error;
  if (reader.open({run}, error)) make_all_documents(std::move(reader));
  return 0;
}
