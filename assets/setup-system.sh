#!/usr/bin/env bash
# Installs the system packages that a film needs, where they are missing: FFmpeg, and pip and npm, which fetch the voice.
# With the argument "graphics", also a Vulkan driver that needs no graphics processor (Mesa's lavapipe), for tests.
set -euo pipefail

missing=()
command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null || missing+=(ffmpeg)
command -v cc >/dev/null || missing+=(gcc libc6-dev)
command -v unzip >/dev/null || missing+=(unzip)
command -v python3 >/dev/null || missing+=(python3)
python3 -m pip --version >/dev/null 2>&1 || missing+=(python3-pip)
python3 -c 'import ensurepip' >/dev/null 2>&1 || missing+=(python3-venv)
command -v npm >/dev/null || missing+=(npm)
if [ "${1:-}" = graphics ]; then
    compgen -G '/usr/share/vulkan/icd.d/lvp_icd*.json' >/dev/null || missing+=(mesa-vulkan-drivers)
fi

if ! command -v cargo >/dev/null; then
    echo "cargo is not installed. Rust comes with rustup: https://rustup.rs" >&2
    exit 1
fi
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "Please install with your package manager, then run this again: ${missing[*]}" >&2
    exit 1
fi
root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Please install as root, then run this again: apt-get install ${missing[*]}" >&2; exit 1; }
    root=(sudo)
fi
echo "installing ${missing[*]}"
"${root[@]}" apt-get update -qq
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
