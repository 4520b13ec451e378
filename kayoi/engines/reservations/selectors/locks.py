"""Lock units before anything is looked at: who comes second waits, and sees what the first has taken.

Three locks of PostgreSQL are used on the row of a unit:

* FOR UPDATE (`alone`): for who changes the unit, gives it a time after having looked around, or closes it. It waits
  for bookings that are under way, and they for it.
* FOR NO KEY UPDATE (`alone=False`): for who moves a booking on or gives its time back. It waits for its like, and for
  who is alone, but not for bookings under way, which have nothing to do with it.
* FOR KEY SHARE: of the usual booking, `reservations_take` (and of each foreign key). The constraint keeps them apart.

Who has booked may move on in the same transaction without waiting for who does the same. Who will be alone is so first.
"""

from collections.abc import Iterable

from django.db.models import Q

from kayoi.engines.reservations.models import Booking, Unit


def locked_units(*, ids: Iterable[int] = (), pools: Iterable[int] = (), alone: bool = True) -> dict[int, Unit]:
    """Lock units, and all of pools, in the order of their ids: waiting instead of deadlocks."""
    wanted = Q(pk__in=list(ids)) | Q(pool_id__in=list(pools))
    return {unit.pk: unit for unit in Unit.objects.filter(wanted).order_by("pk").select_for_update(no_key=not alone)}


def locked_with(booking: Booking, *others: Unit, alone: bool = True) -> dict[int, Unit]:
    """Lock the unit of a booking, with others, and read the booking anew; it may have been moved meanwhile."""
    while True:
        units = locked_units(ids={booking.unit_id, *(unit.pk for unit in others)}, alone=alone)
        booking.refresh_from_db()
        if booking.unit_id in units:
            return units
