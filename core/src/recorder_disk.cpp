// What the disk does not take.

#include "platform/file.hpp"
#include "recorder.hpp"

namespace xrep {

void Recorder::say_disk_error(const std::string& file, const std::error_code& error) {
  if (write_error_said_.exchange(true)) return;
  notices_.say("cannot write " + file + ": " + error.message() +
               "; the tests go on, and what the disk does not take is kept in memory until the end "
               "of the run; make space, or name another folder with XRAY_RESULTS_DIR");
}

void Recorder::close_directory() {
  const platform::LiftedFileSizeLimit lifted;
  const auto error = events_.finish();
  UnwrittenPart unwritten{events_.take_unwritten(), store_->take_unwritten()};
  if (unwritten.empty()) {
    if (error) {
      notices_.say("cannot write " + part_.events.string() + " to the disk: " + error.message());
    }
    return;
  }
  const auto old = part_.directory;
  const auto moved = move_run(part_, unwritten, {settings_, ci_, started_});
  if (!moved) {
    notices_.say("the end of this run is lost: neither " + old.path.string() +
                 " nor a temporary folder takes it: " + moved.error().message() +
                 "; make space and run the tests again");
    return;
  }
  part_.directory = moved->directory;
  push_elsewhere_ = push_elsewhere_ || old.shared;
  say_moved(old, *moved);
}

void Recorder::say_moved(const RunDirectory& old, const MovedRun& moved) {
  std::string text = "this run is now in " + moved.directory.path.string() + ", since " +
                     old.path.string() + " did not take all of it";
  if (moved.missing_files != 0) {
    text += "; attachments that did not fit there either: " + std::to_string(moved.missing_files);
  }
  if (moved.still_there) {
    text += "; remove " + old.path.string() + ", or the run may be pushed twice";
  }
  if (old.shared) text += "; push both with one xrep push, or this part is missing";
  notices_.say(text);
}

}  // namespace xrep
