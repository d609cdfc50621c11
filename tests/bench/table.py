"""table.py FOLDER FRAMES: prints what run.sh measured, with the bars that the figures are held against."""

import json
import pathlib
import sys

folder, frames = pathlib.Path(sys.argv[1]), int(sys.argv[2])
read = lambda name: json.loads((folder / name).read_text())
cold, again, edited, encode, report = (read(f"{name}.json") for name in ("cold", "again", "edited", "encode", "cold.report"))
film = report["duration_secs"]


def row(name, value, bar=""):
    print(f"{name:<34}{value:>16}   {bar}")


row("film", f"{film:.1f} s")
row("cold, wall", f"{cold['wall']:.1f} s", f"{cold['wall'] / film:.2f} x film (bar: 1.5)")
row("cold, processor", f"{cold['cpu']:.1f} s")
for step in report["steps"]:
    row(f"  {step['step']}", f"{step['cpu_secs']:.1f} s", f"wall {step['wall_secs']:.1f} s, {step['peak_memory_bytes'] / 2**20:.0f} MiB")
row("frames a second, over all", f"{frames / cold['wall']:.1f}")
render = next(step for step in report["steps"] if step["step"] == "render")
row("frames a second, rendering", f"{frames / render['wall_secs']:.1f}")
row("peak memory of the process tree", f"{cold['peak'] / 2**20:.0f} MiB", "bar: 1536")
row("FFmpeg alone on the same frames", f"{encode['wall']:.1f} s", f"processor {encode['cpu']:.1f} s")
row("unchanged", f"{again['wall']:.2f} s", "bar: 2")
row("one sentence edited", f"{edited['wall']:.1f} s", f"{100 * edited['wall'] / cold['wall']:.0f} % of cold (bar: 20)")
