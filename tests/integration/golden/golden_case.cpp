#include "golden_case.hpp"

namespace xrep::test {
namespace {

GoldenCase gtest(const std::string& name, const std::string& filter) {
  return {"gtest", name, {"--gtest_filter=" + filter}};
}

GoldenCase catch2(const std::string& name, const std::string& tag) {
  return {"catch2", name, {"[" + tag + "]"}};
}

GoldenCase with(GoldenCase one, const std::string& setting, const std::string& value) {
  one.settings[setting] = value;
  return one;
}

GoldenCase repeated(GoldenCase one) {
  one.arguments.emplace_back("--gtest_repeat=3");
  return one;
}

GoldenCase twice(GoldenCase one) {
  one.starts = 2;
  return one;
}

std::vector<GoldenCase> of_googletest() {
  return {
      gtest("single", "Single.*"),
      gtest("steps", "Steps.*"),
      gtest("nested_steps", "NestedSteps.*"),
      gtest("parameters", "Sales/Price.*"),
      with(gtest("parameters_separate", "Sales/Price.*"), "XRAY_PARAMETERS", "separate"),
      with(gtest("parameters_collapsed", "Sales/Price.*"), "XRAY_PARAMETERS", "collapse"),
      gtest("parameters_without_names", "Values/Unnamed.*"),
      gtest("parameters_with_steps", "Menu/Row.*"),
      gtest("typed", "Typed/*"),
      gtest("shared_key", "SharedKey.*"),
      gtest("shared_key_with_steps", "SharedKeySteps.*"),
      gtest("several_keys", "SeveralKeys.*"),
      gtest("key_per_row", "Keys/KeyPerRow.*"),
      repeated(gtest("repeat", "Repeated.*")),
      with(repeated(gtest("repeat_last", "Repeated.*")), "XRAY_RETRIES", "last"),
      gtest("skip", "Skip.*"),
      gtest("disabled", "Disabled.*"),
      with(gtest("disabled_as_todo", "Disabled.*"), "XRAY_DISABLED", "todo"),
      gtest("expected_failure", "ExpectedFailure.*"),
      gtest("crash", "Crash.*"),
  };
}

std::vector<GoldenCase> of_catch2() {
  return {
      catch2("single", "single"),
      catch2("steps", "steps"),
      catch2("sections", "sections"),
      catch2("nested_sections", "nested"),
      catch2("bdd", "bdd"),
      catch2("generator", "generator"),
      catch2("parameters", "parameters"),
      with(catch2("parameters_separate", "parameters"), "XRAY_PARAMETERS", "separate"),
      with(catch2("parameters_collapsed", "parameters"), "XRAY_PARAMETERS", "collapse"),
      catch2("template", "template"),
      catch2("shared_key", "sharedkey"),
      catch2("several_keys", "severalkeys"),
      catch2("key_per_row", "keyperrow"),
      twice(catch2("retry", "retry")),
      with(twice(catch2("retry_last", "retry")), "XRAY_RETRIES", "last"),
      catch2("skip", "skip"),
      catch2("expected_failure", "expectedfailure"),
      catch2("crash", "crash"),
  };
}

}  // namespace

std::vector<GoldenCase> golden_cases() {
  auto cases = of_googletest();
  for (auto& one : of_catch2()) cases.push_back(std::move(one));
  return cases;
}

}  // namespace xrep::test
