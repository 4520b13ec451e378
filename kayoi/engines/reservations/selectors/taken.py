"""What is taken around a time, and what units allow."""

from collections.abc import Iterable
from datetime import datetime

from kayoi.engines.reservations import rules
from kayoi.engines.reservations.models import Booking, OpeningHours, Unit
from kayoi.engines.reservations.states import BookingStatus, Measure
from kayoi.kit.verdict import Verdict

COLUMNS = ("unit_id", "starts_at", "ends_before", "busy_before", "status", "reference")


def hours_of(units: Iterable[Unit]) -> dict[int, list[rules.Hours]]:
    """Return the opening hours of units by their id, in one query; those by night have none."""
    ids = [unit.pk for unit in units if unit.measure == Measure.MINUTE]
    found: dict[int, list[rules.Hours]] = {}
    if ids:
        for row in OpeningHours.objects.filter(unit_id__in=ids):
            hours = rules.Hours(int(row.weekday), row.starts, row.ends, row.starts_on, row.ends_before)
            found.setdefault(row.unit_id, []).append(hours)
    return found


def facts_of(units: Iterable[Unit]) -> dict[int, rules.UnitFacts]:
    """Return what units allow, by their id."""
    known = list(units)
    hours = hours_of(known)
    return {
        unit.pk: rules.UnitFacts(
            unit.name, Measure.of(unit.measure), unit.capacity, unit.buffer, unit.retired_on, hours.get(unit.pk, ())
        )
        for unit in known
    }


def taken_around(
    ids: Iterable[int], *, start: datetime, end: datetime, at: datetime, without: Booking | None = None
) -> dict[int, list[rules.Taken]]:
    """Return what is taken of units in a time, by their id and in the order of time, in one query.

    The comparisons are those of the index of a unit's ends: that of the constraint is of no use behind a policy.
    """
    rows = Booking.objects.taking(at).filter(unit_id__in=list(ids), busy_before__gt=start, starts_at__lt=end)
    if without is not None:
        rows = rows.exclude(pk=without.pk)
    found: dict[int, list[rules.Taken]] = {}
    for unit, starts_at, ends_before, busy, status, reference in rows.order_by("starts_at").values_list(*COLUMNS):
        taken = rules.Taken(rules.Span(starts_at, ends_before), busy, status == BookingStatus.BLOCKED, reference)
        found.setdefault(unit, []).append(taken)
    return found


def extension_of(booking: Booking, ends_before: datetime, *, at: datetime) -> Verdict:
    """Answer whether a booking could last until a later moment, as things stand now."""
    unit = booking.unit
    facts = facts_of([unit])[unit.pk]
    busy = rules.busy_before(rules.Span(booking.starts_at, ends_before), facts.measure, facts.buffer)
    taken = taken_around([unit.pk], start=booking.starts_at, end=busy, at=at, without=booking).get(unit.pk, ())
    return rules.may_extend(facts, booking.span, ends_before, taken=taken)
