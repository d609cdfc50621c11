#!/usr/bin/env bash
# Everything that can be known of the infrastructure without an account: types, rules of cdk-nag, templates of all environments
# and of the emulator, cfn-lint, contract tests, and the state machines. Ends non-zero on any finding.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

cache=${XDG_CACHE_HOME:-$HOME/.cache}/lectern/infra
venv=$cache/venv
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
mkdir -p "$cache"

summary=()
failed=0
step() {
    local name=$1 began=$SECONDS
    shift
    if "$@" >"$out/log" 2>&1; then
        summary+=("ok      $name ($((SECONDS - began)) s)")
    else
        summary+=("FAILED  $name")
        failed=1
        printf -- '--- %s\n' "$name"
        cat "$out/log"
    fi
}

# Both are kept while what they were made from stays the same.
packages() {
    local stamp=node_modules/.lectern
    cmp -s package-lock.json "$stamp" && return
    npm ci --no-audit --no-fund && cp package-lock.json "$stamp"
}
tools() {
    cmp -s requirements.txt "$venv/.lectern" && return
    rm -rf "$venv"
    python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check -r requirements.txt \
        && cp requirements.txt "$venv/.lectern"
}

synth() { CDK_CONTEXT_JSON=$2 CDK_OUTDIR=$out/$1 node --import tsx bin/app.ts; }
# W3005 calls a dependency superfluous that the CDK states to be safe.
lint() { "$venv/bin/cfn-lint" --ignore-checks W3005 --template "$out"/*/*.template.json; }
state_machines() {
    local file
    for file in ../../statemachines/*.asl.json; do
        "$venv/bin/statelint" "$file" && node_modules/.bin/asl-validator --json-path "$file" || return 1
    done
}

step 'packages (npm)' packages
step 'tools (pip)' tools
step 'types' npm run --silent types
step 'synth of all environments, with cdk-nag' synth all '{"functions":"placeholder"}'
step 'synth for the emulator, with cdk-nag' synth local '{"local":"1"}'
step 'cfn-lint' lint
step 'statelint and asl-validator' state_machines
# Node counts its tests at the end.
step 'contract tests' npm test --silent
[ "$failed" = 1 ] || tail -n 8 "$out/log"

printf '%s\n' "${summary[@]}"
exit "$failed"
