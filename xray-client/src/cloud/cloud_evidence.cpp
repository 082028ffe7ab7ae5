// What hangs on a Test Run: files and defects.

#include "cloud/answers.hpp"
#include "cloud/cloud.hpp"

#include <utility>

namespace xrep::client::cloud {

using nlohmann::json;

namespace {

// The file's bytes travel as base64 inside the document and are never whole in memory.
Body evidence_request(const std::vector<EvidenceUpload>& files) {
  std::vector<EvidenceSlot> slots;
  slots.reserve(files.size());
  for (const auto& file : files) {
    slots.push_back({!file.step_id.empty(), !file.iteration_rank.empty()});
  }
  Body body;
  body.append(R"({"operationName":"AddEvidence","query":)" +
              json(add_evidence_document(slots)).dump() + R"(,"variables":{)");
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto& file = files[i];
    const std::string n = std::to_string(i);
    std::string head = (i == 0 ? "\"run" : ",\"run") + n + "\":" + json(file.run_id).dump();
    if (slots[i].step) {
      head += ",\"step" + n + "\":" + json(file.step_id).dump();
    }
    if (slots[i].step && slots[i].iteration) {
      head += ",\"rank" + n + "\":" + json(file.iteration_rank).dump();
    }
    head += ",\"files" + n + "\":[{";
    if (!file.upload_id.empty()) {
      body.append(head + "\"attachmentId\":" + json(file.upload_id).dump() + "}]");
      continue;
    }
    const auto replace = json::error_handler_t::replace;
    body.append(head + "\"filename\":" + json(file.file->name).dump(-1, ' ', false, replace) +
                ",\"mimeType\":" + json(file.file->media_type).dump(-1, ' ', false, replace) +
                ",\"data\":\"");
    body.append_base64(file.file->file, file.file->size);
    body.append("\"}]");
  }
  body.append("}}");
  return body;
}

}  // namespace

Expected<std::string> Cloud::upload(const PlannedFile& file) {
  return session_.upload(file);
}

Expected<std::vector<std::string>> Cloud::add_evidence(const std::vector<EvidenceUpload>& files) {
  const auto answer = session_.graphql("AddEvidence", evidence_request(files), Effect::changes);
  if (!answer) {
    return tl::make_unexpected(answer.error());
  }
  std::vector<std::string> warnings(files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    const json& added = object_at(*answer, ("e" + std::to_string(i)).c_str());
    for (const auto& warning : texts_of(list_at(added, "warnings"))) {
      warnings[i] += (warnings[i].empty() ? "" : "; ") + warning;
    }
  }
  return warnings;
}

Expected<std::vector<std::string>> Cloud::add_defects(const std::string& run_id,
                                                      const std::vector<std::string>& keys) {
  const auto answer =
      session_.graphql(kAddDefects, {{"run0", run_id}, {"issues0", keys}}, Effect::changes);
  if (!answer) {
    return tl::make_unexpected(answer.error());
  }
  return texts_of(list_at(object_at(*answer, "d0"), "warnings"));
}

}  // namespace xrep::client::cloud
