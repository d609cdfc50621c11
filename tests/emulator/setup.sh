#!/usr/bin/env bash
# Installs the emulator of AWS (ministack) into a virtual environment in the user's cache. Does nothing, quietly, when it
# is there already.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder="${XDG_CACHE_HOME:-$HOME/.cache}/lectern/emulator"
stamp="$folder/installed"

cmp -s "$here/requirements.txt" "$stamp" && exit 0
echo "installing the emulator of AWS"
rm -rf "$folder"
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
cp "$here/requirements.txt" "$stamp"
