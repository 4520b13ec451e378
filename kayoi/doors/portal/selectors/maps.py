"""Maps as the pages draw them: areas with names in the reader's language and the pages that they lead to."""

from collections.abc import Callable
from dataclasses import dataclass

from kayoi.doors.portal.selectors.language import either
from kayoi.doors.portal.selectors.places import place_href, prefecture_href
from kayoi.foundation.places.models import Place
from kayoi.foundation.places.rules.projection import Panel
from kayoi.foundation.places.selectors import PlaceMap, map_around, map_of, map_of_japan


@dataclass(frozen=True)
class Area:
    """One area of a drawn map: its outline, and where it leads."""

    name: str
    path: str
    href: str = ""
    here: bool = False


@dataclass(frozen=True)
class AreaMap:
    """A drawn map: areas that are links, and the frames around what lies far off."""

    view_box: str
    width: int
    height: int
    areas: tuple[Area, ...]
    insets: tuple[Panel, ...]


def japan() -> AreaMap | None:
    """Return the map of Japan; each prefecture leads to its page."""
    drawn = map_of_japan()
    return _linked(drawn, prefecture_href) if drawn else None


def prefecture(place: Place) -> AreaMap | None:
    """Return the map of a prefecture (or of a designated city); each area leads to its page."""
    drawn = map_of(place)
    return _linked(drawn, place_href) if drawn else None


def around(place: Place) -> AreaMap | None:
    """Return the map on which a place lies among others, as a picture: only the place itself is marked."""
    drawn = map_around(place)
    if drawn is None:
        return None
    areas = tuple(Area(area.name, area.path, here=area.code == place.code) for area in drawn.areas)
    return AreaMap(drawn.sheet.view_box, drawn.sheet.width, drawn.sheet.height, areas, drawn.sheet.panels[1:])


def _linked(drawn: PlaceMap, href: Callable[[str], str]) -> AreaMap:
    codes = [area.code for area in drawn.areas if area.code]
    names = dict(Place.objects.filter(code__in=codes).values_list("code", "name_en"))
    areas = tuple(
        Area(either(area.name, names.get(area.code, "")), area.path, href(area.code) if area.code else "")
        for area in drawn.areas
    )
    return AreaMap(drawn.sheet.view_box, drawn.sheet.width, drawn.sheet.height, areas, drawn.sheet.panels[1:])
