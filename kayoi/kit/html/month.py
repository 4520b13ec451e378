"""A month as weeks of days, for the calendar component."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.kit.dates import holiday_name
from kayoi.kit.html.links import Link
from kayoi.kit.states import Labelled


class DayState(Labelled):
    OPEN = "open", "空きあり"
    FEW = "few", "残りわずか"
    FULL = "full", "満員"
    CLOSED = "closed", "休み"

    @property
    def sign(self) -> str:
        """The sign that Japanese booking calendars use; the word stands beside it."""
        return {"open": "○", "few": "△", "full": "×", "closed": "―"}[self.value]


@dataclass(frozen=True)
class DayMark:
    """What is to be said of one day: its state, words (残り2室), where it leads, whether it is chosen."""

    state: DayState | None = None
    words: str = ""
    href: str = ""
    picked: bool = False


@dataclass(frozen=True)
class Day:
    """One cell of the calendar; a day of another month stays empty."""

    on: date
    inside: bool
    mark: DayMark
    holiday: str = ""
    today: bool = False

    @property
    def weekday_class(self) -> str:
        """The class of Saturdays, and of Sundays and holidays."""
        if self.holiday or self.on.weekday() == calendar.SUNDAY:
            return "sunday"
        return "saturday" if self.on.weekday() == calendar.SATURDAY else ""


@dataclass(frozen=True)
class Month:
    """A month ready to be shown, weeks from Sunday (月間カレンダー)."""

    title: str
    weeks: Sequence[Sequence[Day]]
    previous: Link | None = None
    following: Link | None = None

    @property
    def states(self) -> list[DayState]:
        """The states that occur, for the legend."""
        seen = {day.mark.state for week in self.weeks for day in week if day.inside}
        return [state for state in DayState if state in seen]


def month_of(
    *,
    title: str,
    year: int,
    month: int,
    days: Mapping[date, DayMark],
    today: date | None = None,
    previous: Link | None = None,
    following: Link | None = None,
) -> Month:
    """Lay out a month with what is to be said of its days (1か月の予定表)."""
    weeks = [
        [
            Day(
                on=on,
                inside=on.month == month,
                mark=days.get(on, DayMark()) if on.month == month else DayMark(),
                holiday=holiday_name(on) or "",
                today=on == today,
            )
            for on in week
        ]
        for week in calendar.Calendar(firstweekday=calendar.SUNDAY).monthdatescalendar(year, month)
    ]
    return Month(title, weeks, previous, following)
