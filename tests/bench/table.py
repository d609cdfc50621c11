"""table.py FOLDER FRAMES: prints what run.sh measured of a film of so many frames, with the bars that the figures are held against.
table.py FOLDER: what it measured of the film in 4K."""

import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
read = lambda name: json.loads((folder / f"{name}.json").read_text())


def row(name, value, bar=""):
    print(f"{name:<34}{value:>16}   {bar}")


def film(frames):
    cold, again, edited, encode, report = map(read, ("cold", "again", "edited", "encode", "cold.report"))
    secs = report["duration_secs"]
    row("film", f"{secs:.1f} s")
    row("cold, wall", f"{cold['wall']:.1f} s", f"{cold['wall'] / secs:.2f} x film (bar: 0.8)")
    row("cold, processor", f"{cold['cpu']:.1f} s")
    for step in report["steps"]:
        memory = f"{step['peak_memory_bytes'] / 2**20:.0f} MiB"
        row(f"  {step['step']}", f"{step['cpu_secs']:.1f} s", f"wall {step['wall_secs']:.1f} s, {memory}")
    render = next(step for step in report["steps"] if step["step"] == "render")
    row("frames a second, over all", f"{frames / cold['wall']:.1f}")
    row("frames a second, rendering", f"{frames / render['wall_secs']:.1f}")
    row("peak memory of the process tree", f"{cold['peak'] / 2**20:.0f} MiB", "bar: 1229")
    row("FFmpeg alone on the finished film", f"{encode['wall']:.1f} s", f"processor {encode['cpu']:.1f} s")
    ratio = render["cpu_secs"] / encode["cpu"]
    # Decoded frames have lost their grain and are easier to encode: the frames that were drawn are measured scene by scene, below.
    row("picture, of FFmpeg on the film", f"{ratio:.2f} x", "draw, convert, encode; processor; on drawn frames see `all` (bar: 1.35)")
    row("unchanged", f"{again['wall']:.2f} s", "bar: 2")
    row("one sentence edited", f"{edited['wall']:.1f} s", f"{100 * edited['wall'] / cold['wall']:.0f} % of cold (bar: 20)")


def film_in_4k():
    cold, large = read("cold"), read("large")
    row("4K, cold, wall", f"{large['wall']:.1f} s", f"{large['wall'] / cold['wall']:.1f} x 1080p (bar: 4)")
    row("4K, processor", f"{large['cpu']:.1f} s", f"{large['cpu'] / cold['cpu']:.1f} x 1080p")
    row("4K, peak memory", f"{large['peak'] / 2**20:.0f} MiB")


if len(sys.argv) > 2:
    film(int(sys.argv[2]))
else:
    film_in_4k()
