#!/usr/bin/env python3
"""Makes pictures.txt: the illustrations as plain paths.

Source: npm @iconify-json/fluent-emoji-flat 1.2.6 (Fluent Emoji, Microsoft, MIT). Pictures that need filters, masks, gradients or transforms are
left out, and so are the variants of skin tone, faces and gestures, which no lesson means by a noun.

A line is `name TAB shape;shape;...`, a shape `fill|opacity|rule|path`: fill as six hexadecimal digits, opacity 0 to 1, rule n (nonzero) or e
(even-odd), the path as SVG writes it, in a square of 32 by 32.

    assets/illustrations/pack.py        # writes pictures.txt beside itself; needs npm
"""
import json, pathlib, re, subprocess, tarfile, tempfile
from xml.etree import ElementTree

PACKAGE = "@iconify-json/fluent-emoji-flat@1.2.6"
SKIPPED = re.compile(
    r"-(light|medium|dark|medium-light|medium-dark)$|-face|face-|hand|finger|fist|gesture|couple|kiss|family|oclock|thirty|"
    r"input-|button|keycap|flag|zodiac|men-with|women-with|people-with|smiling|cat-with"
)


def shapes(body):
    """The shapes of a body, or None where something in it is no plain path."""
    root = ElementTree.fromstring(f'<svg xmlns:xlink="x">{body}</svg>')
    found = []

    def walk(node, fill, opacity):
        for child in node:
            tag, get = child.tag, child.attrib.get
            if any(get(name) for name in ("transform", "mask", "filter", "clip-path", "style", "stroke")):
                return False
            own_fill = get("fill", fill)
            own = opacity * float(get("opacity", 1)) * float(get("fill-opacity", 1))
            if tag == "g":
                if not walk(child, own_fill, own):
                    return False
                continue
            if tag == "path":
                path = get("d")
            elif tag in ("circle", "ellipse"):
                x, y = float(get("cx", 0)), float(get("cy", 0))
                rx, ry = float(get("rx", get("r", 0))), float(get("ry", get("r", 0)))
                path = f"M{x - rx} {y}a{rx} {ry} 0 1 0 {2 * rx} 0a{rx} {ry} 0 1 0 {-2 * rx} 0Z"
            elif tag == "rect" and not get("rx"):
                path = f"M{get('x', 0)} {get('y', 0)}h{get('width')}v{get('height')}h-{get('width')}Z"
            else:
                return False
            if own_fill == "none":
                continue
            short = re.fullmatch(r"#([0-9a-f])([0-9a-f])([0-9a-f])", own_fill)
            color = "".join(digit * 2 for digit in short.groups()) if short else own_fill.lstrip("#")
            if not re.fullmatch(r"[0-9a-f]{6}", color):
                return False
            rule = "e" if get("fill-rule") == "evenodd" else "n"
            found.append(f"{color}|{round(own, 3):g}|{rule}|{path}")
        return True

    return found if walk(root, "000000", 1.0) and found else None


def main():
    here = pathlib.Path(__file__).parent
    with tempfile.TemporaryDirectory() as folder:
        name = subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, capture_output=True, text=True).stdout.split()[-1]
        with tarfile.open(pathlib.Path(folder) / name) as archive:
            icons = json.load(archive.extractfile("package/icons.json"))["icons"]
    lines = []
    for name, icon in sorted(icons.items()):
        if not SKIPPED.search(name):
            found = shapes(icon["body"])
            if found:
                lines.append(f"{name}\t{';'.join(found)}\n")
    (here / "pictures.txt").write_text("".join(lines))
    print(f"{len(lines)} pictures")


main()
