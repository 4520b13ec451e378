"""The search of places, over an index that each process keeps in memory."""

from dataclasses import dataclass
from functools import lru_cache

from kayoi.foundation.places.models import Place
from kayoi.foundation.places.rules import search
from kayoi.foundation.places.selectors.places import digest, history
from kayoi.foundation.places.states import PlaceKind


@dataclass(frozen=True)
class PlaceFound:
    """A place that was found, and why."""

    place: Place
    match: search.Found

    @property
    def why(self) -> str:
        return self.match.why


def search_places(typed: str, *, limit: int = 20) -> list[PlaceFound]:
    """Return the places that somebody may have meant, best first (地域の検索); see rules.search.find for the order."""
    hits = search.find(place_index(digest()), typed, limit=limit)
    rows = Place.objects.select_related("prefecture", "parent").in_bulk([hit.code for hit in hits])
    return [PlaceFound(rows[hit.code], hit) for hit in hits if hit.code in rows]


@lru_cache(maxsize=2)
def place_index(of_digest: str) -> search.PlaceIndex:
    """Return the index of all places and former names; built once a process for the data that are loaded."""
    kinds = {kind.value: kind for kind in PlaceKind}
    places = list(Place.objects.current().select_related("parent"))
    known = [
        search.KnownPlace(
            place.code,
            kinds[place.kind],
            place.name,
            place.full_name,
            place.kana,
            place.name_en,
            place.district,
            place.parent.name if place.kind == PlaceKind.WARD and place.parent else "",
            place.population or 0,
        )
        for place in places
    ]
    by_code5 = {place.code5: (place.code, place.name) for place in places}
    return search.PlaceIndex.of(known, search.former_names(history(of_digest), by_code5))
