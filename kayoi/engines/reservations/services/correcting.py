"""What was written by mistake goes back; in an emergency a unit is given without being made ready."""

from datetime import datetime

from django.db import IntegrityError, transaction

from kayoi.engines.reservations.models import Booking
from kayoi.engines.reservations.rules import busy_before, obstacle
from kayoi.engines.reservations.rules.spans import Span, in_the_way
from kayoi.engines.reservations.selectors.locks import locked_with
from kayoi.engines.reservations.selectors.taken import taken_around
from kayoi.engines.reservations.services.changing import UnableToChange
from kayoi.engines.reservations.services.lapsing import lapse_in_the_way
from kayoi.engines.reservations.services.showing import show_free
from kayoi.engines.reservations.states import BookingStatus, Measure
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, verdict

BACK = {BookingStatus.IN_USE: "unstart", BookingStatus.FINISHED: "unfinish", BookingStatus.NO_SHOW: "unmiss"}


@transaction.atomic
def take_back(*, booking: Booking, ends_before: datetime | None = None, why: str, by: Actor, at: datetime) -> None:
    """Take back that a use began, ended, or that nobody came (記録の取り消し): the booking is as it was before.

    `ends_before` is the end that a use had before it was left early. Raises UnableToChange where somebody else has the
    time since, or UnableToMove.
    """
    units = locked_with(booking)
    unit = units[booking.unit_id]
    measure = Measure.of(unit.measure)
    span = Span(booking.starts_at, ends_before or booking.ends_before)
    busy = busy_before(span, measure, unit.buffer)
    lapse_in_the_way(units=[unit.pk], start=span.starts_at, end=busy, by=by, at=at)
    taken = taken_around([unit.pk], start=span.starts_at, end=busy, at=at, without=booking).get(unit.pk, ())
    against = [obstacle(one, span, measure) for one in in_the_way(span, busy, taken)]
    if against:
        raise UnableToChange(verdict(against))
    action = BACK.get(BookingStatus.of(booking.status), "unstart")
    also = {"ends_before": span.ends_before, "busy_before": busy, "changed_at": at}
    try:
        with transaction.atomic():
            audit.move(booking, action, by=by, at=at, why=why, also=also)
    except IntegrityError as error:
        if "reservations_no_overlap" not in str(error):
            raise
        raise UnableToChange(verdict([Reason("reservations.just_taken")])) from error
    show_free(units=units.values(), by=by, at=at)


@transaction.atomic
def skip_readying(*, booking: Booking, why: str, by: Actor, at: datetime) -> None:
    """Give the days for making ready after a booking away (準備の日を空ける): in an emergency, with the reason."""
    units = locked_with(booking, alone=False)
    audit.change(booking, {"busy_before": booking.ends_before, "changed_at": at}, version=None, by=by, at=at, why=why)
    show_free(units=units.values(), by=by, at=at)
