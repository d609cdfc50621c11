"""flame.py OUT.svg: draws the flame graph of what `perf script` prints, from standard input.

  perf record -g -F 400 -o perf.data PROGRAM…
  perf script -i perf.data | tests/bench/flame.py OUT.svg

Each box is a function, as wide as its share of the samples, standing on its caller; a browser shows its whole name. What has under a
five hundredth of all samples is left out.
"""

import html
import re
import sys

WIDTH, ROW, LEAST = 1400, 17, 1 / 500
COLORS = {"lectern": "#f0a35e", "vello": "#7fb4e6", "fearless": "#7fb4e6", "libc": "#c9c9c9", "kernel": "#d7b6e8"}


def stacks(lines):
    """Stacks from the outermost function to the innermost."""
    frames = []
    for line in lines:
        if not line.strip():
            if frames:
                yield frames[::-1]
            frames = []
        elif found := re.match(r"\s+[0-9a-f]+ (.+?)(?:\+0x[0-9a-f]+)? \((.*)\)$", line):
            frames.append("kernel" if "kernel" in found[2] else short(found[1], found[2]))
    if frames:
        yield frames[::-1]


def short(name, binary):
    name = re.sub(r"::h[0-9a-f]{16}$", "", name)
    return f"{name} (libc)" if "libc" in binary else name


def tree(all_stacks):
    root = {"count": 0, "children": {}}
    for stack in all_stacks:
        # What runs before `main` of the program tells nothing.
        mains = [index for index, name in enumerate(stack) if name.endswith("::main")]
        node = root
        node["count"] += 1
        for name in stack[mains[0] if mains else 0:]:
            node = node["children"].setdefault(name, {"count": 0, "children": {}})
            node["count"] += 1
    return root


def boxes(node, left, depth, total):
    for name, child in sorted(node["children"].items()):
        if child["count"] / total >= LEAST:
            yield left, depth, name, child["count"]
            yield from boxes(child, left, depth + 1, total)
        left += child["count"]


def draw(root):
    total = root["count"]
    found = list(boxes(root, 0, 0, total))
    height = (max(depth for _, depth, _, _ in found) + 1) * ROW + 4
    yield f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="monospace" font-size="11">'
    yield f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
    for left, depth, name, count in found:
        x, width, y = left / total * WIDTH, count / total * WIDTH, height - (depth + 1) * ROW - 2
        color = next((color for part, color in COLORS.items() if part in name), "#e6d9a8")
        text = re.sub(r"<[^<>]*>", "", name).replace("lectern_drawing::", "")
        letters = int(width / 6.8)
        label = html.escape(text[:letters]) if letters > 3 else ""
        title = f"{html.escape(name)}: {count / total:.1%}"
        yield (f'<g><title>{title}</title><rect x="{x:.1f}" y="{y}" width="{max(width - 0.5, 0.3):.1f}" height="{ROW - 1}" '
               f'fill="{color}"/><text x="{x + 3:.1f}" y="{y + 12}">{label}</text></g>')
    yield "</svg>"


with open(sys.argv[1], "w", encoding="utf-8") as out:
    out.write("\n".join(draw(tree(stacks(sys.stdin)))) + "\n")
