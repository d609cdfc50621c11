#!/usr/bin/env bash
# Installs schemathesis, which tries an API against its OpenAPI description, into a virtual environment in the user's cache.
# Does nothing, quietly, when it is there already.
set -euo pipefail

folder="${XDG_CACHE_HOME:-$HOME/.cache}/lectern/schemathesis"
packages=(schemathesis==4.32.5)
stamp="$folder/installed"

[ -f "$stamp" ] && [ "$(cat "$stamp")" = "${packages[*]}" ] && exit 0
echo "installing schemathesis"
rm -rf "$folder"
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}"
echo "${packages[*]}" > "$stamp"
