#!/usr/bin/env bash
# tests/bench/run.sh LECTERN [LESSON [PICTURE]]: times the film of a lesson at 1080p30, cold, then again unchanged, then with one
# sentence edited, FFmpeg alone on the same frames at the same settings, and the film in 4K; with PICTURE (the example `picture` of
# lectern-pipeline), also a scene of a title, five lines, icons and a camera push. For an idle machine: about ten minutes for a film of
# two. Prints what is known as soon as it is, the film in 4K last; what is being measured goes to stderr.
# tests/bench/studio.sh does the same for the studio.
set -euo pipefail

lectern=$(realpath "$1")
lesson=$(realpath "${2:-assets/lessons/water-cycle.md}")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LECTERN_CACHE="$work/cache"
cp "$lesson" "$work/lesson.md"

measure() { # measure NAME COMMAND...: runs it, writes NAME.json with wall, cpu and peak memory of the process tree
    local name=$1 log="$work/$1.log"
    shift
    echo "bench: $name" >&2
    if ! python3 "$here/measure.py" "$work/$name.json" "$@" 2>"$log"; then
        echo "bench: $name failed: $*" >&2
        tail -n 20 "$log" >&2
        return 1
    fi
}
film() { # film NAME [OPTION...]: makes the film of the lesson
    measure "$1" "$lectern" make "$work/lesson.md" -o "$work/lesson.mp4" "${@:2}"
}
film cold
cp "$work/lesson.report.json" "$work/cold.report.json"
film again
# The same frames through the same encoder settings, from a decoder instead of from us. Only the encoder is measured.
frames=$(ffprobe -v error -select_streams v -show_entries stream=nb_frames -of csv=p=0 "$work/lesson.mp4")
colors=(-color_range tv -colorspace bt709 -color_primaries bt709 -color_trc bt709)
ffmpeg -v error -i "$work/lesson.mp4" -map 0:v -f rawvideo -pix_fmt yuv420p - |
    measure encode ffmpeg -v error -y -f rawvideo -pix_fmt yuv420p -s 1920x1080 -framerate 30 \
        "${colors[@]}" -i - -c:v libx264 -preset veryfast -crf 20 -profile:v high -pix_fmt yuv420p -threads 2 \
        -g 60 -keyint_min 30 -flags +cgop "${colors[@]}" -f mp4 "$work/encode.mp4"
rm "$work/encode.mp4"
python3 - "$work/lesson.md" <<'PY'
import re, sys
path = sys.argv[1]
text = open(path, encoding="utf-8").read()
# One word more in the middle of a paragraph's last sentence.
paragraphs = [match for match in re.finditer(r"(?m)^[A-Z][^\n]{80,}\.$", text)]
middle = paragraphs[len(paragraphs) // 2]
open(path, "w", encoding="utf-8").write(text[:middle.end() - 1] + " today" + text[middle.end() - 1:])
PY
film edited
python3 "$here/table.py" "$work" "$frames"
# The scene that other renderers were timed with, and how much of a frame is drawing, converting and encoding.
# And every scene of the film beside FFmpeg on the very frames that were drawn, not on decoded ones.
if [ $# -gt 2 ]; then
    picture=$(realpath "$3")
    echo "bench: peer" >&2
    "$picture" "$here/peer.json" --frames 300
    echo "bench: scenes" >&2
    "$lectern" plan "$lesson" >"$work/storyboard.json"
    "$picture" "$work/storyboard.json"
fi
# In 4K, as cold as the first.
cp "$lesson" "$work/lesson.md"
rm -r "$LECTERN_CACHE"
export LECTERN_CACHE="$work/cache-4k"
film large --size 4k
python3 "$here/table.py" "$work"
