"""Give a booking another unit, time or number of persons; let it last longer; go on elsewhere in the middle of it."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction

from kayoi.engines.reservations import rules
from kayoi.engines.reservations.models import Booking, Unit
from kayoi.engines.reservations.rules import Span
from kayoi.engines.reservations.selectors.locks import locked_with
from kayoi.engines.reservations.selectors.taken import facts_of, taken_around
from kayoi.engines.reservations.services.lapsing import lapse_in_the_way
from kayoi.engines.reservations.services.showing import show_free
from kayoi.engines.reservations.states import AHEAD, BookingStatus, Measure
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.moves import UnableToMove
from kayoi.kit.tokens import new_reference
from kayoi.kit.verdict import Reason, Refused, Verdict, verdict

T = TypeVar("T")
EXTENDABLE = AHEAD | {BookingStatus.IN_USE}


class UnableToChange(Refused):
    """The other unit or time cannot be had; the booking stays as it was."""


@transaction.atomic
def move(
    *, booking: Booking, unit: Unit | None = None, span: Span | None = None, persons: int | None = None,
    why: str = "", by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Give a booking that nobody has begun another unit, time or number of persons (予約を変更する), in one statement.

    The row, its receipt and what refers to it stay; the old time is free in the same moment. Raises UnableToChange
    with the reasons, or UnableToMove where it has begun or ended.
    """
    units = locked_with(booking, *([unit] if unit else []))
    other = units[unit.pk if unit else booking.unit_id]
    _in_status(booking, AHEAD, at=at)
    wanted, party = span or booking.span, persons or booking.persons
    busy = _check(other, wanted, party, booking, by=by, at=at)
    changes = {"unit": other, "persons": party} | _times(wanted, busy, booking, at=at)
    _change(booking, changes, why=why, by=by, at=at)
    show_free(units=units.values(), by=by, at=at)


@transaction.atomic
def extend(*, booking: Booking, ends_before: datetime, why: str = "", by: Actor, at: datetime) -> None:
    """Let a booking last longer (予約を延長する). Raises UnableToChange with the next one's start, or UnableToMove."""
    units = locked_with(booking)
    unit = units[booking.unit_id]
    _in_status(booking, EXTENDABLE, at=at)
    facts = facts_of([unit])[unit.pk]
    span = Span(booking.starts_at, ends_before)
    busy = rules.busy_before(span, facts.measure, facts.buffer)
    taken = _taken(unit, span, busy, booking, by=by, at=at)
    answer = rules.may_extend(facts, booking.span, ends_before, taken=taken)
    if answer.refused:
        raise UnableToChange(answer)
    _change(booking, _times(span, busy, booking, at=at), why=why, by=by, at=at)
    show_free(units=units.values(), by=by, at=at)


@transaction.atomic
def rehouse(*, booking: Booking, unit: Unit, moved_at: datetime, why: str, by: Actor, at: datetime) -> Booking:
    """Let a use go on in another unit (別の施設に移る): the old booking ends there, a new one in use continues it.

    The nights spent in the old unit stay with it; on the day of arrival none was, and the booking itself goes there.
    Raises UnableToChange, or UnableToMove where it is not in use.
    """
    units = locked_with(booking, unit)
    other = units[unit.pk]
    _in_status(booking, {BookingStatus.IN_USE}, at=at)
    rest = rules.left_to_spend(booking.span, Measure.of(booking.unit.measure), moved_at)
    end, busy = rest.starts_at, _check(other, rest, booking.persons, booking, by=by, at=at)
    if rest == booking.span:
        _change(booking, {"unit": other} | _times(rest, busy, booking, at=at), why=why, by=by, at=at)
        show_free(units=units.values(), by=by, at=at)
        return booking
    ready = end + (booking.busy_before - booking.ends_before)
    ended = {"ends_before": end, "busy_before": ready, "changed_at": at}
    audit.move(booking, "finish", by=by, at=at, why=why, also=ended)
    new: Booking = _guarded(
        lambda: Booking.objects.create(
            unit=other, starts_at=rest.starts_at, ends_before=rest.ends_before, busy_before=busy,
            persons=booking.persons, status=BookingStatus.IN_USE, key=f"continues:{booking.pk}", continues=booking,
            reference=new_reference(), booked_at=at, changed_at=at,
        )
    )  # fmt: skip
    audit.record("reservations.rehouse", new, by=by, at=at, why=why, after={"unit": other, "continues": booking})
    show_free(units=units.values(), by=by, at=at)
    return new


def _in_status(booking: Booking, allowed: Collection[BookingStatus], *, at: datetime) -> None:
    status = BookingStatus.of(booking.status)
    answer = rules.may_change(status, allowed, "change")
    if answer.refused:
        raise UnableToMove(answer)
    _refuse(rules.may_confirm(status, booking.lapses_at, at=at))


def _refuse(answer: Verdict) -> None:
    if answer.refused:
        raise UnableToChange(answer)


def _check(unit: Unit, span: Span, persons: int, booking: Booking, *, by: Actor, at: datetime) -> datetime:
    """Return until when the unit is busy after the wanted time. Raises UnableToChange."""
    facts = facts_of([unit])[unit.pk]
    busy = rules.busy_before(span, facts.measure, facts.buffer)
    _refuse(rules.may_take(facts, span, persons=persons, taken=_taken(unit, span, busy, booking, by=by, at=at)))
    return busy


def _taken(unit: Unit, span: Span, busy: datetime, booking: Booking, *, by: Actor, at: datetime) -> list[rules.Taken]:
    lapse_in_the_way(units=[unit.pk], start=span.starts_at, end=busy, by=by, at=at)
    return taken_around([unit.pk], start=span.starts_at, end=busy, at=at, without=booking).get(unit.pk, [])


def _times(span: Span, busy: datetime, booking: Booking, *, at: datetime) -> dict[str, Any]:
    return {
        "starts_at": span.starts_at, "ends_before": span.ends_before, "busy_before": busy,
        "sequence": booking.sequence + 1, "changed_at": at,
    }  # fmt: skip


def _change(booking: Booking, changes: dict[str, Any], *, why: str, by: Actor, at: datetime) -> None:
    _guarded(lambda: audit.change(booking, changes, version=None, by=by, at=at, why=why))


def _guarded(write: Callable[[], T]) -> T:
    """Write; what got past the lock is refused by the database."""
    try:
        with transaction.atomic():
            return write()
    except IntegrityError as error:
        if "reservations_no_overlap" not in str(error):
            raise
        raise UnableToChange(verdict([Reason("reservations.just_taken")])) from error
