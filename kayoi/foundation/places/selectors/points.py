"""Quarters and facilities around a point."""

import math
from collections.abc import Collection
from dataclasses import dataclass

from kayoi.foundation.places.models import Facility, Quarter
from kayoi.foundation.places.rules.distance import Position, distance_km
from kayoi.foundation.places.states import FacilityKind
from kayoi.kit.text import normal

KM_A_DEGREE = 111.2


@dataclass(frozen=True)
class Near:
    """A facility and how far it is, in a straight line."""

    kind: FacilityKind
    name: str
    lat: float
    lon: float
    hazards: tuple[str, ...]
    distance_km: float


def quarters_of(place_code: str) -> list[Quarter]:
    """Return the quarters of a municipality by name; empty where no data are at hand."""
    return list(Quarter.objects.filter(place=place_code).order_by("name"))


def quarter_point(place_code: str, name: str) -> Position | None:
    """Return the point that stands for a quarter (町字の代表点); None where it is not known."""
    return Quarter.objects.filter(place=place_code, name=normal(name)).values_list("lat", "lon").first()


def facilities_near(here: Position, kinds: Collection[FacilityKind], *, within_km: float) -> list[Near]:
    """Return the facilities of these kinds within a distance, the nearest first (直線距離).

    The box in the query keeps the index useful; the distance is that of the great circle.
    """
    south, north, west, east = box_around(here, within_km)
    rows = Facility.objects.filter(kind__in=kinds, lat__range=(south, north), lon__range=(west, east))
    found = [
        Near(FacilityKind.of(kind), name, lat, lon, tuple(hazards), distance_km(here, (lat, lon)))
        for kind, name, lat, lon, hazards in rows.values_list("kind", "name", "lat", "lon", "hazards")
    ]
    return sorted((one for one in found if one.distance_km <= within_km), key=lambda one: (one.distance_km, one.name))


def box_around(here: Position, within_km: float) -> tuple[float, float, float, float]:
    """Return south, north, west and east of the box that holds everything within a distance."""
    lat, lon = here
    up = within_km / KM_A_DEGREE
    across = up / math.cos(math.radians(lat))
    return lat - up, lat + up, lon - across, lon + across
