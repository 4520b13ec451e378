"""How many points an activity earns (ポイント), until when they are good, and when a use is refused or only noted.

Points cost nothing: nobody buys them, changes them into money, or gives them to another person. So they are no
前払式支払手段, and there is no service by which they could become one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kayoi.kit.dates import months_later
from kayoi.kit.verdict import Reason, Verdict, verdict

AT_ONCE = timedelta(seconds=120)  # what clocks may differ, as for cards
WHOLE = 100


@dataclass(frozen=True, slots=True)
class InForce:
    """A registration as it was: on which step of the ladder (0: none), from when to when (None: not over)."""

    step: int
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Caps:
    """The most points of a day and of a fiscal year; None: no limit."""

    day: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Earned:
    """The points of one activity, and how many more it would be without the limits."""

    points: int
    cut: int = 0


def step_on(registrations: Iterable[InForce], *, on: date) -> int | None:
    """Return the highest step on which somebody stood on a day (その日の段階), the first and last day included.

    None: registered nowhere on that day.

    Source: issue 9, row P15 (points tied to relation level: of the day of the activity, not of the confirmation)
    """
    steps = [
        one.step
        for one in registrations
        if one.since is not None and one.since <= on and (one.until is None or on <= one.until)
    ]
    return max(steps, default=None)


def percent_of(step: int | None, *, percents: Mapping[int, int], without: int) -> int:
    """Return how many percent of the points somebody earns (段階の割合): by step; 100 where none is set for it.

    Source: issue 9, row P15
    """
    return without if step is None else percents.get(step, WHOLE)


def earned(base: int, *, percent: int, so_far_day: int, so_far_year: int, caps: Caps) -> Earned:
    """Return the points of an activity (付けるポイント): half a point is rounded up (四捨五入), then the limits cut.

    Source: issue 9, row P15; the limits are those of the town's scheme
    """
    full = (base * percent + WHOLE // 2) // WHOLE
    room = [full]
    if caps.day is not None:
        room.append(caps.day - so_far_day)
    if caps.year is not None:
        room.append(caps.year - so_far_year)
    points = max(min(room), 0)
    return Earned(points, full - points)


def last_day(given_on: date, *, months: int) -> date:
    """Return the last day on which points are good (使える最後の日): that many months after they were given.

    Given on 31 August for six months: until 28 February.

    Source: the town's scheme; 民法 143条2項 (a month without that day ends with its last)
    """
    return months_later(given_on, months)


def told_at_once(used_at: datetime, *, told_at: datetime) -> bool:
    """Tell whether a use is told while whoever uses it is still there (その場で届いた利用): then it can be refused.

    What was told later has happened: it is recorded, and noted where the points were too few.

    Source: issue 9 (queued uses); docs/decisions/0038
    """
    return told_at - used_at <= AT_ONCE


def may_set(*, starts_on: date, today: date, has_given: bool) -> Verdict:
    """Answer whether the terms of a scheme may be written (決まりを書けるか): what has given points stays as it was.

    Source: rulesets are dated; 要綱は公布の日より前にさかのぼらない
    """
    reasons = []
    if has_given:
        reasons.append(Reason("furusato.points_given"))
    if starts_on < today:
        reasons.append(Reason("furusato.points_past"))
    return verdict(reasons)
