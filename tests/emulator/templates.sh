#!/usr/bin/env bash
# Synthesizes the studio's templates for the emulator into a folder, unless that is done and nothing has changed since.
set -euo pipefail

folder=$(realpath -m "${1:?the folder to fill}")
cd "$(dirname "${BASH_SOURCE[0]}")/../../infra/cdk"

stamp=node_modules/.lectern
cmp -s package-lock.json "$stamp" || { npm ci --silent --no-audit --no-fund && cp package-lock.json "$stamp"; }

sources=$(cat package-lock.json config.ts bin/*.ts lib/* ../../statemachines/* | sha256sum)
[ "$(cat "$folder/sources" 2>/dev/null)" = "$sources" ] && exit 0
rm -rf "$folder"
CDK_CONTEXT_JSON='{"local":"1","arch":"x86"}' CDK_OUTDIR=$folder node --import tsx bin/app.ts
echo "$sources" > "$folder/sources"
