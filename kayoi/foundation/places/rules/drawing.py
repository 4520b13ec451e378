"""Draw a map of areas (地図を作る): panels, scale, small islands, one path for each area."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kayoi.foundation.places.rules.projection import Bounds, Panel, Sheet
from kayoi.foundation.places.rules.topology import Grid, Point, Ring, Topology, area, path, to_grid, walk

LONG_SIDE: Final = 1000
MARGIN: Final = 8
SPECK: Final = 2  # half a diagonal of the square that stands for an island too small to draw
ENLARGED: Final = 4  # an inset is drawn at most so many times larger than the main part, or a reef fills its frame


@dataclass(frozen=True)
class Shape:
    """One area to be drawn: its code (empty when it belongs to no municipality), its name, its rings."""

    code: str
    name: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True)
class Inset:
    """A part of the earth that gets a frame of its own on the sheet: (left, top, width, height)."""

    title: str
    bounds: Bounds
    frame: tuple[int, int, int, int]


@dataclass(frozen=True)
class Layout:
    """How a sheet is made: its main part, insets, tolerance of simplification and smallest ring, in units."""

    key: str
    title: str
    main: Bounds
    insets: tuple[Inset, ...] = ()
    frame: tuple[int, int, int, int] | None = None
    tolerance: float = 0.6
    smallest: float = 3.0
    note: str = ""


@dataclass(frozen=True)
class Outline:
    """One drawn area."""

    code: str
    name: str
    path: str


def draw(layout: Layout, shapes: Sequence[Shape], topology: Topology) -> tuple[Sheet, list[Outline]]:
    """Return the sheet and one outline for each shape that it shows, in the order given.

    Source: docs/data-sources.md, 地図
    """
    sheet = _sheet(layout, shapes, topology)
    used = {index if index >= 0 else ~index for shape in shapes for ring in shape.rings for index in ring}
    arcs = {index: _drawn(topology.arcs[index], sheet, layout.tolerance) for index in used}
    outlines = []
    for shape in shapes:
        kept = _kept(shape, topology=topology, sheet=sheet, arcs=arcs, smallest=layout.smallest)
        if kept:
            outlines.append(Outline(shape.code, shape.name, path(kept)))
    return sheet, outlines


def bounds_of(rings: Sequence[Ring], topology: Topology) -> Bounds:
    """Return the rectangle of degrees around some rings.

    Source: arithmetic
    """
    points = [point for ring in rings for point in topology.points(ring)]
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return Bounds(min(lons), min(lats), max(lons), max(lats))


def _sheet(layout: Layout, shapes: Sequence[Shape], topology: Topology) -> Sheet:
    rings = [ring for shape in shapes for ring in shape.rings]
    points = {ring: topology.points(ring) for ring in rings}
    panels: list[Panel] = []
    width, height = 0, 0
    for title, bounds, frame in [
        ("", layout.main, layout.frame or (0, 0, LONG_SIDE, LONG_SIDE)),
        *((inset.title, inset.bounds, inset.frame) for inset in layout.insets),
    ]:
        inside = [point for corners in points.values() for point in corners if bounds.holds(lat=point[1], lon=point[0])]
        if not inside and title:
            continue  # nothing lies there
        # Without a frame of its own the main part is as large as it comes; insets stay inside their frames.
        panel = _fit(
            title,
            bounds,
            frame,
            inside,
            shrink=not panels and layout.frame is None,
            most=ENLARGED * panels[0].scale if panels else None,
        )
        panels.append(panel)
        width, height = max(width, panel.frame[0] + panel.frame[2]), max(height, panel.frame[1] + panel.frame[3])
    return Sheet(layout.key, layout.title, width, height, tuple(panels), layout.note)


def _fit(
    title: str,
    bounds: Bounds,
    frame: tuple[int, int, int, int],
    points: Sequence[Point],
    *,
    shrink: bool,
    most: float | None,
) -> Panel:
    """Return the panel whose scale makes the points fill the frame, at `most` units a kilometre."""
    projection = bounds.projection()
    projected = [projection.forward(lat=lat, lon=lon) for lon, lat in points]
    west, east = min(x for x, _ in projected), max(x for x, _ in projected)
    south, north = min(y for _, y in projected), max(y for _, y in projected)
    left, top, width, height = frame
    scale = min((width - 2 * MARGIN) / (east - west), (height - 2 * MARGIN) / (north - south), most or math.inf)
    if shrink:
        width, height = round((east - west) * scale) + 2 * MARGIN, round((north - south) * scale) + 2 * MARGIN
    return Panel(
        title,
        bounds,
        round(scale, 6),
        round(left + width / 2 - scale * (west + east) / 2, 3),
        round(top + height / 2 + scale * (south + north) / 2, 3),
        (left, top, width, height),
    )


def _drawn(arc: Sequence[Point], sheet: Sheet, tolerance: float) -> list[Grid] | None:
    lon, lat = arc[0]
    panel = sheet.panel_of(lat=lat, lon=lon)
    if panel is None:
        return None
    return to_grid(arc, lambda point: panel.place(lat=point[1], lon=point[0]), tolerance=tolerance)


def _kept(
    shape: Shape,
    *,
    topology: Topology,
    sheet: Sheet,
    arcs: Mapping[int, list[Grid] | None],
    smallest: float,
) -> list[list[Grid]]:
    """Return the rings to draw: those large enough, and in insets (or where nothing else is left) a speck instead."""
    kept: list[list[Grid]] = []
    specks: list[tuple[float, bool, Grid]] = []
    for ring in shape.rings:
        lon, lat = topology.points(ring)[0]
        panel = sheet.panel_of(lat=lat, lon=lon)
        if panel is None:
            continue
        corners = walk(ring, {index: arc for index in map(_plain, ring) if (arc := arcs[index]) is not None})
        size = area(corners)
        if size >= smallest and len(set(corners)) > 2:
            kept.append(corners)
        else:
            specks.append((size, bool(panel.title), corners[0]))
    chosen = [speck for speck in specks if speck[1]] or ([] if kept else sorted(specks)[-1:])
    taken: list[Grid] = []
    for _, _, (x, y) in chosen:
        if all(abs(x - other[0]) + abs(y - other[1]) > 2 * SPECK for other in taken):
            taken.append((x, y))
            kept.append([(x, y - SPECK), (x + SPECK, y), (x, y + SPECK), (x - SPECK, y)])
    return kept


def _plain(index: int) -> int:
    return index if index >= 0 else ~index
