"""Japanese eras (元号) and dates written in them (和暦)."""

from dataclasses import dataclass
from datetime import date

SOLAR_CALENDAR_FROM = date(1873, 1, 1)
"""明治6年1月1日, the first day of the solar calendar in Japan (明治5年太政官布告第337号); days before it are lunar."""


@dataclass(frozen=True)
class Era:
    """One era (元号): name, letter, one-character sign, first day, and the last day that may bear its name."""

    name: str
    letter: str
    first_day: date
    last_day: date

    @property
    def sign(self) -> str:
        return self.name[0]

    def year_of(self, on: date) -> int:
        """Return the year of the era in which the day lies, 1 = 元年."""
        return on.year - self.first_day.year + 1

    def holds(self, on: date) -> bool:
        """Tell whether the day may be written in this era."""
        return self.first_day <= on <= self.last_day


# 大正 and 昭和 began on the day itself ("本日以後"), so that day belongs to the old and to the new era, and family
# registers carry both; 平成 and 令和 began on the day after (昭和64年政令第1号) or on a day named beforehand
# (平成31年政令第143号), so no day has two names.
ERAS = (
    Era("令和", "R", date(2019, 5, 1), date.max),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("明治", "M", date(1868, 1, 25), date(1912, 7, 30)),
)


def era_of(on: date) -> Era:
    """Return the era of a day (元号); of a day with two names the newer. Raises ValueError before 明治6年1月1日."""
    if on < SOLAR_CALENDAR_FROM:
        raise ValueError(f"{on:%Y-%m-%d}: 明治6年1月1日より前の日は旧暦のため和暦にできません")
    return next(era for era in ERAS if era.first_day <= on)


def numbered(year: int) -> str:
    """Return the year of an era as it is written: 元, 2, 3 …"""
    return "元" if year == 1 else str(year)


def wareki(on: date) -> str:
    """Return the day in full (和暦): 令和元年5月1日. Raises ValueError before 明治6年1月1日."""
    return f"{wareki_year(on)}{on.month}月{on.day}日"


def wareki_year(on: date) -> str:
    """Return the year of the day (和暦の年): 令和8年. A day and not a year, because eras change within a year."""
    era = era_of(on)
    return f"{era.name}{numbered(era.year_of(on))}年"


def wareki_short(on: date) -> str:
    """Return the day in short (和暦の略記): R8.11.21, and R1.5.1 in a first year."""
    era = era_of(on)
    return f"{era.letter}{era.year_of(on)}.{on.month}.{on.day}"
