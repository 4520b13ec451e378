"""What counsellors have published, for the pages on which staff change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.programmes.appointments.models import Counsellor, HoursException, WeeklyHours
from kayoi.programmes.appointments.selectors.words import ways_in_words


@dataclass(frozen=True)
class Published:
    """Hours or an exception with its ways in words."""

    row: WeeklyHours | HoursException
    ways: str


def all_counsellors() -> list[Counsellor]:
    """Return all counsellors, those who take bookings first."""
    return list(Counsellor.objects.select_related("membership").order_by("-is_published", "name", "pk"))


def weekly_of(counsellor: Counsellor) -> Sequence[Published]:
    """Return the weekly hours of a counsellor."""
    rows = counsellor.weekly.order_by("weekday", "starts")
    return [Published(row, ways_in_words(row.ways)) for row in rows]


def exceptions_of(counsellor: Counsellor, *, on: date) -> Sequence[Published]:
    """Return the days from today on that differ."""
    rows = counsellor.exceptions.filter(on__gte=on).order_by("on", "starts")
    return [Published(row, ways_in_words(row.ways)) for row in rows]
