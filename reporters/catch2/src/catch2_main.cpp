// main of xrep::catch2_main: Catch2's own, with xrep's flags and the setting `strict`.

#include "catch2_listener.hpp"
#include <xrep/reporters/exit_code.hpp>

namespace {

// Our flags are gone from argv before Catch2 looks; this is for --help.
void mention_flags(Catch::Session& session, bool& unused) {
  session.cli(session.cli() |
              Catch::Clara::Opt(unused)["--xray"](
                  "record the tests and push them to Xray; with --xray_<setting>=<value>"));
}

}  // namespace

int main(int argc, char** argv) {
  xrep::reporters::main_becomes_ours();
  const auto command_line = xrep::recording::take_settings(argc, argv);
  xrep::catch2::use(command_line);
  const bool already_listening = xrep::recording::turned_on({});
  const bool settings_only = !command_line.off && !command_line.settings.empty();
  if (!already_listening && (xrep::recording::turned_on(command_line) || settings_only)) {
    xrep::catch2::listen();
  }
  Catch::Session session;
  bool unused = false;
  mention_flags(session, unused);
  return xrep::reporters::exit_code(session.run(argc, argv));
}
