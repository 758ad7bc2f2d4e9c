"""Draw the schematic outline of the nine departments and write reports/outline.py: `python docs/contorno.py`.

The frame of the country is drawn by hand from well-known points of the border (rivers, tripoints, volcanoes), to about
a quarter of a degree; between departments the line runs halfway between the municipal seats of our gazetteer. It is a
picture to read counts from, not a statement about limits.
"""

import csv
import math
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STEP = 0.1
TOLERANCE = 0.11
FRAME = [
    *[(-69.57, -10.95), (-68.75, -11.02), (-68.1, -10.7), (-67.4, -10.35), (-66.6, -9.9), (-65.38, -9.67)],
    *[(-65.3, -10.3), (-65.35, -10.85), (-65.3, -11.5), (-65.05, -11.95), (-64.4, -12.45), (-63.5, -12.65)],
    *[(-62.8, -13.0), (-62.1, -13.15), (-61.8, -13.5), (-61.0, -13.55), (-60.42, -13.95), (-60.25, -15.1)],
    *[(-60.2, -16.26), (-58.4, -16.3), (-58.4, -17.2), (-57.75, -17.6), (-57.5, -18.2), (-57.75, -18.95)],
    *[(-58.17, -20.17), (-58.2, -19.85), (-59.1, -19.3), (-60.0, -19.3), (-61.75, -19.65), (-62.25, -20.55)],
    *[(-62.3, -21.0), (-62.65, -22.25), (-62.8, -22.0), (-63.95, -22.0), (-64.35, -22.87), (-64.6, -22.3)],
    *[(-65.0, -22.1), (-65.75, -22.1), (-66.2, -21.8), (-66.75, -22.2), (-67.2, -22.82), (-67.88, -22.83)],
    *[(-67.9, -22.5), (-68.2, -21.5), (-68.2, -20.95), (-68.75, -20.4), (-68.45, -19.4), (-68.95, -18.95)],
    *[(-69.05, -18.1), (-69.5, -17.5), (-69.62, -17.25), (-69.05, -16.6), (-68.85, -16.3), (-69.2, -15.6)],
    *[(-69.15, -15.2), (-69.35, -14.8), (-69.0, -14.25), (-68.95, -13.6), (-69.05, -13.3), (-68.65, -12.55)],
]
Node = tuple[int, int]


def inside(x: float, y: float) -> bool:
    """Say whether a point lies in the country."""
    hit = False
    for (ax, ay), (bx, by) in zip(FRAME, FRAME[1:] + FRAME[:1], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            hit = not hit
    return hit


def cells() -> dict[Node, str]:
    """Return the department of every cell of the grid: that of the nearest seat; lone cells join their neighbours."""
    with (ROOT / "data" / "gazetteer" / "municipios.csv").open(newline="", encoding="utf-8") as handle:
        seats = [(float(r["lon"]), float(r["lat"]), r["departamento"]) for r in csv.DictReader(handle) if r["lat"]]
    found = {}
    for i in range(round(12.5 / STEP)):
        for j in range(round(13.5 / STEP)):
            x, y = -69.8 + (i + 0.5) * STEP, -23.0 + (j + 0.5) * STEP
            if inside(x, y):
                found[i, j] = min(seats, key=lambda s: (s[0] - x) ** 2 + (s[1] - y) ** 2)[2]
    for _ in range(6):
        for (i, j), own in list(found.items()):
            around = [found.get((i + a, j + b)) for a in (-1, 0, 1) for b in (-1, 0, 1) if a or b]
            others = [one for one in around if one and one != own]
            if others and around.count(own) <= 3:
                found[i, j] = max(sorted(set(others)), key=others.count)
    return largest_parts(found)


def largest_parts(found: dict[Node, str]) -> dict[Node, str]:
    """Keep of every department its largest piece; the rest goes to whom it touches."""
    while True:
        seen: set[Node] = set()
        pieces: dict[str, list[set[Node]]] = defaultdict(list)
        for start, own in sorted(found.items()):
            if start in seen:
                continue
            piece, todo = set(), [start]
            while todo:
                cell = todo.pop()
                if cell in piece or found.get(cell) != own:
                    continue
                piece.add(cell)
                i, j = cell
                todo += [(i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)]
            seen |= piece
            pieces[own].append(piece)
        small = [p for parts in pieces.values() for p in sorted(parts, key=len)[:-1]]
        if not small:
            return found
        for piece in small:
            near = [
                found[n]
                for i, j in piece
                for n in ((i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1))
                if n in found and n not in piece
            ]
            for cell in piece:
                if near:
                    found[cell] = max(sorted(set(near)), key=near.count)
                else:
                    del found[cell]


def arcs(found: dict[Node, str]) -> list[tuple[list[Node], set[str]]]:
    """Return the lines between two territories (or one and abroad), cut where three meet."""
    edges: dict[Node, list[tuple[Node, frozenset[str]]]] = defaultdict(list)
    for i in range(-1, 130):
        for j in range(-1, 140):
            here = found.get((i, j), "")
            for other, a, b in (
                (found.get((i + 1, j), ""), (i + 1, j), (i + 1, j + 1)),
                (found.get((i, j + 1), ""), (i, j + 1), (i + 1, j + 1)),
            ):
                if here != other:
                    edges[a].append((b, frozenset((here, other))))
                    edges[b].append((a, frozenset((here, other))))
    nodes = [n for n, out in edges.items() if len(out) != 2 or out[0][1] != out[1][1]]
    made, used = [], set()
    for node in sorted(nodes) + sorted(edges):
        for nearby, sides in edges[node]:
            if (node, nearby) in used:
                continue
            line = [node, nearby]
            used |= {(node, nearby), (nearby, node)}
            while line[-1] not in nodes and line[-1] != node:
                following = [n for n, s in edges[line[-1]] if (line[-1], n) not in used]
                if not following:
                    break
                used |= {(line[-1], following[0]), (following[0], line[-1])}
                line.append(following[0])
            made.append((line, set(sides) - {""}))
    return made


def simpler(line: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a line with fewer points (Douglas and Peucker), its ends as they were."""
    (ax, ay), (bx, by) = line[0], line[-1]
    length = math.hypot(bx - ax, by - ay) or 1e-9
    far = [abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length for x, y in line]
    if line[0] == line[-1]:
        far = [math.hypot(x - ax, y - ay) for x, y in line]
    k = max(range(len(line)), key=far.__getitem__)
    if len(line) < 3 or far[k] <= TOLERANCE or k in (0, len(line) - 1):
        return [line[0], line[-1]]
    return simpler(line[: k + 1])[:-1] + simpler(line[k:])


def rings(found: dict[Node, str]) -> dict[str, list[tuple[float, float]]]:
    """Return the outline of each department, made of shared simplified lines."""
    pieces: dict[str, list[list[tuple[float, float]]]] = defaultdict(list)
    for line, sides in arcs(found):
        thin = simpler([(i * STEP, j * STEP) for i, j in line])
        for side in sides:
            pieces[side].append(thin)
    made = {}
    for side, parts in sorted(pieces.items()):
        best: list[tuple[float, float]] = []
        while parts:
            ring = parts.pop(0)
            while ring[0] != ring[-1]:
                k = next(k for k, p in enumerate(parts) if ring[-1] in (p[0], p[-1]))
                part = parts.pop(k)
                ring = ring + (part if part[0] == ring[-1] else part[::-1])[1:]
            best = max(best, ring, key=len)
        made[side] = best
    return made


def main() -> None:
    """Write the outlines in units of a picture 240 high, north up."""
    found = cells()
    scale = 240 / 13.5
    lines = [
        '"""The schematic outline of the nine departments, in a picture of 222 by 240; made by docs/contorno.py."""',
        "",
        "WIDTH, HEIGHT = 222, 240",
        "",
        "OUTLINES: dict[str, str] = {",
    ]
    labels = ["CENTRES: dict[str, tuple[int, int]] = {"]
    for code, ring in rings(found).items():
        points = [(x * scale, 240 - y * scale) for x, y in ring[:-1]]
        path = " ".join(f"{round(x)},{round(y)}" for x, y in points)
        lines.append(f'    "{code}": "{path}",')
        mine = [c for c, own in found.items() if own == code]
        edge = [
            c
            for c in mine
            if any(found.get((c[0] + a, c[1] + b)) != code for a, b in ((0, 1), (1, 0), (0, -1), (-1, 0)))
        ]
        deep = max(sorted(mine), key=lambda c: min((c[0] - e[0]) ** 2 + (c[1] - e[1]) ** 2 for e in edge))
        x, y = round((deep[0] + 0.5) * STEP * scale), round(240 - (deep[1] + 0.5) * STEP * scale)
        labels.append(f'    "{code}": ({x}, {y}),')
    lines += ["}", '"""Corners of each department by its code, as an SVG polygon takes them."""', ""]
    labels += ["}", '"""The point of each department that is farthest from its edge: where its number stands."""', ""]
    (ROOT / "reports" / "outline.py").write_text("\n".join([*lines, *labels]), encoding="utf-8")


if __name__ == "__main__":
    main()
