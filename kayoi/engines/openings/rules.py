"""What is free, and where in a free period a stay fits; which days are school holidays."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from kayoi.engines.openings.states import BREAKS, SchoolDaysKind
from kayoi.kit.dates import fiscal_year_end, fiscal_year_start, last_day, months_later
from kayoi.kit.verdict import Reason, Verdict, verdict

ONE_DAY = timedelta(days=1)


class Free(NamedTuple):
    """A time in which something is free: from, until, for how many persons, where (as models.FreePeriod)."""

    starts_on: date
    ends_before: date
    persons: int
    place_code: str = ""


def arrival_within(starts_on: date, ends_before: date, *, wanted: date, nights: int) -> date | None:
    """Return the day of arrival nearest to the wanted one with which a stay fits into a free period (近い到着日).

    `ends_before` is the last possible day of leaving. None where the period is too short.

    Source: docs/decisions/0033-bookings-in-one-constraint.md
    """
    last = ends_before - timedelta(days=nights)
    return None if last < starts_on else min(max(wanted, starts_on), last)


class SchoolSpan(NamedTuple):
    """A term or a holiday, half-open."""

    kind: SchoolDaysKind
    starts_on: date
    ends_before: date

    @property
    def ends_on(self) -> date:
        """The last day."""
        return last_day(self.ends_before)

    @property
    def is_break(self) -> bool:
        """Whether there is no school."""
        return self.kind in BREAKS


def may_set_school_year(year: int, spans: Sequence[SchoolSpan]) -> Verdict:
    """Answer whether terms and holidays can be those of a school year (学校の暦にできるか): within it, none on another.

    Source: 学校教育法施行令29条 (学期と休業日は設置者・教育委員会が定める); 施行規則59条 (4月1日から翌年3月31日)
    """
    first, last, against = fiscal_year_start(year), fiscal_year_end(year), list[Reason]()
    for one in spans:
        if one.ends_before <= one.starts_on:
            against.append(Reason("school.not_forward", {"kind": one.kind.label}))
        elif one.starts_on < first or one.ends_on > last:
            against.append(Reason("school.outside_year", {"kind": one.kind.label}))
    rows = sorted((one for one in spans if one.starts_on < one.ends_before), key=lambda one: one.starts_on)
    for one, following in pairwise(rows):
        if following.starts_on < one.ends_before:
            against.append(Reason("school.overlap", {"kind": one.kind.label, "other": following.kind.label}))
    return verdict(against)


def break_on(day: date, spans: Iterable[SchoolSpan]) -> SchoolDaysKind | None:
    """Return in which long holiday a day lies (長期休業の日か); None on other days, and where nothing was entered.

    Saturdays, Sundays and national holidays within a term are none.

    Source: see may_set_school_year
    """
    found = [one.kind for one in spans if one.is_break and one.starts_on <= day < one.ends_before]
    return found[0] if found else None


def breaks_ahead(spans: Iterable[SchoolSpan], *, on: date) -> list[SchoolSpan]:
    """Return the long holidays that are not over on a day, the soonest first (これからの長期休業).

    The days at the end of a school year and at the beginning of the next are one holiday where they touch.

    Source: see may_set_school_year
    """
    found: list[SchoolSpan] = []
    for one in sorted((one for one in spans if one.is_break), key=lambda one: (one.starts_on, one.ends_before)):
        if found and one.starts_on <= found[-1].ends_before:
            found[-1] = found[-1]._replace(ends_before=max(one.ends_before, found[-1].ends_before))
        else:
            found.append(one)
    return [one for one in found if one.ends_before > on]


def copied_year(spans: Iterable[SchoolSpan]) -> list[SchoolSpan]:
    """Return the same days of the next year (前の年度から写す): dates stay, 29 February becomes the 28th.

    Source: 学校管理規則の型 (休業日を月日で定める)
    """
    return [
        SchoolSpan(one.kind, months_later(one.starts_on, 12), months_later(one.ends_on, 12) + ONE_DAY) for one in spans
    ]  # fmt: skip


class SchoolRun(NamedTuple):
    """Days one after the other in the same part of a school year; None where nothing was entered."""

    kind: SchoolDaysKind | None
    days: int

    @property
    def is_break(self) -> bool:
        """Whether there is no school."""
        return self.kind in BREAKS


def school_runs(first: date, until: date, spans: Iterable[SchoolSpan]) -> list[SchoolRun]:
    """Return some days as a band of terms and holidays (学期・休業の帯); the runs add up to all of the days.

    Source: see may_set_school_year
    """
    found, day = list[SchoolRun](), first
    for one in sorted(spans, key=lambda one: one.starts_on):
        begins, ends = max(one.starts_on, day), min(one.ends_before, until)
        if begins >= ends:
            continue
        if begins > day:
            found.append(SchoolRun(None, (begins - day).days))
        found.append(SchoolRun(one.kind, (ends - begins).days))
        day = ends
    if day < until:
        found.append(SchoolRun(None, (until - day).days))
    return found
