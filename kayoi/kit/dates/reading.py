"""Reading days that people and spreadsheets have written (日付の読み取り)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kayoi.kit.dates.reading_years import parse_year
from kayoi.kit.dates.wareki import SOLAR_CALENDAR_FROM, wareki
from kayoi.kit.dates.writing import ERA, NUMBER, era_written, number_written, tidied, year_written

WEEKDAYS = "月火水木金土日"

_ERA_YEAR = rf"(?:(?P<era>{ERA})\.?)?(?P<year>元|{NUMBER})"
# (土), 土曜日, and the midnight of a date cell that was saved as text (2026/11/21 0:00:00).
_TAIL = rf"(?:\(?(?P<weekday>[{WEEKDAYS}])(?:曜日?)?\)?)?(?:[ T]?0{{1,2}}:00(?::00)?)?"
_FORMS = (
    re.compile(rf"{_ERA_YEAR}年(?P<month>{NUMBER})月(?P<day>{NUMBER})日{_TAIL}"),
    re.compile(rf"{_ERA_YEAR}(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark)(?P<day>[0-9]{{1,2}}){_TAIL}"),
    re.compile(
        rf"(?P<era>{ERA})?(?P<year>[0-9]{{2}}|[0-9]{{4}})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})(?P<weekday>$)?"
    ),
)
# 令和8年(2026年)11月21日, 2026(令和8)年11月21日
_SECOND_YEAR = re.compile(r"年\(([^()]+)\)|\(([^()]+)\)年")

# Outside of these a town has no rows, and a calendar of months could not be leafed through.
YEARS = range(1990, 2100)

EXCEL_DAY_ZERO = date(1899, 12, 30)
EXCEL_MARCH_1900 = 61
EXCEL_LAST = (date.max - EXCEL_DAY_ZERO).days


@dataclass(frozen=True)
class DateReading:
    """A day that was read, and what a person should know about the reading (読み取り結果)."""

    on: date
    note: str = ""

    @property
    def repaired(self) -> bool:
        """True when the day is not literally what was written."""
        return bool(self.note)


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        on = date(year, month, day)
    except ValueError:
        raise ValueError(f"「{text}」: 暦にない日です") from None
    if on < SOLAR_CALENDAR_FROM:
        raise ValueError(f"「{text}」: 明治6年1月1日より前は旧暦のため読みません")
    return on


def _unreadable(text: str, tidy: str) -> ValueError:
    if not tidy:
        return ValueError("日付が空です")
    if re.fullmatch(r"[0-9]{5}(?:\.[0-9]+)?", tidy):
        return ValueError(f"「{text}」: Excelの通し番号のようです。日付の書式で保存し直してください")
    if re.search(r"[0-9]:[0-9]{2}", tidy):
        return ValueError(f"「{text}」: 時刻が付いています。日付だけにしてください")
    return ValueError(f"「{text}」: 日付として読めません")


def read_date(text: str) -> DateReading:
    """Read a day in any of the ways people write it (日付を読む), and say what had to be repaired.

    Read are 2026-11-21 (also with / or . and without), 2026年11月21日, 令和8年11月21日, R8.11.21, R08-11-21, R081121,
    ㋿8年11月21日, 令和八年十一月二十一日; full-width or with spaces, a weekday, or the midnight of a date cell.

    A day written in an era that did not hold it (平成31年5月1日, 令和元年4月30日, 昭和64年1月8日) is read as the day of
    the calendar and noted: offices printed such dates and declared them valid
    (改元に伴う元号による年表示の取扱いについて, 2019-04-01). A weekday that does not fit is noted too.

    Raises ValueError, with a reason a person understands, for days that do not exist, for two-digit years without
    era, for lunar days (before 1873), for a western year in brackets that contradicts, and for anything else.
    """
    tidy = tidied(text)
    second = _SECOND_YEAR.search(tidy)
    found = next(filter(None, (form.fullmatch(_SECOND_YEAR.sub("年", tidy, count=1)) for form in _FORMS)), None)
    if found is None:
        raise _unreadable(text, tidy)
    era = era_written(found["era"])
    year = year_written(era, found["year"], seen=text)
    on = _day(text, year, number_written(found["month"]), number_written(found["day"]))
    if second and parse_year(second[1] or second[2]) != year:
        raise ValueError(f"「{text}」: 西暦と和暦の年が合いません")
    notes = []
    if era and not era.holds(on):
        notes.append(f"「{text}」を{wareki(on)}と読みました")
    if found["weekday"] and found["weekday"] != WEEKDAYS[on.weekday()]:
        notes.append(f"「{text}」の曜日が合いません({wareki(on)}は{WEEKDAYS[on.weekday()]}曜日)")
    return DateReading(on, "。".join(notes))


def parse_date(text: str, *, strict: bool = False) -> date:
    """Return the day that a text says (日付を読む). With `strict`, what read_date would note is a ValueError too."""
    reading = read_date(text)
    if strict and reading.repaired:
        raise ValueError(reading.note)
    return reading.on


def from_excel_serial(serial: float) -> date:
    """Return the day of an Excel serial number in the 1900 system (通し番号): 46347 is 2026-11-21.

    A fraction is the time of day and is dropped. Raises ValueError for 60, the 29 February 1900 that never was, and
    for numbers that are no day. Files in the 1904 system (old Macs) are four years and a day later.
    """
    if not 1 <= serial < EXCEL_LAST + 1:
        raise ValueError(f"{serial}: Excelの日付の通し番号ではありません")
    number = int(serial)
    if number == EXCEL_MARCH_1900 - 1:
        raise ValueError(f"{serial}: Excelだけにある1900年2月29日です")
    return EXCEL_DAY_ZERO + timedelta(days=number + (number < EXCEL_MARCH_1900))


def parse_month(text: str) -> date | None:
    """Return the first day of a month such as 2026-11 (月), as browsers send it; None for anything else."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return month if month.year in YEARS else None
