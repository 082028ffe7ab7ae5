#!/usr/bin/env bash
# Builds xrep and runs all its tests. Installs what is missing (Debian; root or sudo).
#   XREP_PRESET      dev (default), release, asan or tsan
#   XREP_SCHEMA_DIR  folder with outside schemas; tests that use them are skipped without it
# Further arguments go to ctest, e.g. scripts/test.sh -R Recorder
set -euo pipefail
cd "$(dirname "$0")/.."

preset=${XREP_PRESET:-dev}
further=()
if [ -n "${XREP_SCHEMA_DIR:-}" ]; then
  further=(node-graphql)
fi
scripts/install-dependencies.sh "${further[@]}"
scripts/build.sh "$preset"
# Many tests wait more than they work.
ctest --preset "$preset" --parallel "$((3 * $(nproc)))" "$@"
