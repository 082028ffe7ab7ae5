#include "plan/parameters.hpp"
#include "plan_records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xrep::client {
namespace {

using namespace records;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string shown(const PlannedIteration& iteration) {
  std::string text;
  for (const auto& parameter : iteration.parameters) {
    text += parameter.name + "=" + parameter.value + ";";
  }
  return text;
}

TEST(Iterations, AreTheInstancesOfAParameterisedTest) {
  auto euro = instance("I/Pay.Works", "0");
  euro.parameters = {{"currency", "EUR", 0}};
  const auto one = entry({euro, instance("I/Pay.Works", "1", TestOutcome::failed)});
  EXPECT_EQ(one.id, "test:I/Pay.Works");
  ASSERT_THAT(one.iterations, SizeIs(2));
  EXPECT_EQ(one.iterations[0].name, "0");
  EXPECT_EQ(shown(one.iterations[0]), "currency=EUR;");
  EXPECT_EQ(shown(one.iterations[1]), "case=1;");
  EXPECT_EQ(one.iterations[1].outcome, Outcome::failed);
  EXPECT_EQ(one.outcome, Outcome::failed);
  EXPECT_EQ(one.remark, "2 cases: 1 passed, 1 failed.");
}

TEST(Iterations, HaveAtLeastOneStep) {
  const auto one = entry({instance("I/Pay.Works", "0", TestOutcome::crashed)});
  ASSERT_THAT(one.iterations, SizeIs(1));
  ASSERT_THAT(one.iterations[0].steps, SizeIs(1));
  EXPECT_EQ(one.iterations[0].steps[0].action, "Run");
  EXPECT_EQ(one.iterations[0].steps[0].outcome, Outcome::failed);
}

TEST(Iterations, OfOneTestHaveTheSameSteps) {
  auto shorter = instance("I/Pay.Works", "0", TestOutcome::failed);
  shorter.steps = {step(1, "Open", StepOutcome::failed)};
  auto longer = instance("I/Pay.Works", "1");
  longer.steps = {step(1, "Open"), step(2, "Pay")};
  const auto one = entry({shorter, longer});
  ASSERT_THAT(one.iterations, SizeIs(2));
  EXPECT_THAT(actions(one.iterations[0].steps), ElementsAre("Open", "Pay"));
  EXPECT_THAT(outcomes(one.iterations[0].steps),
              ElementsAre(Outcome::failed, Outcome::not_started));
}

TEST(Iterations, AreKnownByTheirFullNameWhenSeveralTestsShareAKey) {
  const auto one = entry({with_key(instance("I/Pay.Works", "0"), "CALC-1"),
                          with_key(instance("I/Pay.Fails", "0"), "CALC-1"),
                          with_key(test("Pay.Plain"), "CALC-1")});
  ASSERT_THAT(one.iterations, SizeIs(3));
  EXPECT_EQ(shown(one.iterations[0]), "case=I/Pay.Works/0;");
  EXPECT_EQ(shown(one.iterations[1]), "case=I/Pay.Fails/0;");
  EXPECT_EQ(shown(one.iterations[2]), "case=Pay.Plain;");
}

TEST(Iterations, AreToldApartWhenTheirParametersDoNot) {
  auto first = instance("I/Pay.Works", "0");
  auto second = instance("I/Pay.Works", "1");
  first.parameters = second.parameters = {{"currency", "EUR", 0}};
  const auto one = entry({first, second});
  ASSERT_THAT(one.iterations, SizeIs(2));
  EXPECT_EQ(shown(one.iterations[0]), "currency=EUR;case=0;");
  EXPECT_EQ(shown(one.iterations[1]), "currency=EUR;case=1;");
}

TEST(Iterations, ShowTheParametersOfATestThatIsNotParameterised) {
  auto record = test("Pay.Works");
  record.parameters = {{"currency", "EUR", 0}};
  const auto one = entry({record});
  ASSERT_THAT(one.iterations, SizeIs(1));
  EXPECT_EQ(shown(one.iterations[0]), "currency=EUR;");
}

TEST(Iterations, LeaveTheParametersOfSeparateInstancesToTheText) {
  auto with = settings();
  with.parameters = ParameterPolicy::separate;
  auto record = instance("I/Pay.Works", "0");
  record.parameters = {{"currency", "EUR", 0}};
  const auto one = entry({record}, with);
  EXPECT_THAT(one.iterations, IsEmpty());
  EXPECT_EQ(one.text, "Parameter currency: EUR\n");
}

TEST(Iterations, CollapseIntoATableInTheText) {
  auto with = settings();
  with.parameters = ParameterPolicy::collapse;
  auto failed = instance("I/Pay.Works", "big", TestOutcome::failed);
  failed.failures = {message("overload")};
  failed.attachments = {attachment("shot.png")};
  const auto one = entry({instance("I/Pay.Works", "small"), failed}, with);
  EXPECT_THAT(one.iterations, IsEmpty());
  EXPECT_THAT(one.steps, IsEmpty());
  EXPECT_EQ(one.outcome, Outcome::failed);
  EXPECT_THAT(one.text, testing::StartsWith("case   result\nsmall  passed\nbig    FAILED\n"));
  EXPECT_THAT(one.text, HasSubstr("overload"));
  EXPECT_EQ(one.files.at(0).iteration, -1);
}

TEST(Iterations, OfARetriedInstanceAreOne) {
  const auto one = entry({instance("I/Pay.Works", "0", TestOutcome::failed),
                          instance("I/Pay.Works", "0"), instance("I/Pay.Works", "1")});
  ASSERT_THAT(one.iterations, SizeIs(2));
  EXPECT_EQ(one.iterations[0].outcome, Outcome::failed);
  EXPECT_THAT(one.text, HasSubstr("Ran 2 times (failed, passed); the worst result counts."));
}

TEST(ParameterNames, AreRepaired) {
  EXPECT_EQ(parameter_name("currency"), "currency");
  EXPECT_EQ(parameter_name("2nd value"), "_2nd_value");
  EXPECT_EQ(parameter_name(""), "_");
  EXPECT_EQ(parameter_name("gr\xC3\xB6\xC3\x9F"
                           "e"),
            "gr__e");
  EXPECT_EQ(parameter_name(std::string(100, 'a')).size(), 64U);
}

TEST(ParameterNames, DifferAndTheLastValueOfOneNameWins) {
  TestRecord record;
  record.parameters = {{"a b", "1", 0}, {"a_b", "2", 0}, {"a b", "3", 0}, {"c", "4", 7}};
  const auto parameters = parameters_of(record, 2);
  ASSERT_THAT(parameters, SizeIs(2));
  EXPECT_EQ(parameters[0].name, "a_b");
  EXPECT_EQ(parameters[0].value, "3");
  EXPECT_EQ(parameters[1].name, "a_b_2");
  EXPECT_EQ(parameters[1].value, "2");
}

TEST(ParameterNames, StayWithinTheLimitWhenTheyAreMadeDifferent) {
  std::vector<PlannedParameter> parameters;
  add_parameter(parameters, std::string(70, 'a'), "1");
  add_parameter(parameters, std::string(80, 'a'), "2");
  EXPECT_NE(parameters[0].name, parameters[1].name);
  EXPECT_EQ(parameters[1].name.size(), 64U);
}

}  // namespace
}  // namespace xrep::client
