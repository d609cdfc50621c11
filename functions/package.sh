#!/usr/bin/env bash
# Builds the functions and jobs and lays each function out as Lambda takes it.
#
#   functions/package.sh FOLDER [PROFILE]
#
# FOLDER/<function>/bootstrap   the program, without debug symbols
# FOLDER/narrate/voice/         the voice that narrate speaks with
# FOLDER/jobs/<job>             the programs of the Batch jobs, in the profile `dev` only: their images build their own
# PROFILE is a cargo profile: `dev` without it, `function` for functions as they are deployed. A deployment uses
# `cargo lambda build --profile function --arm64` instead; this script builds for the machine it runs on.
set -euo pipefail

folder=${1:?the folder to fill}
profile=${2:-dev}
cd "$(dirname "${BASH_SOURCE[0]}")/.."

functions=()
for path in functions/*/Cargo.toml; do functions+=("$(basename "$(dirname "$path")")"); done
jobs=()
[ "$profile" != dev ] || for path in batch-jobs/*/Cargo.toml; do jobs+=("$(basename "$(dirname "$path")")"); done

packages=()
for name in "${functions[@]}"; do packages+=(-p "lectern-function-$name"); done
for name in "${jobs[@]}"; do packages+=(-p "lectern-job-$name"); done
cargo build --profile "$profile" "${packages[@]}"

built=${CARGO_TARGET_DIR:-target}/$([ "$profile" = dev ] && echo debug || echo "$profile")
# Replaces a program only when it has changed, so that what is deployed already is known by its unchanged time.
place() {
    mkdir -p "$(dirname "$2")"
    if [ ! -e "$2" ] || [ "$1" -nt "$2" ]; then
        strip -o "$2.new" "$1"
        mv "$2.new" "$2"
    fi
}
for name in "${functions[@]}"; do place "$built/function-$name" "$folder/$name/bootstrap"; done
for name in "${jobs[@]}"; do place "$built/job-$name" "$folder/jobs/$name"; done

voice=${LECTERN_VOICE:-${XDG_CACHE_HOME:-$HOME/.cache}/lectern/voice}
[ -e "$voice/model.onnx" ] || { echo "the voice is not installed: make setup-voice" >&2; exit 1; }
rm -rf "$folder/narrate/voice"
# Links where both lie on one file system: the voice is large.
cp -al "$voice" "$folder/narrate/voice" 2>/dev/null || cp -a "$voice" "$folder/narrate/voice"
