"""Days of consultations (相談日): also those whose year stands in the title, the tab or the file's name."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kayoi.kit.dates import fiscal_year, parse_year
from kayoi.kit.sheets import Cell, Converted, NoteKind, Remark, as_date, is_blank, shown
from kayoi.kit.text import normal

_ERA = r"(?:令和|平成|昭和|R|H|S)\s?(?:[0-9]{1,2}|元)|20[0-9]{2}|19[0-9]{2}"
_FISCAL = re.compile(rf"({_ERA})\s?年?度")
_MONTH_OF_YEAR = re.compile(rf"({_ERA})\s?[年./-]?\s?([0-9]{{1,2}})\s?月")
_YEAR = re.compile(rf"(?<![0-9A-Za-z])({_ERA})(?![0-9])")
_MONTH = re.compile(r"(?<![0-9])(1[0-2]|0?[1-9])\s?月")
_WITHOUT_YEAR = re.compile(r"([0-9]{1,2})\s?(?:[/.-]|月)\s?([0-9]{1,2})\s?日?\s?(?:\(?[月火水木金土日]\)?)?")
_DAY_ALONE = re.compile(r"([0-9]{1,2})\s?日?")
_FIRST_MONTH = 4


@dataclass(frozen=True)
class Context:
    """What stands around a table about its time: the fiscal year, and the month of a monthly sheet."""

    year: int | None = None
    month: int | None = None


def context_of(*texts: str) -> Context:
    """Return the time that titles, tab and file name tell (表の年度・月), the first that tells it counts.

    Source: 地方自治法 第208条 (会計年度は4月1日から): 2026年2月 lies in the fiscal year 2025
    """
    year = month = None
    for text in map(normal, texts):
        if month is None and (found := _MONTH.search(text)):
            month = int(found[1])
        if year is None:
            year = _year_in(text)
    return Context(year, month)


def _year_in(text: str) -> int | None:
    if found := _FISCAL.search(text):
        return _parsed(found[1])
    if (found := _MONTH_OF_YEAR.search(text)) and (year := _parsed(found[1])) and 1 <= int(found[2]) <= 12:
        return fiscal_year(date(year, int(found[2]), 1))
    if found := _YEAR.search(text):
        return _parsed(found[1])
    return None


def _parsed(text: str) -> int | None:
    try:
        return parse_year(text.replace(" ", "") + ("" if text[-1].isdigit() and len(text) == 4 else "年"))
    except ValueError:
        return None


def day_of(cell: Cell, *, context: Context, from_1904: bool = False) -> Converted[date]:
    """Read the day of a consultation (相談日を読む): as kit.sheets.as_date, and 4/5 or 5日 with the year around it.

    Source: as for context_of
    """
    return _read(type(cell).__name__, cell, context, from_1904)


@lru_cache(maxsize=20_000)
def _read(kind: str, cell: Cell, context: Context, from_1904: bool) -> Converted[date]:
    """Read a day; a ledger has each many times. The kind is there because 1 and True are the same key."""
    del kind
    if is_blank(cell) or (isinstance(cell, int | float) and not isinstance(cell, bool) and cell > 31):
        return as_date(cell, from_1904=from_1904)
    text = normal(shown(cell)) if isinstance(cell, str | int) else ""
    if found := _WITHOUT_YEAR.fullmatch(text):
        return _placed(cell, int(found[1]), int(found[2]), context)
    if context.month and (found := _DAY_ALONE.fullmatch(text)):
        return _placed(cell, context.month, int(found[1]), context)
    return as_date(cell, from_1904=from_1904)


def _placed(cell: Cell, month: int, day: int, context: Context) -> Converted[date]:
    if context.year is None:
        why = f"「{shown(cell)}」には年がありません。「年のない日付の年度」に答えると読めます。"
        return Converted(None, (Remark(NoteKind.PROBLEM, "imports.no_year", why, cell),))
    try:
        on = date(context.year + (month < _FIRST_MONTH), month, day)
    except ValueError:
        why = f"「{shown(cell)}」は暦にない日です。正しい日付に直してください。"
        return Converted(None, (Remark(NoteKind.PROBLEM, "imports.no_such_day", why, cell),))
    why = f"「{shown(cell)}」を {context.year} 年度の日付とみて {on} と読みました。"
    return Converted(on, (Remark(NoteKind.REPAIR, "imports.year_added", why, cell, on),))
