"""Areas that share borders (TopoJSON): decode, dissolve, simplify each border once, write SVG paths.

Each border is one arc that both neighbours use, so however much it is simplified, no gap can open between them.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

P = TypeVar("P")
Point = tuple[float, float]
Grid = tuple[int, int]
Ring = tuple[int, ...]  # arcs in order; ~i is arc i walked backwards


@dataclass(frozen=True)
class Topology:
    """Arcs in degrees (longitude, latitude), and each area as rings of arcs."""

    arcs: tuple[tuple[Point, ...], ...]
    areas: tuple[tuple[Mapping[str, Any], tuple[Ring, ...]], ...]

    def points(self, ring: Ring) -> list[Point]:
        """Return the corners of a ring; the first is not repeated at the end."""
        return walk(ring, self.arcs)


def decode(data: Mapping[str, Any]) -> Topology:
    """Read a quantised TopoJSON object with one collection of areas.

    Source: the TopoJSON format specification, version 1.0
    """
    (scale_x, scale_y), (left, bottom) = data["transform"]["scale"], data["transform"]["translate"]
    arcs = []
    for steps in data["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append((left + x * scale_x, bottom + y * scale_y))
        arcs.append(tuple(arc))
    (collection,) = data["objects"].values()
    areas = []
    for shape in collection["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        areas.append((shape["properties"], tuple(tuple(ring) for polygon in polygons for ring in polygon)))
    return Topology(tuple(arcs), tuple(areas))


def walk(ring: Ring, arcs: Sequence[Sequence[P]] | Mapping[int, Sequence[P]]) -> list[P]:
    """Return the corners along the arcs of a ring.

    Source: the TopoJSON format specification, version 1.0 (arc indexes)
    """
    corners: list[P] = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        corners.extend(arc[:-1])
    return corners


def dissolve(rings: Iterable[Ring], topology: Topology) -> list[Ring]:
    """Join areas into one: borders that two of them share disappear, the others are joined to rings again.

    Source: the TopoJSON format specification, version 1.0 (a shared border is one arc)
    """
    used = [index for ring in rings for index in ring]
    known = set(used)
    outer = [index for index in used if ~index not in known]
    leaving: dict[Point, list[int]] = defaultdict(list)
    for index in outer:
        leaving[_start(index, topology)].append(index)
    joined = []
    for first in outer:
        if first not in leaving[_start(first, topology)]:
            continue  # walked already
        ring, here = [], first
        while here in leaving[_start(here, topology)]:
            leaving[_start(here, topology)].remove(here)
            ring.append(here)
            onward = leaving[_start(~here, topology)]
            if not onward:
                break
            here = onward[0]
        joined.append(tuple(ring))
    return joined


def _start(index: int, topology: Topology) -> Point:
    return topology.arcs[index][0] if index >= 0 else topology.arcs[~index][-1]


def simplify(points: Sequence[Point], *, tolerance: float) -> list[Point]:
    """Leave out corners that lie within the tolerance of the line (Douglas-Peucker); both ends stay.

    Source: Douglas and Peucker 1973, Cartographica 10 (2), 112-122.
    """
    if len(points) < 3:
        return list(points)
    keep = {0, len(points) - 1}
    parts = [(0, len(points) - 1)]
    while parts:
        first, last = parts.pop()
        far, farthest = tolerance, None
        for index in range(first + 1, last):
            if (away := _away(points[index], points[first], points[last])) > far:
                far, farthest = away, index
        if farthest is not None:
            keep.add(farthest)
            parts += [(first, farthest), (farthest, last)]
    return [points[index] for index in sorted(keep)]


def _away(point: Point, one: Point, two: Point) -> float:
    """Return the distance of a point from the line through two others, or from the first when they coincide."""
    dx, dy = two[0] - one[0], two[1] - one[1]
    length = math.hypot(dx, dy)
    if length == 0:
        return math.hypot(point[0] - one[0], point[1] - one[1])
    return abs(dx * (point[1] - one[1]) - dy * (point[0] - one[0])) / length


def to_grid(points: Sequence[Point], place: Callable[[Point], Point], *, tolerance: float) -> list[Grid]:
    """Place, simplify and round an arc; its two ends are rounded like those of its neighbours, so they still meet.

    Source: simplify
    """
    rounded = [(round(x), round(y)) for x, y in simplify([place(point) for point in points], tolerance=tolerance)]
    kept = rounded[:1]
    for here in rounded[1:-1]:
        if here != kept[-1]:
            kept.append(here)
    return [*kept, rounded[-1]]


def area(corners: Sequence[Grid] | Sequence[Point]) -> float:
    """Return the area of a ring in square units.

    Source: the shoelace formula (C. F. Gauss)
    """
    doubled = 0.0
    for one, two in zip(corners, [*corners[1:], *corners[:1]], strict=True):
        doubled += one[0] * two[1] - two[0] * one[1]
    return abs(doubled) / 2


def path(rings: Iterable[Sequence[Grid]]) -> str:
    """Write rings as a closed SVG path: an absolute start, relative steps, no needless sign.

    An 'm' after 'z' counts from where the ring before began.

    Source: Scalable Vector Graphics (SVG) 2, chapter 9
    """
    parts, at = [], (0, 0)
    for corners in rings:
        corners = [here for here, before in zip(corners, [corners[-1], *corners[:-1]], strict=True) if here != before]
        start = corners[0]
        parts.append(f"m{_steps([(start[0] - at[0], start[1] - at[1])])}l")
        parts.append(_steps([(two[0] - one[0], two[1] - one[1]) for one, two in pairwise(corners)]) + "z")
        at = start
    return "".join(parts)


def _steps(steps: Iterable[Grid]) -> str:
    text = ""
    for number in (number for step in steps for number in step):
        text += str(number) if number < 0 or not text else f" {number}"
    return text
