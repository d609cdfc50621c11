#!/usr/bin/env bash
# Runs all tests and ends with one line that sums them up, whatever their runners.
set -uo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT
code=0
run() {
    "$@" 2>&1 | tee -a "$log" || code=1
}

# What the tests of the cloud deploy: the functions and jobs as they are shipped, and the templates.
target=${CARGO_TARGET_DIR:-target}
functions/package.sh "$target/lambda" || exit 1
tests/emulator/templates.sh "$target/cdk" || exit 1

run cargo test --workspace --features lectern-cli/gpu --no-fail-fast
run tests/emulator/test.sh
run infra/cdk/check.sh
run tests/api/contract.sh

awk '
    /^test result: / { passed += $4; failed += $6 }
    /^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3 }
    /^(#|ℹ) pass [0-9]+$/ { passed += $3 }
    /^(#|ℹ) fail [0-9]+$/ { failed += $3 }
    END { printf "\n%d passed, %d failed\n", passed, failed }' "$log"
exit $code
