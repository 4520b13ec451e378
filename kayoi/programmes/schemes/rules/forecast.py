"""When a budget runs out, and what of it is left at the end of the year, as the decisions so far suggest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from kayoi.kit.dates import fiscal_year, fiscal_year_end, fiscal_year_start

# Yen that were decided on days (支出負担行為の増減).
Course = Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected until 31 March: the day on which it is gone, what is left then, and from what this is known.

    `so_far_yen` in `days` days of this year; `years` past years, in which `past_so_far_yen` until the same day and
    `past_later_yen` after it were decided on average.
    """

    runs_out_on: date | None
    left_yen: int
    so_far_yen: int
    days: int
    years: int
    past_so_far_yen: int
    past_later_yen: int

    @property
    def left_man(self) -> int:
        """What is left on 31 March in 万円, as a forecast is no more exact than that."""
        return self.left_yen // 10_000


def forecast(free_yen: int, this_year: Course, past: Sequence[Course], *, on: date) -> Forecast:
    """Foretell when what is left is gone (予算が尽きる日), and what is left on 31 March (不用額の見込み).

    Each day to come is expected to take what the same days of past years took on average, in the proportion in which
    this year stands to them so far. Without past years, or where they had nothing yet, each day takes what a day of
    this year has taken. Source: 見込みの出し方はこの町の決定の実績だけによる (docs/staff)
    """
    first, last = fiscal_year_start(fiscal_year(on)), fiscal_year_end(fiscal_year(on))
    days = (on - first).days + 1
    so_far = sum(yen for day, yen in this_year.items() if day <= on)
    averages = _averages(past)
    past_so_far = sum((yen for day, yen in averages.items() if day <= _same_day(on)), Fraction(0))
    past_later = sum(averages.values(), Fraction(0)) - past_so_far
    expected, runs_out_on = Fraction(0), on if free_yen <= 0 else None
    for number in range(1, (last - on).days + 1):
        day = on + timedelta(days=number)
        if past_so_far > 0:
            expected += averages.get(_same_day(day), Fraction(0)) * so_far / past_so_far
        else:
            expected += Fraction(so_far, days)
        if runs_out_on is None and expected >= free_yen:
            runs_out_on = day
    return Forecast(
        runs_out_on, max(0, free_yen - int(expected)), so_far, days, len(past), int(past_so_far), int(past_later)
    )


def _averages(past: Sequence[Course]) -> dict[int, Fraction]:
    """Return what the days of past years took on average, by their place in the fiscal year."""
    found: dict[int, Fraction] = {}
    for day, yen in _of_all(past):
        found[_same_day(day)] = found.get(_same_day(day), Fraction(0)) + Fraction(yen, len(past))
    return found


def _of_all(courses: Iterable[Course]) -> Iterable[tuple[date, int]]:
    return (pair for course in courses for pair in course.items())


def _same_day(day: date) -> int:
    """Return the place of a day in its fiscal year; 29 February goes with the 28th."""
    month = (day.month - 4) % 12
    return month * 31 + (28 if (day.month, day.day) == (2, 29) else day.day)
