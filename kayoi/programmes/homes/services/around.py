"""Put a house on the map; keep the facilities that the town knows, and what the land library answers."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.foundation.places.states import FacilityKind
from kayoi.foundation.tenancy.selectors import setting
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import enqueue
from kayoi.programmes.homes.models import Home, LibraryAnswer, LocalFacility
from kayoi.programmes.homes.rules.facilities import Listed
from kayoi.programmes.homes.rules.library import tile_of
from kayoi.programmes.homes.services.homes import HomeFields, change_home
from kayoi.programmes.homes.services.listings import renew_unlike
from kayoi.programmes.homes.states.around import FRESH_DAYS, LIBRARY, ZOOM, Layer


@transaction.atomic
def place_home(*, home: Home, changes: HomeFields, version: int, by: Actor, at: datetime) -> None:
    """Say where a house stands and in which hazard zones (位置と災害の区域を決める).

    Where the town has switched it on, the land library is asked afterwards by a job. Raises ChangedMeanwhile.
    """
    before = change_home(home=home, changes=changes, version=version, by=by, at=at)
    if {"lat", "lon"} & set(before) and home.position and setting(LIBRARY, on=local_date(at)):
        enqueue("homes.ask_library", organization=home.organization_id, home=home.pk)


def stale_layers(*, home: Home, by: Actor, at: datetime) -> list[Layer]:
    """Return the layers of which nothing fresh is kept at a house, written down as asked for (問い合わせの記録)."""
    if home.position is None:
        return []
    x, y = tile_of(*home.position, ZOOM)
    fresh = LibraryAnswer.objects.filter(x=x, y=y, fetched_at__gt=at - timedelta(days=FRESH_DAYS))
    kept = set(fresh.values_list("layer", flat=True))
    wanted = [layer for layer in Layer if layer.value not in kept]
    if wanted:
        audit.record("homes.ask_library", home, by=by, at=at, after={"layers": wanted})
    return wanted


@transaction.atomic
def keep_answer(
    *, layer: Layer, tile: tuple[int, int], zones: list[dict[str, Any]], by: Actor, at: datetime
) -> LibraryAnswer:
    """Keep what the land library has answered for a tile (回答を控える); an older answer is replaced."""
    x, y = tile
    answer, _ = LibraryAnswer.objects.update_or_create(
        layer=layer, x=x, y=y, defaults={"features": zones, "fetched_at": at}
    )
    audit.record("homes.keep_answer", answer, by=by, at=at, after={"layer": layer, "zones": len(zones)})
    return answer


@transaction.atomic
def take_facilities(
    *, kind: FacilityKind, rows: Iterable[Listed], source: str, as_of: date, by: Actor, at: datetime
) -> int:
    """Enter facilities of one kind, or put those of the same name right (町の施設を取り込む); return how many.

    What the public sees of houses near them is renewed.
    """
    count = 0
    for row in rows:
        facility, _ = LocalFacility.objects.update_or_create(
            kind=kind, name=row.name,
            defaults={
                "lat": row.lat, "lon": row.lon, "hazards": list(row.hazards), "source": source, "as_of": as_of,
            },
        )  # fmt: skip
        audit.record("homes.take_facility", facility, by=by, at=at, after={"kind": kind, "name": row.name})
        count += 1
    renew_unlike(by=by, at=at)
    return count


@transaction.atomic
def remove_facility(*, facility: LocalFacility, by: Actor, at: datetime) -> None:
    """Take a facility off the town's list (町の施設を外す)."""
    audit.record("homes.remove_facility", facility, by=by, at=at, before={"name": facility.name})
    facility.delete()
    renew_unlike(by=by, at=at)
