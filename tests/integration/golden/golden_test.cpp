#include "golden_case.hpp"
#include "golden_document.hpp"
#include "support/sandbox_test.hpp"

#include <csignal>
#include <cstdlib>
#include <tuple>

namespace xrep::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

// XREP_RENEW_GOLDEN=1 writes what is there into the documents instead of comparing.
bool renews() {
  const char* value = std::getenv("XREP_RENEW_GOLDEN");
  return value != nullptr && std::string(value) == "1";
}

std::string text_of(const OrderedJson& document) {
  return document.dump(2) + "\n";
}

/// A real test program records one way of composing a result; what is sent of it stands in its
/// golden document, and what the site then shows is what the document says.
class GoldenDocument : public ::testing::TestWithParam<std::tuple<GoldenCase, std::string>> {
 protected:
  const GoldenCase& one() const { return std::get<0>(GetParam()); }
  fs::path golden_file() const {
    return fs::path(XREP_GOLDEN_FOLDER) / one().framework / (one().name + ".json");
  }

  Ended program(std::vector<std::string> arguments) {
    auto environment = sandbox_.environment();
    environment.insert(one().settings.begin(), one().settings.end());
    environment["XRAY_RUN_DIR"] = run_directory().string();
    environment["ASAN_OPTIONS"] = "handle_segv=0:handle_abort=0";
    if (arguments.front() != XREP_COMMAND) environment["XRAY"] = "1";
    return run({std::move(arguments), environment, folder_.path()});
  }

  fs::path run_directory() const { return folder_ / "run"; }

  void record() {
    const std::string path = one().framework == "gtest" ? XREP_GTEST_GOLDEN : XREP_CATCH2_GOLDEN;
    std::vector<std::string> arguments{path};
    arguments.insert(arguments.end(), one().arguments.begin(), one().arguments.end());
    for (int start = 0; start < one().starts; ++start) {
      const auto ended = program(arguments);
      EXPECT_EQ(ended.signal, one().name == "crash" ? SIGKILL : 0) << ended.out << ended.err;
    }
  }

  /// `tests` of the only import document that a dry run writes; empty: it wrote none.
  OrderedJson written() {
    const auto ended = program({XREP_COMMAND, "push", "--upload", "dry_run", run_directory()});
    EXPECT_EQ(ended.exit_code, 0) << ended.out << ended.err;
    EXPECT_FALSE(fs::exists(run_directory() / "dry-run" / "import-2.json"));
    const auto document = run_directory() / "dry-run" / "import-1.json";
    if (!fs::exists(document)) return OrderedJson::array();
    return normalised(OrderedJson::parse(read_file(document)).at("tests"));
  }

  void expect_shown(const OrderedJson& tests, const OrderedJson& beside) {
    const json state = sandbox_.state();
    const json execution = only_execution(state);
    ASSERT_EQ(execution.at("runs").size(), tests.size());
    for (const auto& test : tests) {
      const bool created = !test.contains("testKey");
      const json said = said_of(test);
      const std::string name = said.at("test");
      json found;
      for (const auto& run : execution.at("runs")) {
        if (shown_run(state, run, created).at("test") == name) found = run;
      }
      ASSERT_FALSE(found.is_null()) << name << " is not shown";
      const json shown = shown_run(state, found, created);
      EXPECT_EQ(said, shown) << difference(said.dump(2), shown.dump(2));
      EXPECT_EQ(json(beside.at(name)), beside_the_import(found)) << name;
    }
  }

  /// What the site shows of each Test that the import document does not carry.
  OrderedJson shown_beside(const OrderedJson& tests) {
    const json state = sandbox_.state();
    const json execution = only_execution(state);
    OrderedJson beside = OrderedJson::object();
    for (const auto& test : tests) {
      const bool created = !test.contains("testKey");
      const std::string name = said_of(test).at("test");
      for (const auto& run : execution.at("runs")) {
        if (shown_run(state, run, created).at("test") == name)
          beside[name] = beside_the_import(run);
      }
    }
    return beside;
  }

  TempDir folder_;
  SandboxProcess sandbox_{std::get<1>(GetParam())};
};

TEST_P(GoldenDocument, IsWhatIsSentAndWhatTheSiteThenShows) {
  fs::create_directories(run_directory());
  record();
  const auto tests = written();
  const auto pushed = program({XREP_COMMAND, "push", run_directory()});
  EXPECT_EQ(pushed.exit_code, 0) << pushed.out << pushed.err;

  const OrderedJson actual{{"tests", tests}, {"shown beside them", shown_beside(tests)}};
  if (renews()) {
    fs::create_directories(golden_file().parent_path());
    std::ofstream(golden_file(), std::ios::trunc) << text_of(actual);
  }
  const auto expected = read_file(golden_file());
  ASSERT_TRUE(expected == text_of(actual))
      << golden_file() << " differs:\n"
      << difference(expected, text_of(actual))
      << "If this is what should be sent, run this test with XREP_RENEW_GOLDEN=1 and look at the "
         "changed file.";
  const auto golden = OrderedJson::parse(expected);
  expect_shown(golden.at("tests"), golden.at("shown beside them"));
}

INSTANTIATE_TEST_SUITE_P(Sandbox, GoldenDocument,
                         ::testing::Combine(::testing::ValuesIn(golden_cases()),
                                            ::testing::Values("strict", "lenient")),
                         [](const auto& chosen) {
                           const auto& one = std::get<0>(chosen.param);
                           return one.framework + "_" + one.name + "_" + std::get<1>(chosen.param);
                         });

}  // namespace
}  // namespace xrep::test
