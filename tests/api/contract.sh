#!/usr/bin/env bash
# Tries the API against its own OpenAPI description with schemathesis: requests that the description allows and ones that it
# does not, in a fixed random order. Ends with "N passed, N failed", counted in operations.
#
#   tests/api/contract.sh [EXAMPLES]    examples of each operation, 25 without it
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

tests/api/setup.sh
cargo build --quiet -p lectern-api --example desk
desk="${CARGO_TARGET_DIR:-target}/debug/examples/desk"
st=$(realpath "${XDG_CACHE_HOME:-$HOME/.cache}/lectern/schemathesis/bin/st")

work=$(mktemp -d)
mkfifo "$work/told"
"$desk" > "$work/told" &
pid=$!
trap 'kill $pid 2>/dev/null || true; rm -rf "$work"' EXIT
exec 3< "$work/told"
read -r address <&3
read -r token <&3

code=0
(cd shared/api && "$st" --config-file schemathesis.toml run "$address/openapi.json" -H "Authorization: Bearer $token" \
    --checks all --mode all --max-examples "${1:-25}" --seed 31 --no-color) > "$work/log" 2>&1 || code=$?
tail -n 25 "$work/log"
if [ "$code" -ne 0 ]; then
    cat "$work/log" >&2
    echo "0 passed, 1 failed"
    exit 1
fi
echo "$(sed -n 's/^ *Tested: *\([0-9]*\)$/\1/p' "$work/log") passed, 0 failed"
