"""Let holds lapse whose time is over."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kayoi.engines.reservations.models import Booking
from kayoi.engines.reservations.selectors.locks import locked_units
from kayoi.engines.reservations.services.showing import show_free
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor

BATCH = 500


def lapse_in_the_way(*, units: Iterable[int], start: datetime, end: datetime, by: Actor, at: datetime) -> None:
    """Let go the holds in a time whose own time is over (期限の切れた仮押さえを解く); the units are locked."""
    overdue = Booking.objects.overdue(at).filter(unit_id__in=list(units), busy_before__gt=start, starts_at__lt=end)
    for booking in overdue.order_by("pk"):
        audit.move(booking, "lapse", by=by, at=at, also={"changed_at": at})


@transaction.atomic
def lapse_due(*, by: Actor, at: datetime) -> int:
    """Let go the holds whose time is over (期限の切れた仮押さえを解く); return how many.

    They have not been in anybody's way since; this is for what is shown.
    """
    overdue = Booking.objects.overdue(at)
    found = dict(overdue.order_by("lapses_at").values_list("pk", "unit_id")[:BATCH])
    units = locked_units(ids=found.values(), alone=False)
    rows = list(overdue.filter(pk__in=found).order_by("pk"))
    for booking in rows:
        audit.move(booking, "lapse", by=by, at=at, also={"changed_at": at})
    show_free(units=units.values(), by=by, at=at)
    return len(rows)
