#!/usr/bin/env bash
# tests/bench/studio.sh LECTERN [FUNCTIONS]: the studio's figures beside their bars; see studio.py. FUNCTIONS is a folder of packaged
# functions; without it they are built with the release profile, as they are deployed, into target/lambda-release.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
functions=${2:-${CARGO_TARGET_DIR:-target}/lambda-release}
[ $# -ge 2 ] || "$here/../../functions/package.sh" "$functions" release
if ! command -v wrk >/dev/null; then
    root=()
    [ "$(id -u)" -eq 0 ] || root=(sudo)
    "${root[@]}" apt-get install -y -qq --no-install-recommends wrk >/dev/null
fi
python3 "$here/studio.py" "$1" "$functions"
