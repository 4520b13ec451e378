"""Boards: units below each other, their bookings along the days."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from kayoi.engines.reservations.models import Booking, Unit
from kayoi.engines.reservations.rules import Span, midnight
from kayoi.engines.reservations.states import BookingStatus

COLUMNS = ("unit_id", "pk", "starts_at", "ends_before", "busy_before", "status", "persons", "reference", "why")


@dataclass(frozen=True, slots=True)
class Bar:
    """A booking or a closed time as a board shows it; the unit is made ready until `busy_before`."""

    pk: int
    span: Span
    busy_before: datetime
    status: BookingStatus
    persons: int
    reference: str
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """A unit and what it is taken by, in the order of time."""

    unit: Unit
    bars: list[Bar] = field(default_factory=list)


def calendar(units: Sequence[Unit], first: date, until: date, *, at: datetime) -> list[Row]:
    """Return what units are taken by on some days (`until` is not one of them), in one query (予約表)."""
    rows = {unit.pk: Row(unit) for unit in units}
    found = (
        Booking.objects.taking(at)
        .filter(unit_id__in=list(rows), busy_before__gt=midnight(first), starts_at__lt=midnight(until))
        .order_by("starts_at")
        .values_list(*COLUMNS)
    )
    for unit, pk, starts_at, ends_before, busy, status, persons, reference, why in found:
        span = Span(starts_at, ends_before)
        rows[unit].bars.append(Bar(pk, span, busy, BookingStatus.of(status), persons, reference, why))
    return list(rows.values())
