"""A plain map around a house, drawn from points that we have: no tiles, no other host."""

import math
from dataclasses import dataclass

from kayoi.foundation.places.models import Quarter
from kayoi.foundation.places.rules.distance import Position
from kayoi.foundation.places.selectors import box_around, facilities_near, place_of
from kayoi.foundation.places.states import FacilityKind
from kayoi.programmes.homes.models import Home

SIDE, KM = 600, 3.0  # of the drawing, and from its middle to its edge
MOST_POINTS = 60
LINE, WORD = 12, 110  # what a name takes on the drawing
LANDMARKS = (FacilityKind.SHELTER, FacilityKind.STATION, FacilityKind.OFFICE)


@dataclass(frozen=True)
class MapPoint:
    """A point of the drawing."""

    x: float
    y: float
    name: str
    css: str


@dataclass(frozen=True)
class HouseMap:
    """The drawing: its north-western corner and the degrees of one unit, so that a click can be read back."""

    north: float
    west: float
    lat_step: float
    lon_step: float
    points: list[MapPoint]
    house: MapPoint | None
    lines: tuple[float, ...] = tuple(SIDE * km / (2 * KM) for km in range(1, int(2 * KM)))


def _apart(points: list[MapPoint]) -> list[MapPoint]:
    """Return the points whose names can be read: one that would be written over an earlier one is left out."""
    kept: list[MapPoint] = []
    for one in points:
        if all(abs(one.y - other.y) > LINE or abs(one.x - other.x) > WORD for other in kept):
            kept.append(one)
    return kept


def middle_of_map(home: Home, quarter: Position | None) -> Position | None:
    """Return where the map of a house begins: at the house, its quarter, or the town office."""
    if home.position is not None:
        return home.position
    place = None if quarter else place_of(home.place_code)
    return (place.office_lat, place.office_lon) if place else quarter


def house_map(home: Home, middle: Position) -> HouseMap:
    """Return the map around a point, with quarters and landmarks."""
    south, north, west, east = box_around(middle, KM)
    lat_step, lon_step = (north - south) / SIDE, (east - west) / SIDE

    def point(lat: float, lon: float, name: str, css: str) -> MapPoint:
        return MapPoint(round((lon - west) / lon_step, 1), round((north - lat) / lat_step, 1), name, css)

    quarters = Quarter.objects.filter(lat__range=(south, north), lon__range=(west, east)).order_by("name")
    reach = KM * math.sqrt(2)
    landmarks = facilities_near(middle, LANDMARKS, within_km=reach)[:MOST_POINTS]
    inside = [near for near in landmarks if south < near.lat < north and west < near.lon < east]
    house = point(*home.position, "この家", "house") if home.position else None
    return HouseMap(
        north, west, lat_step, lon_step,
        points=_apart([
            *(point(row.lat, row.lon, row.name, "quarter") for row in quarters[:MOST_POINTS]),
            *(point(near.lat, near.lon, near.name, "facility") for near in inside),
        ]),
        house=house,
    )  # fmt: skip
