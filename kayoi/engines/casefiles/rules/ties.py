"""On how many days somebody had to do with the town: counted, never weighed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kayoi.engines.casefiles.states.ties import BANDS, KINDS_OF, TAKES_BACK, TIES_COUNT, TIES_FROM, Band, Course
from kayoi.kit.dates import local_date, months_later

MONTHS = 12


@dataclass(frozen=True)
class Terms:
    """What a town counts, and from how many days each band but the first begins."""

    kinds: frozenset[str]
    bounds: tuple[int, ...]


@dataclass(frozen=True)
class Event:
    """An engagement as it is counted; `order` is the order in which they were written."""

    kind: str
    occurred_at: datetime
    cause: str
    reference: str
    order: int

    @property
    def day(self) -> date:
        """The day in Japan on which it happened."""
        return local_date(self.occurred_at)


@dataclass(frozen=True)
class Tie:
    """What is counted of one person in twelve months, and the last day on which anything was counted at all."""

    first: date
    last: date
    events: Sequence[Event]
    days: Sequence[date]
    last_on: date | None
    band: Band

    @property
    def kinds(self) -> list[str]:
        """The different kinds that were counted."""
        return sorted({event.kind for event in self.events})


def terms_of(values: Mapping[str, int]) -> Terms:
    """Return the terms from a town's settings, by their keys (数え方).

    Source: docs/decisions/0040-ties-are-counted-days.md
    """
    kinds = [kind for deed, kinds in KINDS_OF.items() for kind in kinds if values[TIES_COUNT[deed].key]]
    return Terms(frozenset(kinds), (1, *(values[one.key] for one in TIES_FROM.values())))


def window(*, on: date) -> tuple[date, date]:
    """Return the first and the last day of the twelve months up to a day, which is the last (直前12か月).

    It begins on the day after the same day of the year before; after 29 February that is 1 March.
    Source: docs/decisions/0040-ties-are-counted-days.md
    """
    return months_later(on, -MONTHS) + timedelta(days=1), on


def standing(events: Iterable[Event]) -> list[Event]:
    """Return the events that have not been taken back, in the order of time (取り消しを除いた経過).

    What takes back names the same cause, and takes the event of it that was written last and still stands.
    Source: docs/decisions/0040-ties-are-counted-days.md
    """
    stacks: dict[tuple[object, ...], list[Event]] = {}
    for event in sorted(events, key=lambda one: one.order):
        withdrawn = TAKES_BACK.get(event.kind)
        stack = stacks.setdefault(_same(event, withdrawn or event.kind), [])
        if withdrawn is None:
            stack.append(event)
        elif stack:
            stack.pop()
    kept = [event for stack in stacks.values() for event in stack]
    return sorted(kept, key=lambda event: (event.occurred_at, event.order))


def _same(event: Event, kind: str) -> tuple[object, ...]:
    """What an event and its taking back share; without a reference, the moment too."""
    return kind, event.cause, event.reference, None if event.reference else event.occurred_at


def tie(events: Iterable[Event], *, terms: Terms, on: date) -> Tie:
    """Count the days of somebody's twelve months up to a day (関わりの日数): twice on one day is one day.

    Source: docs/decisions/0040-ties-are-counted-days.md; 磐梯町「関与度の可視化」(令和7年度)
    """
    first, last = window(on=on)
    counted = [event for event in standing(events) if event.kind in terms.kinds and event.day <= on]
    within = [event for event in counted if event.day >= first]
    days = sorted({event.day for event in within})
    last_on = counted[-1].day if counted else None
    return Tie(first, last, within, days, last_on, band_of(len(days), terms=terms))


def band_of(days: int, *, terms: Terms) -> Band:
    """Return the band of a number of days (段階).

    Source: docs/decisions/0040-ties-are-counted-days.md
    """
    return BANDS[sum(days >= bound for bound in terms.bounds)]


def days_of(band: Band, *, terms: Terms) -> tuple[int, int | None]:
    """Return the fewest and the most days of a band (段階の日数の範囲); None is without end.

    Source: docs/decisions/0040-ties-are-counted-days.md
    """
    starts = (0, *terms.bounds)
    at = BANDS.index(band)
    return starts[at], starts[at + 1] - 1 if at + 1 < len(starts) else None


def course_of(before: Band | None, now: Band) -> Course:
    """Return where somebody went from the band of a year before, when they were not there yet: None (1年の動き).

    Source: docs/decisions/0040-ties-are-counted-days.md
    """
    if before is None:
        return Course.NEW
    step = BANDS.index(now) - BANDS.index(before)
    return Course.UP if step > 0 else Course.DOWN if step < 0 else Course.SAME


def by_month(days: Iterable[date], *, on: date) -> list[tuple[date, int]]:
    """Return the days by the month (first day) in which they lie, for all months that the window touches (月ごと).

    Source: docs/decisions/0040-ties-are-counted-days.md
    """
    first, last = window(on=on)
    months = [first.replace(day=1)]
    while months[-1] < last.replace(day=1):
        months.append(months_later(months[-1], 1))
    counts = dict.fromkeys(months, 0)
    for day in days:
        counts[day.replace(day=1)] += 1
    return list(counts.items())
