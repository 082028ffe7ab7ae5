#include "delivery/optional_parts.hpp"

#include "cloud/custom_fields.hpp"

#include <string>

namespace xrep::client {

namespace {

// After so many results that had to go without them, custom fields cost too many requests.
constexpr std::size_t kMostWithoutFields = 3;

// Bits of a set of parts.
constexpr unsigned kPeople = 1;
constexpr unsigned kFields = 2;
constexpr unsigned kRequirements = 4;

std::string settings_of_people(const Delivery& delivery) {
  const bool assignee = !delivery.settings.assignee.empty();
  const bool executor = !delivery.settings.executed_by.empty();
  return assignee && executor ? "assignee and executed_by" : assignee ? "assignee" : "executed_by";
}

unsigned parts_of(const Delivery& delivery, const Work& work) {
  unsigned parts = people_may_be_wrong(delivery) ? kPeople : 0;
  const auto& documents = delivery.documents;
  if (work.has_custom_fields && work.with_custom_fields && documents.with_custom_fields) {
    const Entry entry = load(delivery.entries, work);
    const bool any = !cloud::custom_fields_document(entry, documents.run_fields).empty();
    parts |= any ? kFields : 0;
  }
  if (!work.target.exists && work.with_requirements && work.has_requirements) {
    parts |= kRequirements;
  }
  return parts;
}

void carry(Delivery& delivery, Work& work, unsigned parts, bool on) {
  if ((parts & kPeople) != 0) {
    delivery.documents.with_people = on;
  }
  if ((parts & kFields) != 0) {
    work.with_custom_fields = on;
  }
  if ((parts & kRequirements) != 0) {
    work.with_requirements = on;
  }
}

void say_without_people(Delivery& delivery, const Error& refusal) {
  delivery.not_done.push_back(settings_of_people(delivery) +
                              " left out of all results; is it the id of an account that may be "
                              "used in this project? " +
                              refusal.message);
}

void say_without(Delivery& delivery, const Work& work, unsigned parts, const Error& refusal) {
  const auto of = [&] { return " of " + load(delivery.entries, work).identity; };
  if ((parts & kPeople) != 0) {
    say_without_people(delivery, refusal);
  }
  // With Jira's credentials they are linked in the end.
  if ((parts & kRequirements) != 0 && !delivery.dialect.needed_for_requirements().empty()) {
    delivery.not_done.push_back("the requirements" + of() + " were not linked: " + refusal.message);
  }
  if ((parts & kFields) == 0) {
    return;
  }
  delivery.not_done.push_back("the custom fields" + of() + " were not set: " + refusal.message);
  if (++delivery.without_fields == kMostWithoutFields) {
    delivery.documents.with_custom_fields = false;
    delivery.not_done.push_back(
        "custom fields left out of all further results, since Xray refused "
        "those of " +
        std::to_string(kMostWithoutFields));
  }
}

std::string line_about(const cloud::FieldFault& fault, const Entry& entry) {
  using Kind = cloud::FieldFault::Kind;
  const std::string field = "custom field " + fault.field;
  switch (fault.kind) {
    case Kind::not_known:
      return field + " left out: " + fault.why;
    case Kind::wrong_value:
      return field + " left out where its value does not fit, as in " + entry.identity + ": " +
             fault.why;
    case Kind::required:
      break;
  }
  return field + " is required in this project, and results have no value for it, such as " +
         entry.identity;
}

}  // namespace

bool drops_labels(Delivery& delivery, const Error& refusal) {
  if (refusal.code != Errc::refused || !delivery.documents.with_labels ||
      refusal.message.find("labels") == std::string::npos) {
    return false;
  }
  delivery.documents.with_labels = false;
  delivery.not_done.push_back("labels were not set on new Tests: " + refusal.message);
  return true;
}

bool people_may_be_wrong(const Delivery& delivery) {
  const auto& settings = delivery.settings;
  return (!settings.assignee.empty() || !settings.executed_by.empty()) &&
         delivery.documents.with_people && !delivery.people_taken;
}

void note_taken(Delivery& delivery) {
  // Without them nothing was learnt of them.
  delivery.people_taken = delivery.people_taken || delivery.documents.with_people;
}

Expected<void> send_without_people(Delivery& delivery, const Error& refusal,
                                   const std::function<Expected<void>()>& send_again) {
  delivery.documents.with_people = false;
  auto sent = send_again();
  if (sent) {
    say_without_people(delivery, refusal);
  } else {
    delivery.documents.with_people = true;
  }
  return sent;
}

Expected<void> send_with_less(Delivery& delivery, std::size_t index, const Error& refusal,
                              const std::function<Expected<void>()>& send_again) {
  auto& work = delivery.work[index];
  const unsigned carried = parts_of(delivery, work);
  // Fewer parts before more.
  for (const unsigned parts : {1U, 2U, 4U, 3U, 5U, 6U, 7U}) {
    if ((parts & ~carried) != 0) {
      continue;
    }
    carry(delivery, work, parts, false);
    auto sent = send_again();
    if (sent) {
      say_without(delivery, work, parts, refusal);
      return sent;
    }
    carry(delivery, work, parts, true);
    if (sent.error().code != Errc::refused) {
      return sent;
    }
  }
  return tl::make_unexpected(refusal);
}

void note_custom_fields(Delivery& delivery, const Entry& entry) {
  if (!delivery.documents.with_custom_fields) {
    return;
  }
  for (const auto& fault : cloud::field_faults(entry, delivery.site.run_fields)) {
    if (delivery.fields_noted.insert(fault.field).second) {
      delivery.not_done.push_back(line_about(fault, entry));
    }
  }
}

}  // namespace xrep::client
