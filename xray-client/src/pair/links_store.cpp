#include "pair/links_store.hpp"

#include "json_file.hpp"
#include "plan/links_file.hpp"
#include "platform/durable_file.hpp"
#include "text.hpp"

#include <algorithm>
#include <utility>

namespace xrep::client {

namespace {

namespace fs = std::filesystem;

constexpr const char* kFileName = "xray-links.json";

Expected<LinksDocument> document_of(const std::string& text, const fs::path& file) {
  return text.empty() ? LinksDocument() : LinksDocument::parse(text, file);
}

}  // namespace

Expected<LinksStore> LinksStore::open(const Settings& settings, const fs::path& config_file,
                                      const fs::path& folder, bool keep) {
  auto found = trusted_links_path(settings, folder);
  if (!found) {
    return tl::make_unexpected(found.error());
  }
  LinksStore store;
  store.keep_ = keep;
  store.file_ = std::move(*found);
  if (store.file_.empty()) {
    store.file_ = (config_file.empty() ? folder : config_file.parent_path()) / kFileName;
  }
  if (auto read = store.read(); !read) {
    return tl::make_unexpected(read.error());
  }
  return store;
}

Expected<void> LinksStore::read() {
  std::error_code ignored;
  if (fs::symlink_status(file_, ignored).type() == fs::file_type::not_found) {
    text_.clear();
    links_ = TestLinks();
    return {};
  }
  constexpr std::uint64_t kMaxSize = 16;  // MiB
  std::string problem;
  std::string text = read_small_file(file_, kMaxSize, problem);
  if (!problem.empty()) {
    return fail(Errc::settings, "the links file " + problem);
  }
  auto links = parse_links(text, file_);
  if (!links) {
    return tl::make_unexpected(links.error());
  }
  links_ = std::move(*links);
  text_ = std::move(text);
  return {};
}

std::vector<LinkEdit> LinksStore::open_edits(const std::vector<LinkEdit>& edits) const {
  std::vector<LinkEdit> open;
  auto document = document_of(text_, file_);
  for (const auto& edit : edits) {
    if (document && document->apply(edit)) {
      open.push_back(edit);
    }
  }
  return open;
}

Expected<void> LinksStore::change(const std::vector<LinkEdit>& edits) {
  if (!keep_) {
    // Somebody may have changed it meanwhile.
    if (auto again = read(); !again) {
      return again;
    }
  }
  auto document = document_of(text_, file_);
  if (!document) {
    return tl::make_unexpected(document.error());
  }
  bool changed = false;
  for (const auto& edit : edits) {
    changed = document->apply(edit) || changed;
  }
  if (!changed) {
    return {};
  }
  text_ = document->text();
  if (!keep_) {
    if (const auto problem = platform::replace_durably(file_, text_); !problem.empty()) {
      return fail(Errc::settings, "the links file " + single_line(file_.string()) +
                                      " cannot be written: " + problem +
                                      "; mend that, and give the same command again");
    }
  }
  auto links = parse_links(text_, file_);
  if (!links) {
    return tl::make_unexpected(links.error());
  }
  links_ = std::move(*links);
  return {};
}

}  // namespace xrep::client
