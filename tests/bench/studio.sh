#!/usr/bin/env bash
# tests/bench/studio.sh LECTERN [FUNCTIONS]: the studio's figures beside their bars; see studio.py. FUNCTIONS is a folder of packaged
# functions; without it they are built as they are deployed, into target/lambda-function.
set -euo pipefail

lectern=$(realpath "$1")
[ $# -lt 2 ] || functions=$(realpath "$2")
cd "$(dirname "$0")/../.."
if [ $# -lt 2 ]; then
    functions=${CARGO_TARGET_DIR:-target}/lambda-function
    functions/package.sh "$functions" function
fi
if ! command -v wrk >/dev/null; then
    root=()
    [ "$(id -u)" -eq 0 ] || root=(sudo)
    "${root[@]}" apt-get update -qq
    "${root[@]}" apt-get install -y -qq --no-install-recommends wrk >/dev/null
fi
python3 tests/bench/studio.py "$lectern" "$functions"
