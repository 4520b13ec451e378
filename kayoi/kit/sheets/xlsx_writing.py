"""Writing Excel books (Excel の出力): safe, readable, printable, and the same bytes for the same rows.

Texts are written as texts whatever they begin with; those that would start a formula also bear Excel's own mark for
"this is text" (the apostrophe that is not shown), so that they stay texts when somebody edits the cell. Nothing in the
file says who made it or when.
"""

import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kayoi.kit.dates import local_time, wareki
from kayoi.kit.sheets.guarding import guarded
from kayoi.kit.sheets.tables import (
    About,
    Column,
    ColumnKind,
    Out,
    OutRow,
    Table,
    Unwritable,
    plain_text,
    refused,
    unwritable,
)
from kayoi.kit.sheets.widths import ColumnWidths
from kayoi.kit.sheets.workbook import place

_NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_FONT = {"font_name": "游ゴシック", "font_size": 11}
_HEADER = {"bold": True, "bg_color": "#E8F1FE", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
_BODY = {"valign": "top"}
_MARK = {"quote_prefix": True}
_A4 = 9
_LAST_ROW, _LAST_COLUMN, _LONGEST_TEXT = 1_048_576, 16_384, 32_767
_MOST_DIGITS = 15
# The days of January and February 1900 are one off in Excel, and before that it knows none.
_FIRST_DAY = date(1900, 3, 1)
_NOT_IN_NAMES = str.maketrans("[]:*?/\\", "［］：＊？／＼")  # the same signs, full-width
_LONGEST_NAME = 31
_ABOUT = "説明"

_YEAR_FIRST = 'yyyy"年"m"月"d"日"'
_NUMBER_FORMATS = {
    ColumnKind.CODE: "@",
    ColumnKind.INTEGER: '#,##0;"△"#,##0',
    ColumnKind.YEN: '#,##0"円";"△"#,##0"円"',
    ColumnKind.DATE: _YEAR_FIRST,
    ColumnKind.WAREKI: '[$-ja-JP]ggge"年"m"月"d"日"',
    ColumnKind.MOMENT: f"{_YEAR_FIRST} h:mm",
}
_OF_TIME = "h:mm"


def write_xlsx(tables: Sequence[Table], *, about: About | None = None) -> bytes:
    """Return the tables as an Excel book, one sheet each, and a sheet 「説明」 if asked for (Excel を書く).

    Labels are bold and stay in sight, columns are as wide as their Japanese text, days are real days, money has
    separators, and each sheet prints on A4. Whole numbers of more than 15 digits and days before March 1900, which
    Excel cannot hold, are written as text. Raises Unwritable for what no cell can hold, ValueError for rows that do
    not fit the columns.
    """
    if not tables:
        raise ValueError("no table")
    target = io.BytesIO()
    # Row by row through a folder that only we can read and that is gone afterwards: a tenth of the memory.
    with tempfile.TemporaryDirectory() as folder:
        options = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": dict(_FONT),  # xlsxwriter writes into it
        }
        with xlsxwriter.Workbook(target, options) as book:
            book.set_properties({"created": _NO_MOMENT})
            writer = _Writer(book)
            for table in tables:
                writer.write(table)
            if about:
                writer.explain(about)
    return target.getvalue()


class _Writer:
    """Writes sheets into one book and keeps its formats."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[str, bool, bool], Format] = {}
        self._names: set[str] = set()

    def write(self, table: Table) -> None:
        """Write one table on a sheet of its own."""
        name = self._sheet_name(table.name)
        sheet = self._book.add_worksheet(name)
        widths = ColumnWidths(table.columns)
        header = self._book.add_format(_HEADER)
        marked = self._book.add_format(_HEADER | _MARK)
        last = len(table.columns) - 1
        if last >= _LAST_COLUMN:
            raise Unwritable(f"「{name}」の列が多すぎます。表を分けてください。", code="sheets.too_many_columns")
        for at, column in enumerate(table.columns):
            if why := unwritable(column.label):
                raise refused(f"{place(name, 1, at + 1)}(見出し)", why)
            sheet.write_string(0, at, column.label, header if guarded(column.label) == column.label else marked)
        number = 0
        for number, row in enumerate(table.rows, start=1):
            self._row(sheet, number, row, table.columns)
            widths.see(row)
        for at, width in enumerate(widths.found):
            sheet.set_column(at, at, width)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, number, max(last, 0))
        _prepare_print(sheet)

    def explain(self, about: About) -> None:
        """Write the sheet with source, date and definitions."""
        sheet = self._book.add_worksheet(self._sheet_name(_ABOUT))
        term = self._book.add_format({"bold": True, "valign": "top"})
        meaning = self._book.add_format({"text_wrap": True, "valign": "top"})
        for number, (left, right) in enumerate(_about_lines(about)):
            if why := unwritable(left + right):
                raise refused(place(_ABOUT, number + 1), why)
            sheet.write_string(number, 0, left, term)
            sheet.write_string(number, 1, right, meaning)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 90)
        _prepare_print(sheet)

    def _row(self, sheet: Worksheet, number: int, row: OutRow, columns: Sequence[Column]) -> None:
        if len(row) != len(columns):
            raise ValueError(f"row {number}: {len(row)} values for {len(columns)} columns")
        if number >= _LAST_ROW:
            raise Unwritable(
                f"「{sheet.name}」の行が Excel の上限({_LAST_ROW:,} 行)を超えます。"
                "期間などで分けるか、CSV で出力してください。",
                code="sheets.too_many_rows",
            )
        for at, value in enumerate(row):
            if value is not None:
                self._value(sheet, (number, at), value, columns[at])

    def _value(self, sheet: Worksheet, at: tuple[int, int], value: Out, column: Column) -> None:
        if why := unwritable(value):
            raise refused(_where(sheet, at, column), why)
        if isinstance(value, bool):
            sheet.write_boolean(*at, value, self._format(""))
        elif isinstance(value, int | float | Decimal) and column.kind is not ColumnKind.CODE and _fits(value):
            sheet.write_number(*at, value, self._format(_number_format(column)))
        elif isinstance(value, date | time) and (moment := _as_excel_knows(value)) is not None:
            sheet.write_datetime(*at, moment, self._format(_day_format(moment, column)))
        else:
            self._text(sheet, at, plain_text(value), column)

    def _text(self, sheet: Worksheet, at: tuple[int, int], text: str, column: Column) -> None:
        if len(text) * 2 > _LONGEST_TEXT and len(text.encode("utf-16-le")) // 2 > _LONGEST_TEXT:
            raise Unwritable(
                f"{_where(sheet, at, column)}の文字が Excel の上限({_LONGEST_TEXT:,} 字)を超えています。"
                "CSV で出力してください。",
                code="sheets.text_too_long",
            )
        wrapped = "\n" in text or "\r" in text
        sheet.write_string(*at, text, self._format("@", wrapped=wrapped, marked=guarded(text) != text))

    def _format(self, number_format: str, *, wrapped: bool = False, marked: bool = False) -> Format:
        key = (number_format, wrapped, marked)
        if key not in self._formats:
            given = {"num_format": number_format} if number_format else {}
            self._formats[key] = self._book.add_format(
                _BODY | given | ({"text_wrap": True} if wrapped else {}) | (_MARK if marked else {})
            )
        return self._formats[key]

    def _sheet_name(self, wanted: str) -> str:
        """Return a name that Excel takes: no signs of references, 31 characters, none twice."""
        name = re.sub(r"[\x00-\x1f]", "", wanted).translate(_NOT_IN_NAMES).strip("' \u3000") or "シート"
        number, chosen = 1, _shortened(name, _LONGEST_NAME)
        while chosen.lower() in self._names:
            number += 1
            chosen = _shortened(name, _LONGEST_NAME - len(f"({number})")) + f"({number})"
        self._names.add(chosen.lower())
        return chosen


def _where(sheet: Worksheet, at: tuple[int, int], column: Column) -> str:
    return f"{place(sheet.name, at[0] + 1, at[1] + 1)}({column.label})"


def _shortened(text: str, units: int) -> str:
    """Return the beginning of a text in so many UTF-16 units, without cutting a character (𠮷 takes two)."""
    while len(text.encode("utf-16-le")) // 2 > units:
        text = text[:-1]
    return text


def _fits(value: int | float | Decimal) -> bool:
    """Tell whether Excel keeps every digit of the number."""
    digits = (
        value.as_tuple().digits if isinstance(value, Decimal) else str(abs(value)) if isinstance(value, int) else ()
    )
    return len(digits) <= _MOST_DIGITS


def _as_excel_knows(value: date | time) -> date | time | None:
    """Return the moment without time zone, in Japanese time; None for days that Excel counts wrongly or not at all."""
    if isinstance(value, datetime) and value.tzinfo:
        value = local_time(value).replace(tzinfo=None)
    if isinstance(value, time):
        return value.replace(tzinfo=None)
    day = value.date() if isinstance(value, datetime) else value
    return value if day >= _FIRST_DAY else None


def _number_format(column: Column) -> str:
    if column.kind in (ColumnKind.DECIMAL, ColumnKind.PERCENT):
        zeros = "." + "0" * column.digits if column.digits else ""
        return f"0{zeros}%" if column.kind is ColumnKind.PERCENT else f'#,##0{zeros};"△"#,##0{zeros}'
    return _NUMBER_FORMATS[column.kind] if column.kind in (ColumnKind.INTEGER, ColumnKind.YEN) else ""


def _day_format(value: date | time, column: Column) -> str:
    if isinstance(value, time):
        return _OF_TIME
    if column.kind in (ColumnKind.DATE, ColumnKind.WAREKI, ColumnKind.MOMENT):
        return _NUMBER_FORMATS[column.kind]
    return _NUMBER_FORMATS[ColumnKind.MOMENT if isinstance(value, datetime) else ColumnKind.DATE]


def _prepare_print(sheet: Worksheet) -> None:
    """Set A4 on its side, as wide as the page, with the labels on every page."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _about_lines(about: About) -> Iterator[tuple[str, str]]:
    if about.source:
        yield "出典", about.source
    if about.as_of:
        yield "時点", f"{about.as_of.year}年{about.as_of.month}月{about.as_of.day}日({wareki(about.as_of)})"
    yield from about.definitions
    yield from (("", line) for line in about.lines)
