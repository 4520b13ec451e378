"""Times that are reserved, all half-open. Nights run from midnight to midnight, so that one leaves as another comes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kayoi.engines.reservations.states import Measure
from kayoi.kit.dates import JST, local_date

ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A time that is wanted or had: for nights from the first night's day to the day of leaving."""

    starts_at: datetime
    ends_before: datetime

    @property
    def first_day(self) -> date:
        return local_date(self.starts_at)

    @property
    def leaves_on(self) -> date:
        """The day on which the unit is left; for nights the one after the last."""
        return local_date(self.ends_before)

    @property
    def nights(self) -> int:
        return (self.leaves_on - self.first_day).days


@dataclass(frozen=True, slots=True)
class Taken:
    """A time that is taken; until `busy_before` the unit is made ready for the next."""

    span: Span
    busy_before: datetime
    is_blocked: bool = False
    reference: str = ""


def midnight(on: date) -> datetime:
    """Return the moment at which a day begins in Japan (その日の午前0時).

    Source: docs/decisions/0033-bookings-in-one-constraint.md
    """
    return datetime.combine(on, time(), JST)


def nights(arrives_on: date, leaves_on: date) -> Span:
    """Return the nights from the day of arrival to the day of leaving (泊).

    Source: docs/decisions/0033-bookings-in-one-constraint.md
    """
    return Span(midnight(arrives_on), midnight(leaves_on))


def busy_before(span: Span, measure: Measure, buffer: int) -> datetime:
    """Return until when a unit is made ready after a booking (清掃・準備の終わり): whole days, or minutes.

    Source: docs/decisions/0033-bookings-in-one-constraint.md
    """
    return span.ends_before + buffer * (ONE_DAY if measure is Measure.NIGHT else ONE_MINUTE)


def in_the_way(span: Span, busy: datetime, taken: Iterable[Taken]) -> list[Taken]:
    """Return what has a moment in common with a time and its buffer (重なるもの); what only touches does not.

    Source: docs/decisions/0033-bookings-in-one-constraint.md
    """
    return [one for one in taken if one.span.starts_at < busy and span.starts_at < one.busy_before]


def shortened_end(span: Span, measure: Measure, left_at: datetime) -> datetime:
    """Return the end of a use that was left at a moment (早く終えたときの終わり): never later than reserved.

    Nights that have begun count, and at least one does; a minute that has begun counts whole.

    Source: docs/decisions/0033-bookings-in-one-constraint.md
    """
    if measure is Measure.NIGHT:
        left, least = midnight(local_date(left_at)), ONE_DAY
    else:
        whole = left_at.replace(second=0, microsecond=0)
        left, least = whole if whole == left_at else whole + ONE_MINUTE, ONE_MINUTE
    return min(max(left, span.starts_at + least), span.ends_before)


def left_to_spend(span: Span, measure: Measure, moved_at: datetime) -> Span:
    """Return what of a use that has begun goes on elsewhere (移った先で使う分): on the day of arrival all of it.

    No night was spent yet, though whoever leaves on that day for good is charged one.

    Source: docs/decisions/0033-bookings-in-one-constraint.md
    """
    if measure is Measure.NIGHT and local_date(moved_at) <= span.first_day:
        return span
    return Span(shortened_end(span, measure, moved_at), span.ends_before)
