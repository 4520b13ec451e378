"""From hold to the end of the use: confirm, begin, finish; cancel, lapse, say that nobody came."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.reservations import rules
from kayoi.engines.reservations.models import Booking
from kayoi.engines.reservations.services.locking import lock_units, lock_with_unit
from kayoi.engines.reservations.states import BookingStatus, Measure
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Refused

BATCH = 500


class UnableToProceed(Refused):
    """The hold is over, or the time has not come."""


@transaction.atomic
def confirm(*, booking: Booking, by: Actor, at: datetime) -> None:
    """Confirm a hold (予約を確定する). Raises UnableToProceed when its time is over, or UnableToMove."""
    lock_with_unit(booking)
    answer = rules.may_confirm(BookingStatus.of(booking.status), booking.lapses_at, at=at)
    if answer.refused:
        raise UnableToProceed(answer)
    audit.move(booking, "confirm", by=by, at=at, also={"lapses_at": None, "changed_at": at})


@transaction.atomic
def start(*, booking: Booking, by: Actor, at: datetime) -> None:
    """Let the use begin (利用を始める). Raises UnableToProceed before its day, or UnableToMove."""
    lock_with_unit(booking)
    answer = rules.may_start(booking.span, at=at)
    if answer.refused:
        raise UnableToProceed(answer)
    audit.move(booking, "start", by=by, at=at, also={"changed_at": at})


@transaction.atomic
def finish(*, booking: Booking, left_at: datetime | None = None, by: Actor, at: datetime) -> None:
    """End the use (利用を終える). Left early (`left_at`), the rest is free again after the unit is made ready.

    Raises UnableToMove.
    """
    unit = lock_with_unit(booking)
    end = rules.shortened_end(booking.span, Measure.of(unit.measure), left_at or at)
    ready = end + (booking.busy_before - booking.ends_before)
    also = {"ends_before": end, "busy_before": ready} if end < booking.ends_before else {}
    audit.move(booking, "finish", by=by, at=at, also={**also, "changed_at": at})


@transaction.atomic
def cancel(*, booking: Booking, why: str = "", by: Actor, at: datetime) -> None:
    """Give a booking up before its use (予約を取り消す); the time is free at once. Raises UnableToMove."""
    lock_with_unit(booking)
    also = {"why": why, "sequence": booking.sequence + 1, "changed_at": at}
    audit.move(booking, "cancel", by=by, at=at, why=why, also=also)


@transaction.atomic
def mark_no_show(*, booking: Booking, why: str = "", by: Actor, at: datetime) -> None:
    """Say that nobody came (来られなかったことを記録する); the time is free at once.

    Raises UnableToProceed before the time has begun, or UnableToMove.
    """
    lock_with_unit(booking)
    answer = rules.may_miss(booking.span, at=at)
    if answer.refused:
        raise UnableToProceed(answer)
    audit.move(booking, "miss", by=by, at=at, why=why, also={"why": why, "changed_at": at})


@transaction.atomic
def lapse_due(*, by: Actor, at: datetime) -> int:
    """Let go the holds whose time is over (期限の切れた仮押さえを解く); return how many.

    They have not been in anybody's way since; this is for what is shown.
    """
    due = Booking.objects.filter(status=BookingStatus.HELD, lapses_at__lte=at)
    found = dict(due.order_by("lapses_at").values_list("pk", "unit_id")[:BATCH])
    lock_units(ids=found.values())
    rows = list(due.filter(pk__in=found).order_by("pk"))
    for booking in rows:
        audit.move(booking, "lapse", by=by, at=at, also={"changed_at": at})
    return len(rows)


@transaction.atomic
def prolong(*, booking: Booking, lapses_at: datetime | None, by: Actor, at: datetime) -> None:
    """Let a hold last until another moment, or without end (仮押さえの期限を変える).

    Raises UnableToProceed when its time is over.
    """
    lock_with_unit(booking)
    answer = rules.may_confirm(BookingStatus.of(booking.status), booking.lapses_at, at=at)
    if answer.refused:
        raise UnableToProceed(answer)
    audit.change(booking, {"lapses_at": lapses_at, "changed_at": at}, version=None, by=by, at=at)
