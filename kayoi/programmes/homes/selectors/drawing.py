"""The map of the public search: outlines of municipalities, and houses as circles that lead on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log10

from kayoi.foundation.places.models import Place
from kayoi.foundation.places.selectors import map_around, map_of_japan
from kayoi.programmes.homes.rules.clusters import Cluster

LEAST_UNITS = 24.0  # a section of the drawing is never smaller: outlines are not exact to the metre
WIDE, HIGH = 4, 3


@dataclass(frozen=True)
class Circle:
    """Houses at one place of the drawing; `href` opens them, `where` is the quarter of one of them."""

    x: float
    y: float
    radius: float
    count: int
    href: str
    where: str


@dataclass(frozen=True)
class HouseMap:
    """A drawing in units of the sheet: the section that is shown, outlines behind, circles in front."""

    view_box: str
    outlines: tuple[str, ...]
    circles: tuple[Circle, ...]
    font: float


def house_map(
    found: list[Cluster], *, place: Place | None, href: Callable[[Cluster], str], quarters: Mapping[int, str]
) -> HouseMap | None:
    """Return the drawing of what was found, around a town or of all Japan; None where nothing can be drawn.

    `quarters`: of the houses that clusters name (`one`), by their ids.
    """
    drawn = map_around(place) if place else map_of_japan()
    if drawn is None:
        return None
    located = [(one, drawn.sheet.locate(lat=one.lat, lon=one.lon)) for one in found]
    points = [(one, point) for one, point in located if point is not None]
    if not points:
        return None
    left, right = min(x for _, (x, _y) in points), max(x for _, (x, _y) in points)
    top, bottom = min(y for _, (_x, y) in points), max(y for _, (_x, y) in points)
    width = max((right - left) * 1.3, (bottom - top) * 1.3 * WIDE / HIGH, LEAST_UNITS)
    height = width * HIGH / WIDE
    x, y = (left + right - width) / 2, (top + bottom - height) / 2
    unit = width / 100
    circles = [
        Circle(px, py, round(unit * (2.6 + 1.2 * log10(one.count)), 2), one.count, href(one), quarters.get(one.one, ""))
        for one, (px, py) in sorted(points, key=lambda pair: -pair[0].count)
    ]
    view_box = f"{x:.1f} {y:.1f} {width:.1f} {height:.1f}"
    return HouseMap(view_box, tuple(area.path for area in drawn.areas), tuple(circles), round(unit * 2.6, 2))
