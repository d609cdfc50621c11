#!/usr/bin/env python3
"""tests/bench/encoding.py LECTERN [LESSON] [--seconds N]: time against quality of x264's presets on frames as Lectern draws them.

Makes the film of a lesson without loss (an `ffmpeg` in front of the real one changes the encoder's options), takes N seconds from
its first and from its second half, and encodes them with each setting. Prints the table of docs/encoding.md: processor
milliseconds a frame (decoding taken off), kilobits a second, SSIM of luma and of all planes against the lossless frames."""
import argparse
import os
import pathlib
import re
import resource
import shutil
import subprocess
import tempfile

LESSON = """# Waves

Sound is a wave that travels through air, water and stone.

## How fast is it?

| material | meters a second |
| --- | --- |
| air | 343 |
| water | 1480 |
| steel | 5960 |

Its speed follows from stiffness and density:

$$v = \\sqrt{K / \\rho}$$
"""

SETTINGS = [
    ("ultrafast", 26), ("ultrafast", 20), ("superfast", 23), ("superfast", 20), ("veryfast", 26), ("veryfast", 23),
    ("veryfast", 20), ("veryfast", 18), ("faster", 20), ("fast", 20), ("medium", 23), ("medium", 20),
]

# Everything but clips goes through unchanged.
WRAPPER = """#!/usr/bin/env python3
import os, sys
changed = sys.argv[1:]
if "-crf" in changed:
    changed[changed.index("-crf") + 1] = "0"
    changed[changed.index("-preset") + 1] = "ultrafast"
    changed[changed.index("-profile:v") + 1] = "high444"
os.execv({ffmpeg!r}, ["ffmpeg", *changed])
"""


def spent(command):
    """Runs a command; processor seconds and what it said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, run.stderr


def lossless_film(lectern, lesson, work):
    front = work / "front"
    front.mkdir()
    (front / "ffmpeg").write_text(WRAPPER.format(ffmpeg=shutil.which("ffmpeg")))
    (front / "ffmpeg").chmod(0o755)
    environment = os.environ | {"PATH": f"{front}:{os.environ['PATH']}", "LECTERN_CACHE": str(work / "cache")}
    film = work / "film.mp4"
    # The inspection finds the profile to be another than promised, which is right.
    subprocess.run([lectern, "make", lesson, "-o", film, "--encoder", "x264"], env=environment, capture_output=True)
    shutil.rmtree(work / "cache", ignore_errors=True)
    return film


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("lectern", type=pathlib.Path)
    parser.add_argument("lesson", type=pathlib.Path, nargs="?")
    parser.add_argument("--seconds", type=float, default=4)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        lesson = arguments.lesson or work / "lesson.md"
        if not arguments.lesson:
            lesson.write_text(LESSON)
        film = lossless_film(arguments.lectern.resolve(), lesson.resolve(), work)
        length = float(subprocess.check_output(
            ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", film]))
        quiet = ["ffmpeg", "-v", "error", "-nostdin", "-y"]
        parts = []
        for name, start in [("first", length * 0.15), ("second", length * 0.65)]:
            part = work / f"{name}.mp4"
            subprocess.run([*quiet, "-ss", str(start), "-t", str(arguments.seconds), "-i", film, "-an", "-sn", "-dn", "-map_chapters",
                            "-1", "-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-g", "1", part], check=True)
            parts.append((name, part))
        film.unlink()
        print("| part | preset | CRF | CPU ms/frame | kbit/s | SSIM luma | SSIM all |\n|---|---|---|---|---|---|---|")
        for name, part in parts:
            frames = int(subprocess.check_output(
                ["ffprobe", "-v", "error", "-select_streams", "v", "-count_packets", "-show_entries", "stream=nb_read_packets",
                 "-of", "csv=p=0", part]).split(b",")[0])
            decode, _ = spent([*quiet, "-i", part, "-f", "null", "-"])
            for preset, crf in SETTINGS:
                out = work / "out.mp4"
                encode, _ = spent([*quiet, "-i", part, "-c:v", "libx264", "-preset", preset, "-crf", str(crf), "-profile:v", "high",
                                   "-pix_fmt", "yuv420p", "-threads", "2", "-g", "60", "-flags", "+cgop", out])
                _, told = spent(["ffmpeg", "-nostdin", "-i", out, "-i", part, "-lavfi", "[0:v][1:v]ssim", "-f", "null", "-"])
                luma, whole = re.search(r"SSIM Y:([\d.]+).*All:([\d.]+)", told).groups()
                rate = out.stat().st_size * 8 / arguments.seconds / 1000
                cost = (encode - decode) * 1000 / frames
                print(f"| {name} | {preset} | {crf} | {cost:.1f} | {rate:.0f} | {luma} | {whole} |", flush=True)


if __name__ == "__main__":
    main()
