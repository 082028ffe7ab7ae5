#pragma once

#include "delivery/delivery.hpp"

#include <cstddef>
#include <functional>

// What goes with results beside what came out, and must not cost them when Xray refuses it.

namespace xrep::client {

/// A project may have no labels on its screens: they are dropped once and for all, with a word.
/// False: that was not why Xray refused.
bool drops_labels(Delivery& delivery, const Error& refusal);

/// Assignee and executor go with every result of the push, and no import that carried them was
/// taken so far.
bool people_may_be_wrong(const Delivery& delivery);

/// Says that an import was taken with everything it carried.
void note_taken(Delivery& delivery);

/// Sends what was refused once more, without assignee and executor. If that is taken, nothing
/// carries them from then on.
Expected<void> send_without_people(Delivery& delivery, const Error& refusal,
                                   const std::function<Expected<void>()>& send_again);

/// Sends one result that was refused again, without as little as possible.
Expected<void> send_with_less(Delivery& delivery, std::size_t work, const Error& refusal,
                              const std::function<Expected<void>()>& send_again);

/// Says, once for each, which custom fields the document of an entry is without.
void note_custom_fields(Delivery& delivery, const Entry& entry);

}  // namespace xrep::client
