"""Close units for a time, and open them again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from kayoi.engines.reservations import rules
from kayoi.engines.reservations.models import Booking, Unit
from kayoi.engines.reservations.rules import Span
from kayoi.engines.reservations.selectors.locks import locked_units, locked_with
from kayoi.engines.reservations.selectors.taken import facts_of, taken_around
from kayoi.engines.reservations.services.lapsing import lapse_in_the_way
from kayoi.engines.reservations.services.showing import show_free
from kayoi.engines.reservations.states import BookingStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.moves import UnableToMove
from kayoi.kit.tokens import new_reference
from kayoi.kit.verdict import Refused, Verdict, verdict


class UnableToBlock(Refused):
    """Bookings are in the way; `bookings` are their references."""

    def __init__(self, answer: Verdict) -> None:
        super().__init__(answer)
        self.bookings = [str(one.params["reference"]) for one in answer.reasons if "reference" in one.params]


@transaction.atomic
def block(*, units: Sequence[Unit], span: Span, why: str, key: str = "", by: Actor, at: datetime) -> list[Booking]:
    """Close units for a time with a reason (利用できない期間にする), all or none. The same key twice is one closing.

    Raises UnableToBlock with each booking in the way, days of cleaning included.
    """
    locked = locked_units(ids=[unit.pk for unit in units])
    key = key or f"block:{uuid4()}"
    if known := list(Booking.objects.filter(key=key).order_by("number")):
        return known
    lapse_in_the_way(units=locked, start=span.starts_at, end=span.ends_before, by=by, at=at)
    taken = taken_around(locked, start=span.starts_at, end=span.ends_before, at=at)
    answers = [rules.may_block(facts, span, taken=taken.get(pk, ())) for pk, facts in facts_of(locked.values()).items()]
    against = [reason for answer in answers for reason in answer.reasons]
    if against:
        raise UnableToBlock(verdict(against))
    rows = Booking.objects.bulk_create(
        Booking(
            unit=unit, starts_at=span.starts_at, ends_before=span.ends_before, busy_before=span.ends_before, persons=0,
            status=BookingStatus.BLOCKED, why=why, key=key, number=number, reference=new_reference(), booked_at=at,
            changed_at=at,
        )
        for number, unit in enumerate(locked.values())
    )  # fmt: skip
    for row in rows:
        after = {"unit": row.unit_id, "starts_at": row.starts_at, "ends_before": row.ends_before}
        audit.record("reservations.block", row, by=by, at=at, why=why, after=after)
    show_free(units=locked.values(), by=by, at=at)
    return rows


@transaction.atomic
def unblock(*, booking: Booking, why: str = "", by: Actor, at: datetime) -> None:
    """Open a unit again that was closed for a time (利用できない期間をやめる). Raises UnableToMove."""
    units = locked_with(booking, alone=False)
    answer = rules.may_change(BookingStatus.of(booking.status), {BookingStatus.BLOCKED}, "unblock")
    if answer.refused:
        raise UnableToMove(answer)
    audit.move(booking, "cancel", by=by, at=at, why=why, also={"changed_at": at})
    show_free(units=units.values(), by=by, at=at)
