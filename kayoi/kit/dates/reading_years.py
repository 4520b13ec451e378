"""Reading years and fiscal years that people have written (年・年度の読み取り)."""

import re

from kayoi.kit.dates.writing import ERA, NUMBER, era_written, tidied, year_written

_YEAR = re.compile(rf"(?P<era>{ERA})?(?P<year>元|{NUMBER})(?P<unit>年度?)?")


def _year(text: str, *, units: tuple[str | None, ...], called: str) -> int:
    found = _YEAR.fullmatch(tidied(text))
    if found is None or found["unit"] not in units:
        raise ValueError(f"「{text}」: {called}として読めません")
    return year_written(era_written(found["era"]), found["year"], seen=text)


def parse_year(text: str) -> int:
    """Return the calendar year (年) of 令和8年, R8, 平成31年, 2026年 or 2026.

    Raises ValueError for anything else, a fiscal year (年度) and two digits without an era among it.
    """
    return _year(text, units=("年", None), called="年")


def parse_fiscal_year(text: str) -> int:
    """Return the fiscal year (年度) of 令和8年度, R8年度 or 2026年度; 平成31年度 is 2019 like 令和元年度.

    Raises ValueError for anything else, a plain year among it: 令和8年 may mean either.
    """
    return _year(text, units=("年度",), called="年度")
