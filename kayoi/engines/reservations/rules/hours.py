"""When a unit is open: weekly hours, those of a season in place of the usual ones, across midnight."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kayoi.engines.reservations.rules.spans import Span
from kayoi.kit.dates import JST, local_date


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of one day of the week (Monday is 0); those that end no later than they start end on the next day."""

    weekday: int
    starts: time
    ends: time
    starts_on: date | None = None
    ends_before: date | None = None

    @property
    def is_dated(self) -> bool:
        return self.starts_on is not None or self.ends_before is not None

    def in_force(self, on: date) -> bool:
        """Tell whether a day lies in their period."""
        return (self.starts_on is None or self.starts_on <= on) and (self.ends_before is None or on < self.ends_before)

    def on(self, day: date) -> tuple[datetime, datetime]:
        """Return when these hours begin and end, if they begin on that day."""
        last = day if self.starts < self.ends else day + timedelta(days=1)
        return datetime.combine(day, self.starts, JST), datetime.combine(last, self.ends, JST)


def hours_on(hours: Sequence[Hours], on: date) -> list[tuple[datetime, datetime]]:
    """Return when a unit opens on a day, and until when (その日の利用時間).

    On a day that lies in the period of dated hours only those count, on whatever day of the week they are.

    Source: docs/decisions/0033-bookings-in-one-constraint.md
    """
    in_force = [one for one in hours if one.in_force(on)]
    season = [one for one in in_force if one.is_dated] or in_force
    return sorted(one.on(on) for one in season if one.weekday == on.weekday())


def is_open(span: Span, hours: Sequence[Hours]) -> bool:
    """Answer whether a unit is open through the whole of a time (利用時間内か). Without hours it is always open.

    Hours that touch, as those across midnight do, are one. Japan has no summer time.

    Source: docs/decisions/0033-bookings-in-one-constraint.md; 明治19年勅令第51号・明治28年勅令第167号 (中央標準時)
    """
    if not hours:
        return True
    reached, day = span.starts_at, local_date(span.starts_at) - timedelta(days=1)
    while day <= local_date(span.ends_before) and reached < span.ends_before:
        for opens, closes in hours_on(hours, day):
            if opens <= reached < closes:
                reached = closes
        day += timedelta(days=1)
    return reached >= span.ends_before
