"""table.py FOLDER FRAMES: prints what run.sh measured, with the bars that the figures are held against."""

import json
import pathlib
import sys

folder, frames = pathlib.Path(sys.argv[1]), int(sys.argv[2])
read = lambda name: json.loads((folder / name).read_text())
names = ("cold", "again", "edited", "encode", "large", "cold.report")
cold, again, edited, encode, large, report = (read(f"{name}.json") for name in names)
film = report["duration_secs"]


def row(name, value, bar=""):
    print(f"{name:<34}{value:>16}   {bar}")


row("film", f"{film:.1f} s")
row("cold, wall", f"{cold['wall']:.1f} s", f"{cold['wall'] / film:.2f} x film (bar: 0.8)")
row("cold, processor", f"{cold['cpu']:.1f} s")
for step in report["steps"]:
    row(f"  {step['step']}", f"{step['cpu_secs']:.1f} s", f"wall {step['wall_secs']:.1f} s, {step['peak_memory_bytes'] / 2**20:.0f} MiB")
row("frames a second, over all", f"{frames / cold['wall']:.1f}")
render = next(step for step in report["steps"] if step["step"] == "render")
row("frames a second, rendering", f"{frames / render['wall_secs']:.1f}")
row("peak memory of the process tree", f"{cold['peak'] / 2**20:.0f} MiB", "bar: 1229")
row("FFmpeg alone on the same frames", f"{encode['wall']:.1f} s", f"processor {encode['cpu']:.1f} s")
row("picture, of FFmpeg alone", f"{render['cpu_secs'] / encode['cpu']:.2f} x", "draw, convert, encode; processor (bar: 1.35)")
row("4K, cold, wall", f"{large['wall']:.1f} s", f"{large['wall'] / cold['wall']:.1f} x 1080p (bar: 4)")
row("4K, peak memory", f"{large['peak'] / 2**20:.0f} MiB")
row("unchanged", f"{again['wall']:.2f} s", "bar: 2")
row("one sentence edited", f"{edited['wall']:.1f} s", f"{100 * edited['wall'] / cold['wall']:.0f} % of cold (bar: 20)")
