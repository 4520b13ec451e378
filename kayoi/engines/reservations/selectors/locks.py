"""Lock units before anything is looked at: who comes second waits, and sees what the first has taken."""

from collections.abc import Iterable

from django.db.models import Q

from kayoi.engines.reservations.models import Booking, Unit


def locked_units(*, ids: Iterable[int] = (), pools: Iterable[int] = ()) -> dict[int, Unit]:
    """Lock units, and all of pools, in the order of their ids: waiting instead of deadlocks."""
    wanted = Q(pk__in=list(ids)) | Q(pool_id__in=list(pools))
    return {unit.pk: unit for unit in Unit.objects.filter(wanted).order_by("pk").select_for_update(no_key=True)}


def locked_with(booking: Booking, *others: Unit) -> dict[int, Unit]:
    """Lock the unit of a booking, with others, and read the booking anew; it may have been moved meanwhile."""
    while True:
        units = locked_units(ids={booking.unit_id, *(unit.pk for unit in others)})
        booking.refresh_from_db()
        if booking.unit_id in units:
            return units
