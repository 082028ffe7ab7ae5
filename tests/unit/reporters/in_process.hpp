#pragma once

#include "run.hpp"
#include "support/temp_dir.hpp"
#include <xrep/recording.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace xrep::reporters {

/// A folder in which a run of this very process is recorded, and what stands in it.
class InProcess {
 public:
  std::vector<std::string> arguments() const {
    return {"program", "--xray", "--xray_upload=never",
            "--xray_results_dir=" + folder_.path().string()};
  }

  recording::CommandLine command_line() const {
    return recording::settings_from_arguments(arguments());
  }

  Run read() const {
    Run run;
    ReadError error;
    const auto directories = find_run_directories(folder_.path());
    EXPECT_EQ(directories.size(), 1U);
    EXPECT_TRUE(read_run(directories, run, error)) << error.message;
    return run;
  }

 private:
  test::TempDir folder_;
};

}  // namespace xrep::reporters
