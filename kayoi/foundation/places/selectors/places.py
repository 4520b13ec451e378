"""Places by code, by prefecture, by distance; what became of former ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kayoi.foundation.places.models import Loading, Place, PlaceChange
from kayoi.foundation.places.rules import distance
from kayoi.foundation.places.rules.history import Chain, Change, History
from kayoi.foundation.places.states import MUNICIPALITIES, ChangeReason, PlaceKind
from kayoi.kit.text import municipality_code


def loading() -> Loading | None:
    """Return what was loaded last, with its digest and day; None before the first load."""
    found: Loading | None = Loading.objects.first()
    return found


def digest() -> str:
    """Return the digest under which everything that is kept in memory is kept; empty before the first load."""
    return Loading.objects.values_list("digest", flat=True).first() or ""


def place_of(code: str) -> Place | None:
    """Return the place of a code with or without its check digit, also of a ward that has ended; None if unknown."""
    try:
        read = municipality_code(code)
    except ValueError:
        return None
    wanted = [code, read.code] if read.alternative is None else [code, read.code, read.alternative]
    rows = Place.objects.select_related("prefecture", "parent", "successor")
    found: Place | None = rows.filter(code5=code).first() or rows.filter(code__in=wanted).first()
    return found


def places_of(codes: Iterable[str]) -> dict[str, Place]:
    """Return the places of codes with their check digits, by code; unknown ones are left out."""
    rows = Place.objects.select_related("prefecture", "parent").filter(code__in=set(codes))
    return {place.code: place for place in rows}


def prefectures() -> list[Place]:
    """Return the 47 prefectures in the order of their codes."""
    return list(Place.objects.current().filter(kind=PlaceKind.PREFECTURE).order_by("code"))


def places_in(prefecture: Place) -> list[Place]:
    """Return the municipalities of a prefecture in the order of their codes, without wards of designated cities."""
    return list(Place.objects.municipalities().filter(prefecture=prefecture).order_by("code"))


def wards_of(city: Place) -> list[Place]:
    """Return the wards that a designated city has today."""
    return list(Place.objects.current().filter(parent=city, kind=PlaceKind.WARD).order_by("code"))


@dataclass(frozen=True)
class Neighbour:
    """A place and how far its office is, in a straight line."""

    place: Place
    distance_km: float


def nearby(place: Place, n: int = 10) -> list[Neighbour]:
    """Return the n municipalities whose offices are nearest, in a straight line (役所どうしの直線距離).

    For a ward the others are wards and municipalities alike, except its own city.
    """
    here = (place.office_lat, place.office_lon)
    ward = place.kind == PlaceKind.WARD
    others = [
        (code, at)
        for code, kind, parent, at in _offices(digest())
        if code not in (place.code, place.parent_id)
        and (kind in MUNICIPALITIES or (ward and kind == PlaceKind.WARD))
        and parent != place.code
    ]
    near = distance.nearest(here, others, n)
    found = Place.objects.in_bulk([code for code, _ in near])
    return [Neighbour(found[code], away) for code, away in near]


@lru_cache(maxsize=2)
def _offices(of_digest: str) -> Sequence[tuple[str, str, str | None, distance.Position]]:
    """Return code, kind, parent and office of all current places; kept until other data are loaded."""
    del of_digest
    rows = Place.objects.current().exclude(kind=PlaceKind.PREFECTURE)
    return [
        (code, kind, parent, (lat, lon))
        for code, kind, parent, lat, lon in rows.values_list("code", "kind", "parent_id", "office_lat", "office_lon")
    ]


@dataclass(frozen=True)
class Today:
    """What a former municipality is today: the place, and the steps on the way."""

    place: Place
    chain: Chain


def today_of(name: str, *, prefecture: str = "") -> list[Today]:
    """Return what the former municipalities of a name are today (旧市区町村名から今の市区町村へ).

    `prefecture` is the two digits of the prefecture in which it lay then. A name that several had, or one that was
    divided, gives several answers; an unknown name gives none.
    """
    chains = [
        chain
        for chain in history(digest()).of_name(name)
        if not prefecture or chain.first.old_code5.startswith(prefecture)
    ]
    found = Place.objects.in_bulk({chain.code5 for chain in chains}, field_name="code5")
    return [Today(found[chain.code5], chain) for chain in chains if chain.code5 in found]


@lru_cache(maxsize=2)
def history(of_digest: str) -> History:
    """Return all changes, ready to be followed; kept until other data are loaded."""
    del of_digest
    reasons = {reason.value: reason for reason in ChangeReason}
    rows = PlaceChange.objects.values_list("on", "reason", "old_code5", "old_name", "new_code5", "new_name")
    return History(Change(row[0], reasons[row[1]], *row[2:]) for row in rows)
