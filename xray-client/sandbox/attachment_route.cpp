#include "attachment_route.hpp"

#include "media_type.hpp"
#include "request_body.hpp"
#include "text.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <memory>
#include <utility>

namespace xrep::sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t kReadSize = 256UL * 1024;

/// One multipart body on its way to disk. The file goes again unless finish() keeps it.
class Upload {
 public:
  Upload(const Files& files, std::string id) : files_(files), id_(std::move(id)) {}
  ~Upload() {
    if (!kept_) files_.remove(id_);
  }
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;

  bool begin_part(const httplib::MultipartFormData& part) {
    ++parts_;
    in_attachment_ = parts_ == 1 && part.name == "attachment" && !part.filename.empty();
    if (!in_attachment_) return true;
    evidence_.id = id_;
    evidence_.filename = part.filename;
    evidence_.content_type = part.content_type;
    file_.open(files_.path(id_), std::ios::binary | std::ios::trunc);
    return file_.is_open();
  }

  bool append(const char* data, std::size_t length) {
    if (!in_attachment_) return true;
    evidence_.size += length;
    file_.write(data, static_cast<std::streamsize>(length));
    return file_.good();
  }

  [[nodiscard]] bool is_one_attachment() const { return parts_ == 1 && in_attachment_; }

  /// The attachment, or nothing when the disk refused it.
  std::optional<Evidence> finish(bool lost) {
    file_.close();
    if (file_.fail()) return std::nullopt;
    kept_ = !lost;
    return evidence_;
  }

 private:
  const Files& files_;
  std::string id_;
  Evidence evidence_;
  std::ofstream file_;
  int parts_ = 0;
  bool in_attachment_ = false;
  bool kept_ = false;
};

void answer_error(httplib::Response& response, int status, const char* text) {
  response.status = status;
  response.set_content(json{{"error", text}}.dump(), "application/json");
}

// Browsers write a quote in a file name as %22 (HTML standard), older curl as \".
std::string plain_filename(std::string name) {
  for (const char* escaped : {"%22", "\\\""}) {
    const std::string_view form = escaped;
    for (std::size_t at = name.find(form); at != std::string::npos; at = name.find(form, at + 1)) {
      name.replace(at, form.size(), "\"");
    }
  }
  return name;
}

}  // namespace

void upload_attachment(Store& store, const httplib::Request& request, httplib::Response& response,
                       const httplib::ContentReader& content, bool lost) {
  if (!request.is_multipart_form_data()) {
    discard_body(request, content);
    return answer_error(response, 400, "No file found.");
  }
  Upload upload(store.files(), store.new_file_id());
  const bool complete =
      content([&](const httplib::MultipartFormData& part) { return upload.begin_part(part); },
              [&](const char* data, std::size_t length) { return upload.append(data, length); });
  if (!upload.is_one_attachment()) return answer_error(response, 400, "No file found.");
  std::optional<Evidence> kept = complete ? upload.finish(lost) : std::nullopt;
  if (!kept) return answer_error(response, 500, "The attachment could not be stored.");
  kept->filename = plain_filename(kept->filename);
  if (!lost) {
    store.change([&](Model& model, std::mt19937_64&) {
      model.uploads[kept->id] = *kept;
      model.files[kept->id] = *kept;
    });
  }
  response.set_content(json{{"id", kept->id},
                            {"filename", kept->filename},
                            {"created", format_instant(store.now())},
                            {"size", kept->size}}
                           .dump(-1, ' ', false, json::error_handler_t::replace),
                       "application/json");
}

void download_attachment(const Store& store, const std::string& id, httplib::Response& response) {
  const std::optional<Evidence> evidence = store.find_file(id);
  auto file = std::make_shared<std::ifstream>();
  if (evidence) file->open(store.files().path(id), std::ios::binary);
  if (!evidence || !file->is_open()) return answer_error(response, 400, "No such file");
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Content-Security-Policy", "default-src 'none'; sandbox");
  const std::string type = safe_media_type(evidence->content_type, evidence->filename);
  if (evidence->size == 0) return response.set_content("", type);
  response.set_content_provider(
      static_cast<std::size_t>(evidence->size), type,
      [file](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
        std::string buffer(std::min(length, kReadSize), '\0');
        file->seekg(static_cast<std::streamoff>(offset));
        file->read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        const auto got = static_cast<std::size_t>(file->gcount());
        return got > 0 && sink.write(buffer.data(), got);
      });
}

}  // namespace xrep::sandbox
