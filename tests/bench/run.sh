#!/usr/bin/env bash
# tests/bench/run.sh LECTERN [LESSON]: times the film of a lesson at 1080p30, cold, then again unchanged, then with one
# sentence edited, and FFmpeg alone on the same frames. For an idle machine; prints one table. tests/bench/studio.sh does the
# same for the studio.
set -euo pipefail

lectern=$(realpath "$1")
lesson=$(realpath "${2:-assets/lessons/water-cycle.md}")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LECTERN_CACHE="$work/cache"
cp "$lesson" "$work/lesson.md"

measure() { # measure NAME: makes the film, writes NAME.json with wall, cpu and peak memory of the process tree
    python3 "$here/measure.py" "$work/$1.json" "$lectern" make "$work/lesson.md" -o "$work/lesson.mp4"
}
measure cold
cp "$work/lesson.report.json" "$work/cold.report.json"
measure again
python3 - "$work/lesson.md" <<'PY'
import re, sys
path = sys.argv[1]
text = open(path, encoding="utf-8").read()
# One word more in the middle of a paragraph's last sentence.
paragraphs = [match for match in re.finditer(r"(?m)^[A-Z][^\n]{80,}\.$", text)]
middle = paragraphs[len(paragraphs) // 2]
open(path, "w", encoding="utf-8").write(text[:middle.end() - 1] + " today" + text[middle.end() - 1:])
PY
measure edited
ffmpeg -v error -i "$work/lesson.mp4" -map 0:v -f rawvideo -pix_fmt yuv420p "$work/frames.yuv" 2>/dev/null || true
frames=$(($(stat -c %s "$work/frames.yuv") / (1920 * 1080 * 3 / 2)))
# The same frames through the same encoder settings, from a file instead of from us.
python3 "$here/measure.py" "$work/encode.json" ffmpeg -v error -y -f rawvideo -pix_fmt yuv420p -s 1920x1080 -r 30 \
    -i "$work/frames.yuv" -c:v libx264 -preset veryfast -crf 20 -f null -
python3 "$here/table.py" "$work" "$frames"
