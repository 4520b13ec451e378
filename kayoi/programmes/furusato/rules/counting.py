"""Which activities count towards a condition such as three a year, which not and why; how many are missing until when.

What the national scheme leaves open is a value here: the window, one or all of a day, what several days make.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kayoi.kit.dates import fiscal_year, fiscal_year_end, fiscal_year_start
from kayoi.programmes.furusato.states.activities import SignUpStatus
from kayoi.programmes.furusato.states.counting import Doubt, WindowKind

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Deed:
    """One activity of one person (担い手活動): when, for which body, of a designated kind or not, and how it stands."""

    starts_on: date
    ends_on: date
    status: str
    is_designated: bool = True
    body: str = ""
    key: int = 0

    @property
    def days(self) -> list[date]:
        """Return every day of it."""
        return [self.starts_on + timedelta(days=number) for number in range((self.ends_on - self.starts_on).days + 1)]


@dataclass(frozen=True, slots=True)
class Window:
    """The days in which activities count, the first and the last included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Terms:
    """How a body counts (数え方): how many are needed, in which window, one a day or all, day by day or as one."""

    needed: int = 3
    window: WindowKind = WindowKind.BEFORE
    one_a_day: bool = True
    day_by_day: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """An activity with how many it counts for; where it is none, why."""

    deed: Deed
    count: int
    why_not: Doubt | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where a person stands (あと何回): what counts on the last day, and what would if it were confirmed."""

    until: date
    needed: int
    counted: int
    waiting: int

    @property
    def missing(self) -> int:
        """How many more are needed until the last day."""
        return max(self.needed - self.counted, 0)


def window_of(kind: WindowKind, *, on: date) -> Window:
    """Return the window in which activities count for a day of application or renewal (数える期間).

    The twelve months before are 365 days: what was done 366 days ago does not count.

    Source: domain.md 1.5 no. 2, 1.6 (ふるさと住民登録制度; the months before are the default)
    """
    if kind is WindowKind.FISCAL_YEAR:
        year = fiscal_year(on)
        return Window(fiscal_year_start(year), fiscal_year_end(year))
    if kind is WindowKind.CALENDAR_YEAR:
        return Window(date(on.year, 1, 1), date(on.year, 12, 31))
    return Window(on - YEAR, on)


def counted(deeds: Iterable[Deed], *, window: Window, terms: Terms) -> list[Counted]:
    """Return each activity with how many it counts for (数に入る活動), the earliest first.

    Those count that were confirmed, of a designated kind, in the window; of one day and body one, where it is so set.
    An activity of several days counts on its last day, or on each of its days.

    Source: domain.md 1.2 (activities of kinds that the body designates), 1.5 no. 3, 1.6
    """
    taken: set[tuple[str, date]] = set()
    found = []
    for deed in sorted(deeds, key=lambda one: (one.ends_on, one.starts_on, one.key)):
        days = [
            day for day in (deed.days if terms.day_by_day else [deed.ends_on]) if window.first <= day <= window.last
        ]
        free = [day for day in days if not terms.one_a_day or (deed.body, day) not in taken]
        doubt = _doubt(deed, window, has_days=bool(days), has_free=bool(free))
        if doubt is None:
            taken.update((deed.body, day) for day in free)
        found.append(Counted(deed, 0 if doubt else len(free), doubt))
    return found


def outlook(deeds: Sequence[Deed], *, until: date, terms: Terms) -> Outlook:
    """Return how many are missing on the last day (あと何回、いつまでに): what is too old by then does not count now.

    Source: domain.md 1.2 (three activities a year, renewed once a year), 1.5 no. 2
    """
    window = window_of(terms.window, on=until)
    sure = sum(one.count for one in counted(deeds, window=window, terms=terms))
    hoped = [
        replace(deed, status=SignUpStatus.CONFIRMED) if deed.status == SignUpStatus.REPORTED else deed for deed in deeds
    ]
    waiting = sum(one.count for one in counted(hoped, window=window, terms=terms)) - sure
    return Outlook(until, terms.needed, sure, waiting)


def _doubt(deed: Deed, window: Window, *, has_days: bool, has_free: bool) -> Doubt | None:
    if deed.status == SignUpStatus.REJECTED:
        return Doubt.REJECTED
    if deed.status == SignUpStatus.REPORTED:
        return Doubt.IN_REVIEW
    if deed.status != SignUpStatus.CONFIRMED:
        return Doubt.NOT_CONFIRMED
    if not deed.is_designated:
        return Doubt.NOT_DESIGNATED
    if not has_days:
        return Doubt.BEFORE if deed.ends_on < window.first else Doubt.AFTER
    return None if has_free else Doubt.SAME_DAY
