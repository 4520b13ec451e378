"""What is free: units for a time, periods of units, the nearest times."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain

from django.db.models import F, Min, Q, QuerySet, Window
from django.db.models.functions import Lead

from kayoi.engines.reservations import rules
from kayoi.engines.reservations.models import Booking, Pool, Unit
from kayoi.engines.reservations.rules import Shift, Span, midnight
from kayoi.engines.reservations.selectors.taken import facts_of, taken_around
from kayoi.engines.reservations.states import Measure
from kayoi.kit.lines import Minute
from kayoi.kit.verdict import MET

NEAR, A_DAY = timedelta(days=31), 24 * 60


@dataclass(frozen=True, slots=True)
class Nearest:
    """A unit and a time that can be had, how far from the wanted one, and why each nearer one cannot."""

    unit: Unit
    shift: Shift


def free_units(units: Iterable[Unit], span: Span, *, persons: int, at: datetime) -> list[Unit]:
    """Return those of some units that can be had for a time (空いている施設), in the order given."""
    known = list(units)
    facts = facts_of(known)
    busy = max((rules.busy_before(span, one.measure, one.buffer) for one in facts.values()), default=span.ends_before)
    taken = taken_around(facts, start=span.starts_at, end=busy, at=at)
    return [
        unit
        for unit in known
        if rules.may_take(facts[unit.pk], span, persons=persons, taken=taken.get(unit.pk, ())).met
    ]


def free_of_pool(pool: Pool, span: Span, *, persons: int, at: datetime) -> list[Unit]:
    """Return which units of a pool can be had for a time, by name."""
    return free_units(Unit.objects.filter(pool=pool).order_by("name"), span, persons=persons, at=at)


def free_periods(
    units: Iterable[Unit], first: date, until: date, *, nights: int = 1, at: datetime
) -> dict[int, list[Span]]:
    """Return when units by night are free for at least so many nights between two days (空いている期間), by their id.

    Each period ends on the last possible day of leaving: the unit is ready for the next one. Two queries, however
    many units: the database compares each booking with the one after it.
    """
    known = {unit.pk: unit for unit in units if unit.measure == Measure.NIGHT}
    start, least = _minute(midnight(first)), nights * A_DAY
    lasts = {pk: _minute(midnight(min(until, unit.retired_on or until))) for pk, unit in known.items()}
    ready = {pk: unit.buffer * A_DAY for pk, unit in known.items()}
    rows = Booking.objects.taking(at).filter(
        unit_id__in=list(known),
        busy_before__gt=midnight(first),
        starts_at__lt=midnight(until) + NEAR,  # the time for making ready may reach beyond the last day
    )
    earliest = dict(rows.values("unit_id").annotate(first=Min(Minute("starts_at"))).values_list("unit_id", "first"))
    gaps: Iterable[tuple[int, int, int | None]] = chain(
        ((pk, start, earliest.get(pk)) for pk in known), _gaps_after(rows, least)
    )
    free: dict[int, list[Span]] = {}
    for pk, since, before in gaps:
        last = lasts[pk] if before is None else min(lasts[pk], before - ready[pk])
        if since + least <= last:
            free.setdefault(pk, []).append(Span(_moment(since), _moment(last)))
    return free


def _gaps_after(rows: QuerySet[Booking], least: int) -> Iterable[tuple[int, int, int | None]]:
    """Return the times between each booking and the next one that are long enough; after the last there is no next.

    In minutes: of many thousand moments the reading of numbers takes a fraction of the time.
    """
    following = Window(Lead(Minute("starts_at")), partition_by="unit_id", order_by="starts_at")
    rows = rows.annotate(busy=Minute("busy_before"), following=following)
    long = rows.filter(Q(following=None) | Q(following__gte=F("busy") + least))
    return long.order_by("unit_id", "starts_at").values_list("unit_id", "busy", "following")


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


def _moment(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)


def nearest_free(
    units: Sequence[Unit], wanted: Span, *, persons: int, at: datetime, also: rules.Also = lambda span: MET,
    reach: timedelta = timedelta(days=180), step: timedelta = timedelta(days=1), most: int = 10,
) -> list[Nearest]:  # fmt: skip
    """Return where and when something like the wanted time can be had, the nearest first (近い空き).

    `also` says what else speaks against a time (受付期間, rules of the town) and is asked with plain values. It is
    looked for near the time first: what is found there is nearer than all beyond. At most four queries.
    """
    facts = facts_of(units)
    for around in sorted({min(NEAR, reach), reach}):
        start, end = wanted.starts_at - around, wanted.ends_before + around
        search = rules.Search(start, end, step, persons, also)
        widest = max((rules.busy_before(wanted, one.measure, one.buffer) for one in facts.values()), default=end)
        taken = taken_around(facts, start=start, end=end + (widest - wanted.ends_before), at=at)
        found = [
            Nearest(unit, shift)
            for unit in units
            for shift in rules.nearest(facts[unit.pk], wanted, taken.get(unit.pk, ()), search)
        ]
        if len(found) >= most:
            break
    return sorted(found, key=lambda one: (abs(one.shift.steps), one.shift.steps, one.unit.name))[:most]
