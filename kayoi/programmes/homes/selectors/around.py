"""What is near a house: facilities by straight line, shelters for its hazards, what the land library says."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kayoi.foundation.places.rules.distance import Position, distance_km
from kayoi.foundation.places.selectors import Near, box_around, facilities_near
from kayoi.foundation.places.states import FacilityKind, Hazard
from kayoi.programmes.homes.models import Home, LibraryAnswer, LocalFacility
from kayoi.programmes.homes.rules.items import hazards_inside
from kayoi.programmes.homes.rules.library import is_inside, tile_of
from kayoi.programmes.homes.states.around import ITEM_OF, NEAREST, WITHIN_KM, ZOOM, Layer
from kayoi.programmes.homes.states.items import BY_CODE


def everything_near(here: Position, kinds: Collection[FacilityKind]) -> list[Near]:
    """Return facilities of the reference data and of the town itself within reach, the nearest first."""
    south, north, west, east = box_around(here, WITHIN_KM)
    rows = LocalFacility.objects.filter(kind__in=kinds, lat__range=(south, north), lon__range=(west, east))
    own = [
        Near(FacilityKind.of(row.kind), row.name, row.lat, row.lon, tuple(row.hazards), away)
        for row in rows
        if (away := distance_km(here, (row.lat, row.lon))) <= WITHIN_KM
    ]
    return sorted([*own, *facilities_near(here, kinds, within_km=WITHIN_KM)], key=lambda near: near.distance_km)


def nearest_of_each(here: Position) -> list[Near]:
    """Return the nearest facility of each kind (最寄りの施設), in the order in which they are shown."""
    first: dict[FacilityKind, Near] = {}
    for near in everything_near(here, NEAREST):
        first.setdefault(near.kind, near)
    return [first[kind] for kind in NEAREST if kind in first]


@dataclass(frozen=True)
class Shelters:
    """Where to go in one kind of disaster: a hazard in whose zone the house lies, and the nearest places for it."""

    hazard: Hazard
    places: tuple[Near, ...]


def shelters_of(home: Home) -> list[Shelters]:
    """Return for each hazard at a house the nearest shelters that are meant for it."""
    if home.position is None:
        return []
    near = everything_near(home.position, [FacilityKind.SHELTER])
    return [
        Shelters(Hazard.of(hazard), tuple(place for place in near if hazard in place.hazards)[:2])
        for hazard in hazards_inside(home.details) or []
    ]


def as_data(near: Near) -> dict[str, Any]:
    """Return a facility as it is copied into a listing."""
    return {
        "kind": near.kind.value,
        "name": near.name,
        "km": round(near.distance_km, 1),
        "hazards": list(near.hazards),
    }


@dataclass(frozen=True)
class LibrarySays:
    """What the land library says of one hazard at a house."""

    label: str
    inside: bool
    fetched_at: datetime


def library_on(home: Home) -> list[LibrarySays]:
    """Return what is kept of the land library for a house; nothing is fetched here."""
    if home.position is None:
        return []
    x, y = tile_of(*home.position, ZOOM)
    answers = {answer.layer: answer for answer in LibraryAnswer.objects.filter(x=x, y=y)}
    return [
        LibrarySays(
            BY_CODE[ITEM_OF[layer]].label,
            is_inside(answers[layer].features, *home.position),
            answers[layer].fetched_at,
        )
        for layer in Layer
        if layer in answers
    ]


def local_facilities() -> list[LocalFacility]:
    """Return what the town has entered, by kind and name."""
    return list(LocalFacility.objects.order_by("kind", "name"))
