#pragma once

#include "endless.hpp"
#include <xrep/xrep.hpp>

#include <optional>

namespace endless {

inline Ledger& ledger() {
  static Ledger instance;
  return instance;
}

inline void record_comment() {
  ledger().record('c', [](const Entry& entry) { xrep::comment(text_of(entry)); });
}

inline void record_file() {
  ledger().record('a',
                  [](const Entry& entry) { xrep::attach(file_name_of(entry), text_of(entry)); });
}

/// `inside` runs while the step is open.
template <class Inside>
void record_step(const Inside& inside) {
  std::optional<xrep::Step> step;
  const Entry entry =
      ledger().record('s', [&](const Entry& started) { step.emplace(text_of(started)); });
  inside();
  step.reset();
  ledger().step_done(entry);
}

/// A bit of everything but failures. Files are few: making one takes longer than all else.
inline void record_something() {
  static unsigned calls = 0;
  record_comment();
  record_step([] {
    record_comment();
    record_step([] {
      if (++calls % 8 == 0) {
        record_file();
      }
    });
    record_step([] { record_comment(); });
  });
}

/// The body of a test. `fail` makes it fail with a text.
template <class Fail>
void record_test(const Fail& fail) {
  const auto test = ledger().test_started();
  record_something();
  if (fails(test)) {
    ledger().record('f', [&](const Entry& entry) { fail(text_of(entry)); });
  }
}

}  // namespace endless
