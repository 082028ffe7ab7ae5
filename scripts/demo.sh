#!/usr/bin/env bash
# Shows xrep's main job: two test programs, one of GoogleTest and one of Catch2, put their results
# into a local stand-in for Xray. No Jira account and no network are needed.
#   scripts/demo.sh          runs everything and ends
#   scripts/demo.sh --keep   leaves the web page up until Ctrl-C
# Installs what is missing (Debian; root or sudo).
set -euo pipefail
cd "$(dirname "$0")/.."

keep=no
case "${1:-}" in
  "") ;;
  --keep) keep=yes ;;
  *)
    echo "usage: scripts/demo.sh [--keep]" >&2
    exit 2
    ;;
esac

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }

say "1. Build"
scripts/install-dependencies.sh
scripts/build.sh release xrep gtest_checkout catch2_checkout
build=build/release

work=$(mktemp -d)
sandbox=
finish() {
  if [ -n "$sandbox" ]; then
    kill "$sandbox" 2>/dev/null || true
    { wait "$sandbox" || true; } 2>/dev/null
  fi
  rm -rf "$work"
}
trap finish EXIT

say "2. Start the sandbox, a local stand-in for Xray Cloud"
: >"$work/sandbox.log"
"$build/xray-client/command/xrep" sandbox --data "$work/data" >>"$work/sandbox.log" &
sandbox=$!
for _ in $(seq 100); do
  url=$(sed -n 's/^xrep sandbox: //p' "$work/sandbox.log")
  [ -n "$url" ] && break
  kill -0 "$sandbox" 2>/dev/null || break
  sleep 0.1
done
if [ -z "$url" ]; then
  echo "the sandbox did not start: $(cat "$work/sandbox.log")" >&2
  exit 1
fi
echo "$url"

export XRAY_API_URL=$url XRAY_PROJECT=DEMO XRAY_CLIENT_ID=sandbox XRAY_CLIENT_SECRET=sandbox-secret
export XRAY_RESULTS_DIR=$work/results XRAY_TEST_PLAN=${XRAY_TEST_PLAN:-DEMO-9} XRAY_JIRA_URL=$url

# A failing test is part of the show: the exit code of the tests is theirs, not the demo's.
say "3. GoogleTest: gtest_checkout --xray"
"$build/examples/gtest-checkout/gtest_checkout" --xray || echo "(exit code $?: the tests' own verdict)"

say "4. Catch2: catch2_checkout --xray"
"$build/examples/catch2-checkout/catch2_checkout" --xray || echo "(exit code $?: the tests' own verdict)"

say "5. What arrived in Xray (the stand-in)"
for run in "$work"/results/*/; do
  "$build/xray-client/command/xrep" status "$run" | sed "s#$work/##"
done

if [ "$keep" = yes ]; then
  say "The page stays up at $url until Ctrl-C"
  wait "$sandbox"
else
  say "To look at it in a browser: scripts/demo.sh --keep"
fi
