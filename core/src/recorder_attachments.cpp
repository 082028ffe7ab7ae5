#include "media_type.hpp"
#include "recorder.hpp"
#include "text.hpp"

namespace xrep {
namespace {

constexpr std::size_t kMaxText = 32UL * 1024;  ///< bytes; docs/run-directory.md
constexpr std::size_t kMaxMediaType = 255;

}  // namespace

Recorder::Place Recorder::place_of(std::uint32_t step) const {
  return {test_.number(), step, test_.pass(), test_.name(), store_};
}

// Where something that is attached now belongs; copying it may take long and happens outside of the
// lock.
std::optional<Recorder::Place> Recorder::find_place(std::optional<std::uint64_t> step) {
  const std::lock_guard lock(mutex_);
  if (lost_the_test() || settings_.values.attachments == AttachmentPolicy::off) return std::nullopt;
  if (!step) return place_of(test_.innermost());
  const auto number = step_of_open_test(*step);
  if (!number) return std::nullopt;
  return place_of(*number);
}

void Recorder::attach(std::optional<std::uint64_t> step, std::string_view name,
                      std::string_view bytes, std::string_view media_type) {
  if (!in_test()) return;
  const auto place = find_place(step);
  if (!place) return;
  record(*place, place->store->keep_bytes(bytes), display_name(name), media_type);
}

void Recorder::attach_file(std::optional<std::uint64_t> step, std::string_view path,
                           std::string_view name, std::string_view media_type) {
  if (!in_test()) return;
  const auto place = find_place(step);
  if (!place) return;
  record(*place, place->store->keep_file(path), display_name(name.empty() ? path : name),
         media_type);
}

void Recorder::record(const Place& place, const tl::expected<Snapshot, Refusal>& kept,
                      const std::string& name, std::string_view media_type) {
  if (!running()) return;
  if (const auto error = place.store->take_disk_error()) {
    say_disk_error(name, error);
  }
  {
    const std::lock_guard lock(mutex_);
    if (phase_ != Phase::running || store_ != place.store) return;
    if (kept) return write_attachment(place, *kept, name, media_type);
    write_refusal(place, kept.error(), name);
  }
  notices_.say_about_test(place.test_name + ": " + in_quotes(name) +
                          " is not attached: " + kept.error().why + "; " + kept.error().advice);
}

void Recorder::write_attachment(const Place& place, const Snapshot& snapshot, std::string_view name,
                                std::string_view media_type) {
  if (media_type.empty()) media_type = media_type_of(name);
  begin("attachment");
  line_.number("n", place.test);
  line_.number("s", place.step);
  line_.text("file", snapshot.file);
  line_.text("name", name);
  line_.text("type", cut(single_line(media_type, scratch_), kMaxMediaType));
  line_.number("size", snapshot.size);
  line_.number("p", place.pass);
  emit();
}

void Recorder::write_refusal(const Place& place, const Refusal& refusal, std::string_view name) {
  begin("attachment_refused");
  line_.number("n", place.test);
  line_.number("s", place.step);
  line_.text("name", name);
  line_.text("why", single_line(refusal.why, scratch_));
  line_.number("p", place.pass);
  emit();
}

Recorder::KeptText Recorder::keep_text(std::string_view text) {
  KeptText kept;
  std::string hidden;
  kept.storage = repair(secrets_.hide(text, hidden));
  kept.text = kept.storage;
  if (kept.storage.size() <= kMaxText) return kept;
  std::shared_ptr<AttachmentStore> store;
  {
    const std::lock_guard lock(mutex_);
    store = store_;
  }
  if (store) kept.whole = store->keep_bytes(kept.storage);
  return kept;
}

// The text for an event. The file with the whole of a long one is announced first: the text names
// it.
std::string_view Recorder::cut_text(KeptText& kept, std::string_view what, std::uint32_t step) {
  if (!kept.whole) return kept.storage;
  const std::string name = std::string(what) + "-" + std::to_string(test_.next_text()) + ".txt";
  const std::string size = std::to_string(kept.storage.size());
  std::string note = "\n[cut here: ";
  if (*kept.whole) {
    write_attachment(place_of(step), **kept.whole, name, "text/plain");
    note += "all " + size + " bytes are in the file " + name + "]";
  } else {
    write_refusal(place_of(step), kept.whole->error(), name);
    note += "the text has " + size +
            " bytes and could not be attached: " + kept.whole->error().why + "]";
  }
  kept.storage.resize(cut(kept.storage, kMaxText - note.size()).size());
  kept.storage += note;
  return kept.storage;
}

}  // namespace xrep
