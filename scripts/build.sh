#!/usr/bin/env bash
# Configures and builds a preset. Usage: scripts/build.sh PRESET [targets…]
set -euo pipefail
cd "$(dirname "$0")/.."

preset=$1
shift
launcher=()
if command -v ccache >/dev/null; then
  launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
fi
cmake --preset "$preset" "${launcher[@]}" >"/dev/null"
if [ "$#" = 0 ]; then
  cmake --build --preset "$preset"
else
  cmake --build --preset "$preset" --target "$@"
fi
