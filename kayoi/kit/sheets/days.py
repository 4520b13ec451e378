"""Reading days in cells (日付の読み取り): real dates, serial numbers, and every way people write them."""

import re
from datetime import date, datetime, time

from kayoi.kit.dates import from_excel_serial, read_date
from kayoi.kit.sheets.guarding import unguarded
from kayoi.kit.sheets.values import Converted, doubt, error_in, repair, shown, unreadable
from kayoi.kit.sheets.workbook import Cell, is_blank

_FOUR_YEARS = 1462
_WITH_TIME = re.compile(r"(.*?[0-9日])[ \u3000T]+([0-9０-９]{1,2}[:：時][0-9０-９]{1,2}.*)", re.S)
_SERIAL = re.compile(r"[0-9]{5}")
_LONGEST = 60
_EIGHT_DIGITS = range(10_000_000, 100_000_000)
# 1 January 1910 to 31 December 2099. A bare 2024 in a column of days is a year, not 16 July 1905.
_LIKELY_SERIALS = range(3654, 73_051)


def as_date(cell: Cell, *, from_1904: bool = False) -> Converted[date]:
    """Read a cell as a day (日付として読む): a date, a serial number, 2026/4/1, R8.4.1, 令和8年4月1日, 20260401 ….

    `from_1904` is the sheet's date system, for bare serial numbers; real dates already respect it. Times of day are
    cut off and remarked. Fails for days that do not exist and for what is no day.
    """
    if (error := error_in(cell)) is not None:
        return error
    if is_blank(cell):
        return Converted(None)
    if isinstance(cell, datetime):
        return _of_moment(cell)
    if isinstance(cell, date):
        return Converted(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_text(cell, str(cell)) if cell in _EIGHT_DIGITS else _of_serial(cell, float(cell), from_1904)
    if not isinstance(cell, str):
        return unreadable("not_a_date", f"「{shown(cell)}」は日付として読めません。年月日を入れてください。", cell)
    text = unguarded(cell).strip()
    if len(text) > _LONGEST:
        return unreadable("not_a_date", f"「{text[:_LONGEST]}…」は日付として読めません。年月日を入れてください。", cell)
    if _SERIAL.fullmatch(text):
        return _of_serial(cell, float(text), from_1904)
    return _of_text(cell, text)


def _of_moment(cell: datetime) -> Converted[date]:
    if cell.time() == time():
        return Converted(cell.date())
    why = f"「{shown(cell)}」の時刻を除いて {cell.date()} と読みました。"
    return Converted(cell.date(), (repair("time_cut", why, cell, cell.date()),))


def _of_serial(cell: Cell, serial: float, from_1904: bool) -> Converted[date]:
    number = int(serial) + _FOUR_YEARS if from_1904 else int(serial)
    if number not in _LIKELY_SERIALS:
        return unreadable("not_a_date", f"「{shown(cell)}」は日付として読めません。年月日を入れてください。", cell)
    on = from_excel_serial(number)
    why = f"「{shown(cell)}」を Excel の日付の通し番号とみて {on} と読みました。"
    return Converted(on, (repair("serial", why, cell, on),))


def _of_text(cell: Cell, text: str) -> Converted[date]:
    found = _WITH_TIME.fullmatch(text)
    try:
        reading = read_date(found[1] if found else text)
    except ValueError as error:
        return unreadable("not_a_date", f"{error}。年月日を確かめて入れ直してください。", cell)
    if reading.note:
        return Converted(reading.on, (doubt("date", f"{reading.note}。日付を確かめてください。", cell, reading.on),))
    if found and any(character.isdecimal() and int(character) for character in found[2]):
        why = f"「{text}」の時刻を除いて {reading.on} と読みました。"
        return Converted(reading.on, (repair("time_cut", why, cell, reading.on),))
    return Converted(reading.on)
