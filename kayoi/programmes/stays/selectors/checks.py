"""Checks for `manage.py verify`: how many rows of the open organization are not sound."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from kayoi.engines.procedures.states import ApplicationStatus as A
from kayoi.engines.reservations.states import BookingStatus as B
from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.states import StayStatus

S = StayStatus
# A hold lapses under somebody who writes too long; what is refused or given up may have lapsed before.
BOOKINGS: Mapping[StayStatus, tuple[B, ...]] = {
    S.ASKED: (B.HELD, B.LAPSED),
    S.ALLOWED: (B.CONFIRMED,),
    S.STAYING: (B.IN_USE,),
    S.LEFT: (B.FINISHED,),
    S.CLOSED: (B.FINISHED,),
    S.REFUSED: (B.CANCELLED, B.LAPSED),
    S.CANCELLED: (B.CANCELLED, B.LAPSED),
    S.ABSENT: (B.NO_SHOW,),
}
APPLICATIONS: Mapping[StayStatus, tuple[A, ...]] = {
    S.ASKED: (A.DRAFT, A.SUBMITTED, A.RETURNED, A.PROPOSED),
    S.ALLOWED: (A.APPROVED,),
    S.STAYING: (A.APPROVED,),
    S.LEFT: (A.APPROVED,),
    S.CLOSED: (A.APPROVED,),
    S.REFUSED: (A.REFUSED,),
    S.CANCELLED: (A.DRAFT, A.WITHDRAWN, A.APPROVED),
    S.ABSENT: (A.APPROVED,),
}


def days_unlike_bookings() -> int:
    """Count stays whose days are not those of their booking; who has moved in the middle came before it began."""
    rows = Stay.objects.select_related("booking").only(
        "arrives_on", "leaves_on", "booking__starts_at", "booking__ends_before", "booking__continues"
    )
    return sum(_days_differ(stay) for stay in rows.iterator())


def _days_differ(stay: Stay) -> bool:
    booking: Any = stay.booking
    came = stay.arrives_on == booking.arrives_on or (booking.continues_id and stay.arrives_on <= booking.arrives_on)
    return not came or stay.leaves_on != booking.leaves_on


def states_that_cannot_meet() -> int:
    """Count stays whose state cannot be, as their booking and application stand."""
    sound = Q()
    for status in StayStatus:
        asked = Q(application=None) | Q(application__status__in=APPLICATIONS[status])
        sound |= Q(status=status, booking__status__in=BOOKINGS[status]) & asked
    return Stay.objects.exclude(pk__in=Stay.objects.filter(sound)).count()
