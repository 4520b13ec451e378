"""Lengths of time between days and over several periods, by the counting method of the rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from kayoi.engines.rulesets.states import Adding
from kayoi.kit.dates import CountingMethod, months_later, period_end

# Days of a month where single days are added up to months (30日をもって1月とする).
DAYS_OF_MONTH = 30


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time in whole months and days (期間の長さ)."""

    months: int = 0
    days: int = 0


class Span(NamedTuple):
    """Days from the first up to and without the one after the last."""

    start: date
    stop: date


def has_passed(start: date, end: date, length: Length, method: CountingMethod | None) -> bool | None:
    """Tell whether on `end` a length since the event on `start` is over (○年以上・超; not so: ○年以内・未満).

    With no declared method None on the days on which the methods differ: a person decides.

    Source: 民法140条, 143条
    """
    if method is None:
        answers = {has_passed(start, end, length, one) for one in CountingMethod}
        return answers.pop() if len(answers) == 1 else None
    return end > period_end(start, method=method, months=length.months, days=length.days)


def joined(spans: Iterable[Span], *, gap_days: int = 0) -> list[Span]:
    """Return spans in order, those that overlap, touch, or lie not more than `gap_days` apart as one.

    Source: 民法143条 (one run by the calendar); docs/reference/rulesets.md (gap_days)
    """
    runs: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if runs and span.start <= runs[-1].stop + timedelta(days=gap_days):
            runs[-1] = Span(runs[-1].start, max(runs[-1].stop, span.stop))
        else:
            runs.append(span)
    return runs


def clipped(spans: Iterable[Span], window: Span) -> list[Span]:
    """Return the parts of spans that lie in a window.

    Source: docs/reference/rulesets.md (within)
    """
    cut = (Span(max(span.start, window.start), min(span.stop, window.stop)) for span in spans)
    return [span for span in cut if span.start < span.stop]


def adds_up(spans: Iterable[Span], length: Length, *, before: date, adding: Adding | None) -> bool | None:
    """Tell whether spans add up to a length, days that lie in several counted once (通算して○年以上).

    One run is counted by the calendar. Several by DAYS: as many days as that length has, counted back from `before`. By
    MONTHS: whole months of each run and the days left over, 30 of them a month. With no declared way None where the two
    differ.

    Source: 民法143条; 国家公務員退職手当法7条 and the like for 30日をもって1月とする
    """
    runs = joined(spans)
    if len(runs) == 1:
        return lasts(runs[0], length)
    if adding is None:
        answers = {adds_up(runs, length, before=before, adding=way) for way in Adding}
        return answers.pop() if len(answers) == 1 else None
    if adding is Adding.DAYS:
        needed = (before - months_later(before, -length.months)).days + length.days
        return sum((run.stop - run.start).days for run in runs) >= needed
    months, days = 0, 0
    for run in runs:
        whole = whole_months(run)
        months += whole
        days += (run.stop - _after(run.start, whole)).days
    return (months + days // DAYS_OF_MONTH, days % DAYS_OF_MONTH) >= (length.months, length.days)


def whole_months(span: Span) -> int:
    """Return how many whole months a span has, its first day counted (暦に従って計算した月数).

    Source: 民法140条ただし書, 143条 (from 31 January one month lasts to the end of February)
    """
    months = (span.stop.year - span.start.year) * 12 + span.stop.month - span.start.month
    return months if _after(span.start, months) <= span.stop else months - 1


def _after(first: date, months: int) -> date:
    """Return the first day after so many months that begin with a day."""
    if months == 0:
        return first
    return period_end(first, method=CountingMethod.DAY_BEFORE, months=months) + timedelta(days=1)


def lasts(span: Span, length: Length) -> bool:
    """Tell whether a span is at least so long, its first day counted (引き続き○年以上).

    Source: 民法140条ただし書, 143条2項 (a period that begins at midnight ends on the day before the 応当日)
    """
    return span.stop > period_end(span.start, method=CountingMethod.DAY_BEFORE, months=length.months, days=length.days)
