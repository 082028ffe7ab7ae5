#pragma once

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

/// Sleeps until the file `go` exists in the folder LIVE_FOLDER; gives up after a minute.
inline void wait_for_go() {
  const std::string go = std::string(std::getenv("LIVE_FOLDER")) + "/go";
  for (int i = 0; i < 6000 && !std::ifstream(go); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}
