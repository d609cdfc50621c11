#!/usr/bin/env python3
"""Draws the pictures of docs/gallery.md anew: `python3 docs/gallery.py [LECTERN]`, from anywhere in the repository.

LECTERN is the program (default: target/debug/lectern). Frames are drawn by it and put side by side by FFmpeg.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
GALLERY = ROOT / "docs/gallery"
LESSONS = ROOT / "assets/lessons"
LECTERN = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/debug/lectern").resolve()

# What each style is shown with.
OF_STYLES = ["title", "definition", "process"]
# What each shape is shown with, and the style it is shown in.
OF_SHAPES = [("title", "bright-primary"), ("question", "bright-primary"), ("geometry", "blackboard"), ("recap", "night-sky")]
SHAPES = {"9x16": (360, 640), "4x5": (432, 540), "1x1": (480, 480)}


def frame(storyboard, scene, style, width, height, folder):
    """The path of a frame of a scene when everything on it is to be seen."""
    storyboard = {**storyboard, "style": style, "format": {"width": width, "height": height, "fps": 30}}
    source = folder / "film.json"
    source.write_text(json.dumps(storyboard))
    picture = folder / f"{scene}-{style}-{width}x{height}.png"
    subprocess.run([LECTERN, "frame", source, "--scene", scene, "-o", picture], check=True, stdout=subprocess.DEVNULL)
    return picture


def side_by_side(pictures, name, height):
    """Joins pictures in a row of that height, as JPEG."""
    inputs = [part for picture in pictures for part in ("-i", picture)]
    scaled = [f"[{n}]scale=-2:{height}:flags=lanczos,pad=iw+{12 if n + 1 < len(pictures) else 0}:ih:0:0:white[p{n}]" for n in range(len(pictures))]
    names = "".join(f"[p{n}]" for n in range(len(pictures)))
    joined = f"{names}hstack=inputs={len(pictures)}" if len(pictures) > 1 else f"{names}null"
    command = ["ffmpeg", "-v", "error", "-y", *inputs, "-filter_complex", ";".join(scaled) + ";" + joined, "-frames:v", "1", "-q:v", "4"]
    subprocess.run([*command, GALLERY / f"{name}.jpg"], check=True)


def main():
    shown = json.loads((GALLERY / "visuals.json").read_text())
    listed = subprocess.run([LECTERN, "styles"], check=True, capture_output=True, text=True).stdout
    styles = [line.split()[0] for line in listed.splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        for style in styles:
            frames = [frame(shown, scene, style, 1280, 720, folder) for scene in OF_STYLES]
            side_by_side(frames, f"style-{style}", 270)
        scenes = [scene["id"] for scene in shown["scenes"]]
        for start in range(0, len(scenes), 3):
            # Every row in another style.
            style = styles[start // 3 % len(styles)]
            frames = [frame(shown, scene, style, 1280, 720, folder) for scene in scenes[start : start + 3]]
            side_by_side(frames, f"visuals-{start // 3 + 1}", 270)
        for name, (width, height) in SHAPES.items():
            frames = [frame(shown, scene, style, width * 2, height * 2, folder) for scene, style in OF_SHAPES]
            side_by_side(frames, f"shape-{name}", 480 if height > width else 360)


if __name__ == "__main__":
    main()
