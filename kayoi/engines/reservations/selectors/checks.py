"""Checks of reservations for `manage.py verify`: how many rows of the open organization are not sound."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import F, Window
from django.db.models.functions import Lag

from kayoi.engines.openings.models import FreePeriod
from kayoi.engines.reservations.models import Booking, Unit
from kayoi.engines.reservations.rules import midnight
from kayoi.engines.reservations.selectors.shown import periods_shown
from kayoi.engines.reservations.states import AHEAD, TAKEN, BookingStatus

COMPARED = timedelta(days=300)


def overlapping() -> int:
    """Count bookings and closed periods that begin before the one before them is over, counted past the constraint."""
    previous = Window(Lag("busy_before"), partition_by="unit_id", order_by="starts_at")
    rows = Booking.objects.filter(status__in=TAKEN).annotate(previous=previous)
    return rows.filter(previous__gt=F("starts_at")).count()


def over_capacity() -> int:
    """Count bookings ahead and in use for more persons than the unit is for."""
    return Booking.objects.filter(status__in=AHEAD | {BookingStatus.IN_USE}, persons__gt=F("unit__capacity")).count()


def overdue(*, on: date) -> int:
    """Count holds whose time was over before the day and that nobody has let lapse: the job does not run."""
    return Booking.objects.overdue(midnight(on)).count()


def shown_unlike_free(*, on: date) -> int:
    """Count openings that show other free periods than their units have, in the months from a day on."""
    units = Unit.objects.filter(opening__withdrawn_at=None).exclude(opening=None)
    wrong = 0
    for opening in units.order_by("opening_id").values_list("opening_id", flat=True).distinct():
        shown = FreePeriod.objects.filter(opening_id=opening).values_list("starts_on", "ends_before", "persons")
        free = (one[:3] for one in periods_shown(opening, at=midnight(on)))
        wrong += _clipped(shown, on) != _clipped(free, on)
    return wrong


def _clipped(periods: Iterable[tuple[date, date, int]], on: date) -> Counter[tuple[date, date, int]]:
    """Return what lies in the days that are compared: what was shown yesterday reaches one day less far."""
    until = on + COMPARED
    cut = ((max(first, on), min(last, until), persons) for first, last, persons in periods)
    return Counter(one for one in cut if one[0] < one[1])
