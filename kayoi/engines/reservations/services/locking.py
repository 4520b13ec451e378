"""Lock units before anything is looked at: who comes second waits, and sees what the first has taken."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError
from django.db.models import Q

from kayoi.engines.reservations.models import Booking, Unit
from kayoi.engines.reservations.states import BookingStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor

NO_OVERLAP = "reservations_no_overlap"


def lock_units(*, ids: Iterable[int] = (), pools: Iterable[int] = ()) -> dict[int, Unit]:
    """Lock units, and all of pools, in the order of their ids: waiting instead of deadlocks (施設を押さえる)."""
    wanted = Q(pk__in=list(ids)) | Q(pool_id__in=list(pools))
    return {unit.pk: unit for unit in Unit.objects.filter(wanted).order_by("pk").select_for_update(no_key=True)}


def lock_with_unit(booking: Booking) -> Unit:
    """Lock the unit of a booking, and read the booking anew (予約の施設を押さえる)."""
    while True:
        unit = lock_units(ids=[booking.unit_id])[booking.unit_id]
        booking.refresh_from_db()
        if booking.unit_id == unit.pk:
            return unit


def lapse_overdue(ids: Iterable[int], *, start: datetime, end: datetime, by: Actor, at: datetime) -> None:
    """Let go the holds in a time whose own time is over (期限の切れた仮押さえを解く); their units are locked."""
    overdue = Booking.objects.filter(
        unit_id__in=list(ids), busy_before__gt=start, starts_at__lt=end, status=BookingStatus.HELD, lapses_at__lte=at
    )
    for booking in overdue.order_by("pk"):
        audit.move(booking, "lapse", by=by, at=at, also={"changed_at": at})


def is_overlap(error: IntegrityError) -> bool:
    """Tell whether the constraint has refused what got past the lock."""
    return NO_OVERLAP in str(error)
