"""Figures of vacant houses beside those of questions: counted from the events of houses."""

from collections.abc import Sequence
from datetime import date
from statistics import median

from kayoi.kit.dates import fiscal_year_months
from kayoi.programmes.homes.models import HomeEvent
from kayoi.programmes.homes.selectors.counts import counted_by_month, days_to_register
from kayoi.programmes.homes.states import Counted
from kayoi.strategy.indicators.states import DAYS_TO_REGISTER, HOME_COUNTS, Indicator

Values = tuple[Indicator, Sequence[float | None], float | None]


def lines_of_homes(year: int, *, on: date) -> list[Values]:
    """Return each figure with its months and its year; nothing where no house was ever written down."""
    if not HomeEvent.objects.exists():
        return []
    months = fiscal_year_months(year)
    lines: list[Values] = []
    for indicator in HOME_COUNTS:
        counted = next(iter(counted_by_month(Counted.of(indicator.behind), year).values()), {})
        by_month = [float(counted.get(month, 0)) if month <= on else None for month in months]
        lines.append((indicator, by_month, float(sum(counted.values()))))
    days = days_to_register(year)
    of_months = [_median(days.get(month, [])) for month in months]
    lines.append((DAYS_TO_REGISTER, of_months, _median([one for found in days.values() for one in found])))
    return lines


def value_of_homes(key: str, year: int, month: date | None, *, on: date) -> tuple[Indicator, float | None] | None:
    """Return one figure of a year or of a month; None for a key that is not there."""
    for indicator, months, of_year in lines_of_homes(year, on=on):
        if indicator.key == key:
            by_month = dict(zip(fiscal_year_months(year), months, strict=True))
            return indicator, of_year if month is None else by_month.get(month)
    return None


def _median(days: Sequence[float]) -> float | None:
    return median(days) if days else None
