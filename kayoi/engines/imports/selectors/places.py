"""Names of all places for the reading of addresses; built once a process for the data that are loaded."""

from functools import lru_cache

from kayoi.engines.imports.rules.places import KnownPlace, PlaceNames
from kayoi.foundation.places.models import Loading, Place


def place_names() -> PlaceNames:
    """Return the names of all places that exist."""
    return _names(Loading.objects.values_list("digest", flat=True).first() or "")


@lru_cache(maxsize=2)
def _names(of_digest: str) -> PlaceNames:
    del of_digest
    rows = Place.objects.current().select_related("prefecture")
    return PlaceNames.of(
        KnownPlace(
            place.code,
            place.prefecture.name if place.prefecture else "",
            place.name,
            place.full_name.removeprefix(place.prefecture.name) if place.prefecture else place.name,
        )
        for place in rows
    )
