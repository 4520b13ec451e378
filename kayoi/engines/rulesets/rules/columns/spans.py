"""Times that rows tell of, for many households at once: lengths.py and spans_of of lists.py."""

from typing import Any, NamedTuple

import numpy as np

from kayoi.engines.rulesets.rules.columns import calendar
from kayoi.engines.rulesets.rules.columns.bits import Mask, unpack
from kayoi.engines.rulesets.rules.columns.tables import Column, Places
from kayoi.engines.rulesets.rules.lengths import DAYS_OF_MONTH, Length
from kayoi.engines.rulesets.rules.lists import STILL
from kayoi.engines.rulesets.states import Adding
from kayoi.kit.dates import CountingMethod

# Further apart than any two days: spans of different owners stand on one line without touching.
APART = 2**32


class Spans(NamedTuple):
    """Days from the first up to and without the one after the last, and whose they are; in this order."""

    owner: Places
    start: Any
    stop: Any

    def clipped(self, start: Any, stop: Any) -> "Spans":
        """Return the parts of the spans that lie in the window of their owner."""
        begins, ends = np.maximum(self.start, _of(start, self)), np.minimum(self.stop, _of(stop, self))
        inside = begins < ends
        return Spans(self.owner[inside], begins[inside], ends[inside])

    def joined(self, *, gap_days: int = 0) -> "Spans":
        """Return spans that overlap, touch, or lie not more than `gap_days` apart as one."""
        if not len(self.owner):
            return self
        line = self.owner * APART
        reach = np.maximum.accumulate(line + self.stop)
        begins = np.append(True, (line + self.start)[1:] > reach[:-1] + gap_days)
        ends = np.append(begins[1:], True)
        return Spans(self.owner[begins], self.start[begins], (reach - line)[ends])


NONE = Spans(*(np.empty(0, np.intp) for _ in range(3)))


def spans_of(owner: Places, first: Column, last: Column | None, mask: Mask) -> Spans:
    """Return the times of some rows in order, each owner's from the first day on; without a last day they go on.

    Source: rules/lists.py (spans_of)
    """
    owner, start = owner[mask], first.values[mask]
    stop: Any = np.full(len(owner), STILL.toordinal(), np.int32)
    if last is not None:
        known = True if last.known is None else unpack(last.known, len(mask))[mask]
        stop = np.where(known, last.values[mask] + 1, stop)
    line = owner * APART + start
    if np.all(line[1:] >= line[:-1]):
        return Spans(owner, start, stop)
    order = np.argsort(line, kind="stable")
    return Spans(owner[order], start[order], stop[order])


def adds_up(runs: Spans, length: Length, before: Any, adding: Adding, count: int) -> Mask:
    """Tell of each owner whether runs add up to a length.

    Source: rules/lengths.py (adds_up)
    """
    if adding is Adding.DAYS:
        needed = before - calendar.months_later(before, -length.months) + length.days
        found = _sums(runs, runs.stop - runs.start, count) >= needed
    else:
        whole = calendar.whole_months(runs.start, runs.stop)
        days = _sums(runs, runs.stop - calendar.day_after(runs.start, whole), count)
        months, days = _sums(runs, whole, count) + days // DAYS_OF_MONTH, days % DAYS_OF_MONTH
        found = (months > length.months) | ((months == length.months) & (days >= length.days))
    # One run is counted by the calendar.
    return np.where(np.bincount(runs.owner, minlength=count) == 1, lasts(runs, length, 0, count), found)


def lasts(runs: Spans, length: Length, latest_end: Any, count: int) -> Mask:
    """Tell of each owner whether one of the runs is so long and does not end before a day.

    Source: rules/lengths.py (lasts)
    """
    last = calendar.period_end(runs.start, length, CountingMethod.DAY_BEFORE)
    found = np.zeros(count, np.bool_)
    found[runs.owner[(runs.stop > last) & (runs.stop >= _of(latest_end, runs))]] = True
    return found


def _of(days: Any, spans: Spans) -> Any:
    """Return the day of each span's owner."""
    return days[spans.owner] if np.ndim(days) else days


def _sums(runs: Spans, values: Any, count: int) -> Any:
    return np.bincount(runs.owner, weights=values, minlength=count).astype(np.int64)
