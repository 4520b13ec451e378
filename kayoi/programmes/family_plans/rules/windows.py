"""From when until when one task is to be done."""

from dataclasses import dataclass
from datetime import date, timedelta

from kayoi.kit.dates import (
    CountingMethod,
    business_day_from,
    business_days_later,
    fiscal_year,
    fiscal_year_end,
    months_later,
    period_end,
)
from kayoi.programmes.family_plans.rules.facts import Family, anchor_on
from kayoi.programmes.family_plans.states import Span, TaskRule, Unit


@dataclass(frozen=True)
class Window:
    """The first and the last day on which something may be done (できる期間); None where there is no such day."""

    earliest_on: date | None
    latest_on: date | None


def day_at(anchor: date, span: Span) -> date:
    """Return the day that lies a span after an anchor, or before it (〇日前・〇か月以内・〇開庁日後・年度末).

    Days after: the day itself is not counted (14 days after the 1st is the 15th). Months after end with the 応当日, or
    with the month where there is none; months before are the same day of that month, or its last.

    Source: 民法140条, 141条, 143条; 地方自治法4条の2 (business days); 地方自治法208条 (fiscal year)
    """
    if span.unit is Unit.FISCAL_YEAR_END:
        return fiscal_year_end(fiscal_year(anchor) + span.count)
    if span.unit is Unit.BUSINESS_DAY:
        return business_days_later(anchor, span.count) if span.count else business_day_from(anchor)
    if span.unit is Unit.MONTH:
        if span.count > 0:
            return period_end(anchor, method=CountingMethod.CIVIL_CODE, months=span.count)
        return months_later(anchor, span.count)
    return anchor + timedelta(days=span.count)


def own_window(task: TaskRule, family: Family) -> Window:
    """Return the window that a task has of itself (期限), before other tasks narrow it.

    Where the row says so, a last day on which the office is closed moves to the next on which it works.

    Source: the table of deadlines; 民法142条, 地方自治法4条の2第4項 (last day on a holiday)
    """
    anchor = anchor_on(task.anchor, family, month=task.month, day=task.day)
    if anchor is None:
        return Window(None, None)
    earliest = day_at(anchor, task.earliest) if task.earliest else None
    latest = day_at(anchor, task.latest) if task.latest else None
    if latest is not None and task.carry_over:
        latest = business_day_from(latest)
    return Window(earliest, latest)


def is_in_time(done_on: date, window: Window) -> bool:
    """Tell whether something done on a day was done in time (期限内).

    Source: the window of the task
    """
    return (window.earliest_on is None or window.earliest_on <= done_on) and (
        window.latest_on is None or done_on <= window.latest_on
    )


def needs_review(source_on: date, *, on: date) -> bool:
    """Tell whether a row should be looked at again (見直しの時期): its source is more than a year old.

    Source: the task's own promise to towns: samples and adopted rows are checked once a year
    """
    return on > months_later(source_on, 12)
