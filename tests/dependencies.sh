#!/usr/bin/env bash
# Holds the crates that we link to deny.toml: their licenses, and where they come from. Builds cargo-deny once, which takes a minute or two.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=0.20.2
tools=${XDG_CACHE_HOME:-$HOME/.cache}/lectern/cargo-deny-$version
if [ ! -x "$tools/bin/cargo-deny" ]; then
    # In a folder of its own: what it is built from is of no use to our build.
    env -u CARGO_TARGET_DIR cargo install cargo-deny --version "$version" --locked --debug --no-default-features --quiet --root "$tools"
fi
"$tools/bin/cargo-deny" --log-level error check --hide-inclusion-graph licenses bans sources
