"""Maps as path strings, for templates to draw."""

from dataclasses import dataclass

from kayoi.foundation.places.models import MapSheet, Outline, Place
from kayoi.foundation.places.rules.projection import Sheet
from kayoi.foundation.places.rules.reading.maps import sheet_of
from kayoi.foundation.places.rules.sheets import JAPAN
from kayoi.foundation.places.states import PlaceKind


@dataclass(frozen=True)
class MapArea:
    """One area of a map. Without a code it belongs to no municipality (所属未定地) or to none that has figures."""

    code: str
    name: str
    path: str


@dataclass(frozen=True)
class PlaceMap:
    """A map: `sheet` has viewBox, inset frames (panels but the first) and locate(lat, lon); fill rule is evenodd."""

    sheet: Sheet
    areas: tuple[MapArea, ...]


def map_of_japan() -> PlaceMap | None:
    """Return the map of Japan by prefecture; None before the data are loaded."""
    return _map(JAPAN)


def map_of(place: Place) -> PlaceMap | None:
    """Return a prefecture's map by municipality or a designated city's by ward; of other places their prefecture's."""
    if place.kind == PlaceKind.DESIGNATED_CITY:
        return _map(place.code5)
    return _map(place.code5[:2])


def map_around(place: Place) -> PlaceMap | None:
    """Return the map on which the place is one area among others: of its city for a ward, else of its prefecture."""
    if place.kind == PlaceKind.PREFECTURE:
        return map_of_japan()
    if place.kind == PlaceKind.WARD and place.parent_id:
        return _map(place.parent_id[:5])
    return _map(place.code5[:2])


def _map(key: str) -> PlaceMap | None:
    row = MapSheet.objects.filter(key=key).first()
    if row is None:
        return None
    data = {"key": row.key, "title": row.title, "width": row.width, "height": row.height}
    sheet = sheet_of({**data, "panels": row.panels, "note": row.note})
    rows = Outline.objects.filter(sheet=row).order_by("position").values_list("place_id", "name", "path")
    return PlaceMap(sheet, tuple(MapArea(code or "", name, path) for code, name, path in rows))
