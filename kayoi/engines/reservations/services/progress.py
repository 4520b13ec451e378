"""From hold to the end of the use: confirm, begin, finish; cancel, say that nobody came."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.reservations import rules
from kayoi.engines.reservations.models import Booking
from kayoi.engines.reservations.selectors.locks import locked_with
from kayoi.engines.reservations.services.showing import show_free
from kayoi.engines.reservations.states import AHEAD, BookingStatus, Measure
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.moves import UnableToMove
from kayoi.kit.verdict import Refused


class UnableToProceed(Refused):
    """The hold is over, or the time has not come."""


@transaction.atomic
def confirm(*, booking: Booking, by: Actor, at: datetime) -> None:
    """Confirm a hold (予約を確定する). Raises UnableToProceed when its time is over, or UnableToMove."""
    locked_with(booking, alone=False)
    answer = rules.may_confirm(BookingStatus.of(booking.status), booking.lapses_at, at=at)
    if answer.refused:
        raise UnableToProceed(answer)
    audit.move(booking, "confirm", by=by, at=at, also={"lapses_at": None, "changed_at": at})


@transaction.atomic
def start(*, booking: Booking, by: Actor, at: datetime) -> None:
    """Let the use begin (利用を始める). Raises UnableToProceed before its day, or UnableToMove."""
    locked_with(booking, alone=False)
    answer = rules.may_start(booking.span, at=at)
    if answer.refused:
        raise UnableToProceed(answer)
    audit.move(booking, "start", by=by, at=at, also={"changed_at": at})


@transaction.atomic
def finish(*, booking: Booking, left_at: datetime | None = None, by: Actor, at: datetime) -> None:
    """End the use (利用を終える). Left early (`left_at`), the rest is free again after the unit is made ready.

    Raises UnableToMove.
    """
    units = locked_with(booking, alone=False)
    unit = units[booking.unit_id]
    end = rules.shortened_end(booking.span, Measure.of(unit.measure), left_at or at)
    ready = end + (booking.busy_before - booking.ends_before)
    also = {"ends_before": end, "busy_before": ready} if end < booking.ends_before else {}
    audit.move(booking, "finish", by=by, at=at, also={**also, "changed_at": at})
    show_free(units=units.values(), by=by, at=at)


@transaction.atomic
def cancel(*, booking: Booking, why: str = "", by: Actor, at: datetime) -> None:
    """Give a booking up before its use (予約を取り消す); the time is free at once. Raises UnableToMove."""
    units = locked_with(booking, alone=False)
    answer = rules.may_change(BookingStatus.of(booking.status), AHEAD, "cancel")
    if answer.refused:
        raise UnableToMove(answer)
    also = {"why": why, "sequence": booking.sequence + 1, "changed_at": at}
    audit.move(booking, "cancel", by=by, at=at, why=why, also=also)
    show_free(units=units.values(), by=by, at=at)


@transaction.atomic
def mark_no_show(*, booking: Booking, why: str = "", by: Actor, at: datetime) -> None:
    """Say that nobody came (来られなかったことを記録する); the time is free at once.

    Raises UnableToProceed before the time has begun, or UnableToMove.
    """
    units = locked_with(booking, alone=False)
    answer = rules.may_miss(booking.span, at=at)
    if answer.refused:
        raise UnableToProceed(answer)
    audit.move(booking, "miss", by=by, at=at, why=why, also={"why": why, "changed_at": at})
    show_free(units=units.values(), by=by, at=at)


@transaction.atomic
def prolong(*, booking: Booking, lapses_at: datetime | None, by: Actor, at: datetime) -> None:
    """Let a hold last until another moment, or without end (仮押さえの期限を変える).

    Raises UnableToProceed when its time is over.
    """
    locked_with(booking, alone=False)
    answer = rules.may_confirm(BookingStatus.of(booking.status), booking.lapses_at, at=at)
    if answer.refused:
        raise UnableToProceed(answer)
    audit.change(booking, {"lapses_at": lapses_at, "changed_at": at}, version=None, by=by, at=at)
