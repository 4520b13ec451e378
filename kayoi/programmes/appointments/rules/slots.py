"""When somebody can be booked: weekly hours, exceptions, holidays, what is taken. All periods are half-open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kayoi.kit.dates import JST, is_holiday, local_date
from kayoi.programmes.appointments.states import ExceptionKind


@dataclass(frozen=True)
class Window:
    """Hours of one day in which bookings are taken, and how one can talk then."""

    starts: time
    ends: time
    ways: frozenset[str]


@dataclass(frozen=True)
class Weekly:
    """A window of each week; Monday is 0."""

    weekday: int
    window: Window


@dataclass(frozen=True)
class Exceptional:
    """How one day differs: hours that fall away, or hours that are added."""

    on: date
    kind: ExceptionKind
    window: Window


@dataclass(frozen=True)
class Offer:
    """What a counsellor publishes."""

    length: timedelta
    buffer: timedelta
    notice: timedelta
    ahead_days: int
    most_per_day: int
    on_holidays: bool
    weekly: Sequence[Weekly] = ()
    exceptions: Sequence[Exceptional] = ()


@dataclass(frozen=True)
class Slot:
    """A time at which one can be booked; the counsellor is busy until `busy_before`."""

    starts_at: datetime
    ends_before: datetime
    busy_before: datetime
    ways: frozenset[str]


@dataclass(frozen=True)
class Span:
    """A time that is taken, the buffer included."""

    starts_at: datetime
    busy_before: datetime

    def meets(self, other: "Slot | Span") -> bool:
        """Tell whether both have a moment in common; what only touches does not."""
        return self.starts_at < other.busy_before and other.starts_at < self.busy_before


def windows_on(offer: Offer, *, on: date) -> list[Window]:
    """Return the hours in which a counsellor takes bookings on a day (その日の受付時間).

    The weekly hours, without holidays and New Year unless the counsellor says so, without the hours that an exception
    closes, with those that it opens; what is opened by hand counts on holidays too.

    Source: docs/decisions/0021-bookings-by-constraint.md; 国民の祝日に関する法律; 地方自治法4条の2
    """
    regular = [weekly.window for weekly in offer.weekly if weekly.weekday == on.weekday()]
    if not offer.on_holidays and not _is_ordinary(on):
        regular = []
    today = [exception for exception in offer.exceptions if exception.on == on]
    regular += [exception.window for exception in today if exception.kind is ExceptionKind.OPEN]
    for closed in (exception.window for exception in today if exception.kind is ExceptionKind.CLOSED):
        regular = [rest for window in regular for rest in _without(window, closed)]
    return sorted(regular, key=lambda window: window.starts)


def _is_ordinary(on: date) -> bool:
    """Tell whether a day is neither a holiday nor New Year. A published Saturday is an ordinary day."""
    is_new_year = (on.month, on.day) >= (12, 29) or (on.month, on.day) <= (1, 3)
    return not is_new_year and not is_holiday(on)


def _without(window: Window, closed: Window) -> list[Window]:
    """Return what is left of a window when hours fall away: nothing, one part or two."""
    if closed.ends <= window.starts or window.ends <= closed.starts:
        return [window]
    parts = [(window.starts, closed.starts), (closed.ends, window.ends)]
    return [Window(starts, ends, window.ways) for starts, ends in parts if starts < ends]


def slots_on(offer: Offer, *, on: date) -> list[Slot]:
    """Return the times of a day at which one can be booked in principle (予約の枠), one after another in each window.

    A consultation has to end within the window; the buffer after the last one may reach beyond it.

    Source: docs/decisions/0021-bookings-by-constraint.md
    """
    slots: dict[datetime, Slot] = {}
    for window in windows_on(offer, on=on):
        start, last = datetime.combine(on, window.starts, JST), datetime.combine(on, window.ends, JST)
        while start + offer.length <= last:
            end = start + offer.length
            slots.setdefault(start, Slot(start, end, end + offer.buffer, window.ways))
            start = end + offer.buffer
    return [slots[start] for start in sorted(slots)]


def free_slots(offer: Offer, *, on: date, taken: Sequence[Span], now: datetime, by_staff: bool) -> list[Slot]:
    """Return the times of a day that can be booked now (空いている時間).

    Staff may book until the beginning and as far ahead as they like; the number of bookings a day holds for them too.

    Source: docs/decisions/0021-bookings-by-constraint.md
    """
    today = [span for span in taken if local_date(span.starts_at) == on]
    if len(today) >= offer.most_per_day:
        return []
    if not by_staff and (on - local_date(now)).days > offer.ahead_days:
        return []
    earliest = now if by_staff else now + offer.notice
    return [
        slot
        for slot in slots_on(offer, on=on)
        if slot.starts_at >= earliest and not any(span.meets(slot) for span in taken)
    ]


def nearest(moments: Iterable[datetime], *, wanted: datetime, most: int) -> list[datetime]:
    """Return the moments that lie nearest to the one that was wanted, in the order of time (近い時間).

    Source: docs/decisions/0021-bookings-by-constraint.md
    """
    found = sorted(set(moments), key=lambda moment: (abs(moment - wanted), moment))
    return sorted(found[:most])
