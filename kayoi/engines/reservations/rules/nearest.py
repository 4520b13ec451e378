"""The nearest time that can be had, and why each nearer one cannot."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kayoi.engines.reservations.rules.spans import Span, Taken, busy_before
from kayoi.engines.reservations.rules.taking import UnitFacts, may_take, obstacle
from kayoi.kit.verdict import Reason, Verdict

# What else speaks against a time, such as the period in which one may apply: plain values in, a verdict out.
Also = Callable[[Span], Verdict]


@dataclass(frozen=True, slots=True)
class Shift:
    """A time that can be had, how many steps from the wanted one (before it: negative), and why not a nearer one."""

    span: Span
    steps: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """Where and how a nearer time is looked for: between two moments, step by step, for so many persons."""

    earliest: datetime
    latest: datetime
    step: timedelta
    persons: int
    also: Also


def nearest(unit: UnitFacts, wanted: Span, taken: Sequence[Taken], search: Search) -> list[Shift]:
    """Return the wanted time where it can be had, otherwise the nearest before and the nearest after it (近い空き).

    `taken` is in the order of time. Each shift says what stands against the times between: 予約あり, 利用できない期間,
    清掃日, and what `also` says.

    Source: docs/decisions/0033-bookings-in-one-constraint.md
    """
    later = _look(unit, wanted, taken, search, forward=True)
    if later is not None and later.steps == 0:
        return [later]
    earlier = _look(unit, wanted, taken, search, forward=False)
    return [shift for shift in (earlier, later) if shift is not None]


def _look(unit: UnitFacts, wanted: Span, taken: Sequence[Taken], search: Search, *, forward: bool) -> Shift | None:
    length, sign = wanted.ends_before - wanted.starts_at, 1 if forward else -1
    ends, steps, reasons = [one.busy_before for one in taken], 0, list[Reason]()
    while True:
        start = wanted.starts_at + steps * search.step
        span = Span(start, start + length)
        if span.starts_at < search.earliest or span.ends_before > search.latest:
            return None
        busy = busy_before(span, unit.measure, unit.buffer)
        first = bisect_right(ends, start)
        if first < len(taken) and taken[first].span.starts_at < busy:
            one = taken[first]
            reason = obstacle(one, span, unit.measure)
            away = one.busy_before - start if forward else busy - one.span.starts_at
            steps += sign * -(-away // search.step)  # over the whole of it at once
            against: tuple[Reason, ...] = (reason,)
        else:
            answer = may_take(unit, span, persons=search.persons, taken=())
            against = (*answer.reasons, *search.also(span).reasons)
            if not against:
                return Shift(span, steps, tuple(reasons))
            steps += sign
        reasons += [reason for reason in against if reason not in reasons]
