// What Catch2 itself spends on a listener that does nothing.

#include <catch2/reporters/catch_reporter_event_listener.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>

namespace {

class EmptyListener : public Catch::EventListenerBase {
 public:
  explicit EmptyListener(const Catch::IConfig* config) : EventListenerBase(config) {
    m_preferences.shouldReportAllAssertions = false;
  }
};

CATCH_REGISTER_LISTENER(EmptyListener)

}  // namespace
