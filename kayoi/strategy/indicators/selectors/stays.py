"""Figures of stays beside those of questions: groups, persons, nights, person-nights."""

from collections.abc import Sequence
from datetime import date

from kayoi.kit.dates import fiscal_year_months
from kayoi.programmes.stays.rules.figures import Figures
from kayoi.programmes.stays.selectors.figures import units_of, year_of_stays
from kayoi.strategy.indicators.states import STAY_INDICATORS, Indicator

Values = tuple[Indicator, Sequence[float | None], float | None]


def lines_of_stays(year: int, *, on: date) -> list[Values]:
    """Return each figure with its months and its year; nothing where nobody has stayed in the year."""
    found = year_of_stays(year, on=on)
    if found.whole == Figures():
        return []
    begun = [month <= on for month in fiscal_year_months(year)]
    months = [units_of(line.counted) for line in found.by_month]
    return [
        (
            indicator,
            [float(units[at]) if has_begun else None for units, has_begun in zip(months, begun, strict=True)],
            float(units_of(found.whole)[at]),
        )
        for at, indicator in enumerate(STAY_INDICATORS)
    ]


def value_of_stays(key: str, year: int, month: date | None, *, on: date) -> tuple[Indicator, float | None] | None:
    """Return one figure of a year or of a month; None for a key that is not there."""
    for indicator, months, of_year in lines_of_stays(year, on=on):
        if indicator.key == key:
            by_month = dict(zip(fiscal_year_months(year), months, strict=True))
            return indicator, of_year if month is None else by_month.get(month)
    return None
