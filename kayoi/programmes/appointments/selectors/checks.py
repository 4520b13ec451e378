"""Checks of appointments for `manage.py verify`: how many rows of the open organization are not sound."""

from collections import Counter

from django.db.models import Count

from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.followups.models import FollowUp
from kayoi.programmes.appointments.models import Booking, GuidedDay
from kayoi.programmes.appointments.states import BOOKING, DAY, BookingStatus, DayStatus


def held_without_engagement() -> int:
    """Count consultations that took place and are not counted once, and those counted that did not."""
    return _unlike("appointment", BOOKING, set(map(str, _pks(Booking, BookingStatus.HELD))))


def done_without_engagement() -> int:
    """Count guided days that took place and are not counted once, and those counted that did not."""
    return _unlike("guided_day", DAY, set(map(str, _pks(GuidedDay, DayStatus.DONE))))


def booked_without_follow_up() -> int:
    """Count bookings and days ahead of which nobody is asked to say how they went."""
    open_ones = FollowUp.objects.open().filter(cause__in=[BOOKING, DAY])
    waiting = set(open_ones.values_list("cause", "reference"))
    asked = {(BOOKING, str(pk)) for pk in _pks(Booking, BookingStatus.BOOKED)}
    days = GuidedDay.objects.filter(status__in=[DayStatus.PLANNED, DayStatus.CONFIRMED]).values_list("pk", flat=True)
    asked |= {(DAY, str(pk)) for pk in days}
    return len(asked - waiting)


def moved_without_successor() -> int:
    """Count receipts of which every row was moved away: the booking is lost."""
    rows = Booking.objects.values("receipt", "status").annotate(count=Count("pk"))
    moved = {row["receipt"] for row in rows if row["status"] == BookingStatus.MOVED}
    return len(moved - {row["receipt"] for row in rows if row["status"] != BookingStatus.MOVED})


def _pks(model: type[Booking] | type[GuidedDay], status: str) -> list[int]:
    return list(model.objects.filter(status=status).values_list("pk", flat=True))


def _unlike(kind: str, cause: str, right: set[str]) -> int:
    told = Counter(Engagement.objects.filter(kind=kind, cause=cause).values_list("reference", flat=True))
    return sum(told[reference] != 1 for reference in right) + len(told.keys() - right)
