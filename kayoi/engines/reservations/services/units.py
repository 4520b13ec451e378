"""Units, pools of equal ones, and opening hours."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TypedDict

from django.db import transaction
from django.db.models import QuerySet

from kayoi.engines.reservations import rules
from kayoi.engines.reservations.models import Booking, OpeningHours, Pool, Unit
from kayoi.engines.reservations.selectors.locks import locked_units
from kayoi.engines.reservations.services.showing import show_free
from kayoi.engines.reservations.states import AHEAD, BookingStatus, Measure, UnitKind
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, Refused, verdict

COMING = AHEAD | {BookingStatus.IN_USE}


class UnableToChangeUnit(Refused):
    """Bookings speak against it, or the unit does not go with its pool."""


class UnitFields(TypedDict, total=False):
    """What can be said of a unit, and changed."""

    name: str
    capacity: int
    pool: Pool | None
    checkin_at: time | None
    checkout_at: time | None
    buffer: int


class HoursFields(TypedDict, total=False):
    """Opening hours of a day of the week (Monday is "0"), in a period where they are of a season."""

    weekday: str
    starts: time
    ends: time
    starts_on: date | None
    ends_before: date | None


@transaction.atomic
def add_pool(*, name: str, kind: UnitKind, measure: Measure, by: Actor, at: datetime) -> Pool:
    """Add a pool of equal units (同じものの集まりを作る)."""
    pool = Pool.objects.create(name=name, kind=kind, measure=measure)
    audit.record("reservations.add_pool", pool, by=by, at=at, after={"name": name, "kind": kind, "measure": measure})
    return pool


@transaction.atomic
def add_unit(*, kind: UnitKind, measure: Measure, fields: UnitFields, by: Actor, at: datetime) -> Unit:
    """Add what can be reserved (施設を登録する). Raises UnableToChangeUnit where it does not go with its pool."""
    unit = Unit(kind=kind, measure=measure, **fields)
    _check_pool(unit, fields.get("pool"))
    unit.save()
    audit.record("reservations.add_unit", unit, by=by, at=at, after={"kind": kind, "measure": measure, **fields})
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, fields: UnitFields, version: int, by: Actor, at: datetime) -> None:
    """Change a unit (施設の内容を変える); bookings that stand keep the time for making ready that they were given.

    Raises UnableToChangeUnit where a booking ahead is for more persons, ChangedMeanwhile when somebody was faster.
    """
    locked_units(ids=[unit.pk])
    _check_pool(unit, fields.get("pool"))
    if "capacity" in fields:
        larger = _coming(unit, at).filter(persons__gt=fields["capacity"])
        _refuse([Reason("reservations.smaller_than_booked", {"reference": row.reference}) for row in larger])
    audit.change(unit, dict(fields), version=version, by=by, at=at)
    show_free(units=[unit], by=by, at=at)


@transaction.atomic
def retire_unit(*, unit: Unit, on: date | None, why: str = "", by: Actor, at: datetime) -> None:
    """Let a unit be used no more from a day on (施設の利用をやめる); None takes that back.

    Raises UnableToChangeUnit with each booking that reaches beyond the day.
    """
    locked_units(ids=[unit.pk])
    if on is not None:
        beyond = _coming(unit, at).filter(ends_before__gt=rules.midnight(on))
        _refuse(
            [
                Reason(
                    "reservations.booking_in_the_way",
                    {
                        "reference": row.reference,
                        "from": row.arrives_on.isoformat(),
                        "until": row.leaves_on.isoformat(),
                    },
                )
                for row in beyond
            ]
        )
    audit.change(unit, {"retired_on": on}, version=None, by=by, at=at, why=why)
    show_free(units=[unit], by=by, at=at)


@transaction.atomic
def set_hours(*, unit: Unit, hours: Sequence[HoursFields], by: Actor, at: datetime) -> None:
    """Say when a unit is open (利用時間を決める), all anew; bookings that stand keep their time.

    Raises UnableToChangeUnit for a unit by night.
    """
    locked = locked_units(ids=[unit.pk])[unit.pk]
    if locked.measure != Measure.MINUTE:
        _refuse([Reason("reservations.hours_for_minutes")])
    OpeningHours.objects.filter(unit=locked).delete()
    OpeningHours.objects.bulk_create(OpeningHours(unit=locked, **row) for row in hours)
    after = {"hours": [{name: str(value) for name, value in row.items()} for row in hours]}
    audit.record("reservations.set_hours", locked, by=by, at=at, after=after)


def _coming(unit: Unit, at: datetime) -> QuerySet[Booking]:
    return Booking.objects.taking(at).filter(unit=unit, status__in=COMING, busy_before__gt=at).order_by("starts_at")


def _check_pool(unit: Unit, pool: Pool | None) -> None:
    if pool is not None and (pool.kind, pool.measure) != (unit.kind, unit.measure):
        _refuse([Reason("reservations.unlike_pool", {"pool": pool.name})])


def _refuse(against: list[Reason]) -> None:
    if against:
        raise UnableToChangeUnit(verdict(against))
