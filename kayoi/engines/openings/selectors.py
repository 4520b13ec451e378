"""What is open now, across towns (public scope) or of one town."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from kayoi.engines.openings.models import FreePeriod, Opening
from kayoi.engines.openings.rules import arrival_within
from kayoi.engines.openings.states import OpeningKind


def open_now(*, at: datetime) -> QuerySet[Opening]:
    """Return what the public sees at that moment, the latest first; of all towns in the public scope."""
    rows: QuerySet[Opening] = (
        Opening.objects.open_at(at).select_related("organization").order_by("-published_from", "pk")
    )
    return rows


@dataclass(frozen=True)
class FreeElsewhere:
    """Something on offer that is free near a wanted time, and how many days from the wanted arrival."""

    opening: Opening
    arrives_on: date
    leaves_on: date
    shift_days: int


def free_after(day: date, *, kind: OpeningKind, at: datetime) -> QuerySet[FreePeriod]:
    """Return what begins after a day, the soonest first, full ones too (これからの日程); of all towns in the public
    scope.
    """
    rows: QuerySet[FreePeriod] = FreePeriod.objects.filter(
        opening__in=Opening.objects.open_at(at).filter(kind=kind), starts_on__gt=day
    )
    return rows.select_related("opening__organization").order_by("starts_on", "pk")


def free_near(
    *, kind: OpeningKind, arrives_on: date, nights: int, persons: int, reach_days: int, at: datetime,
    without: Collection[int] = (), most: int = 10,
) -> list[FreeElsewhere]:  # fmt: skip
    """Return what is free for a stay near a day, the nearest first, each opening once (近い空き); of all towns in the
    public scope. `without` are organizations that are left out.
    """
    reach = timedelta(days=reach_days)
    rows = (
        FreePeriod.objects.filter(
            opening__in=Opening.objects.open_at(at).filter(kind=kind),
            persons__gte=persons,
            ends_before__gte=arrives_on - reach + timedelta(days=nights),
            starts_on__lte=arrives_on + reach,
        )
        .exclude(organization_id__in=list(without))
        .values_list("opening_id", "starts_on", "ends_before")
    )
    best: dict[int, date] = {}
    for opening, starts_on, ends_before in rows:
        found = arrival_within(starts_on, ends_before, wanted=arrives_on, nights=nights)
        near = [day for day in (found, best.get(opening)) if day is not None and abs(day - arrives_on) <= reach]
        if near:
            best[opening] = min(near, key=lambda day: (abs(day - arrives_on), day))
    first = sorted(best, key=lambda pk: (abs(best[pk] - arrives_on), best[pk], pk))[:most]
    openings = Opening.objects.select_related("organization").in_bulk(first)
    stay = timedelta(days=nights)
    return [FreeElsewhere(openings[pk], best[pk], best[pk] + stay, (best[pk] - arrives_on).days) for pk in first]
