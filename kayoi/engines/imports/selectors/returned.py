"""What could not be read, as a workbook: the cells as they were, each marked, with the reason beside them."""

import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter

from kayoi.engines.imports.models import ImportRun, Row
from kayoi.kit.sheets import NoteKind, column_letter

_HEADER = {"bold": True, "bg_color": "#E8F1FE", "text_wrap": True, "valign": "top"}
_MARKED = {"bg_color": "#FFE5B4", "num_format": "@", "valign": "top", "text_wrap": True}
_PLAIN = {"num_format": "@", "valign": "top"}
_WHY = {"text_wrap": True, "valign": "top"}
_BEFORE = ("シート", "行", "ゆくえ", "理由")
_LONGEST = 32_000


def returned_table(run: ImportRun) -> bytes:
    """Return the rows that were not imported, or of which a cell could not be read (返すExcel), a sheet each layout."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        styles = [book.add_format(each) for each in (_HEADER, _MARKED, _PLAIN, _WHY)]
        names = {name: layout["names"] for layout in run.layouts for name in [t["sheet"] for t in layout["tables"]]}
        sheets: dict[str, list[Row]] = {}
        for row in Row.objects.filter(run=run, returned=True).order_by("number").iterator(chunk_size=1000):
            sheets.setdefault(row.sheet, []).append(row)
        for number, (name, rows) in enumerate(sheets.items(), start=1):
            _write(book.add_worksheet(f"{number}"), name, names.get(name, []), rows, styles)
        if not sheets:
            book.add_worksheet("なし").write_string(0, 0, "返すセルはありません。")
    return target.getvalue()


def _write(sheet: Any, name: str, headings: list[str], rows: Iterable[Row], styles: list[Any]) -> None:
    header, marked, plain, why = styles
    for at, label in enumerate([*_BEFORE, *(label or column_letter(at + 1) for at, label in enumerate(headings))]):
        sheet.write_string(0, at, label, header)
    for line, row in enumerate(rows, start=1):
        problems = [said for said in row.said if said["kind"] == NoteKind.PROBLEM]
        wrong = {said["column"] for said in problems}
        told = "\n".join(dict.fromkeys(_told(said) for said in problems))
        for at, text in enumerate((name, str(row.row), row.get_fate_display(), told)):
            sheet.write_string(line, at, text[:_LONGEST], why)
        for at, text in enumerate(row.cells):
            if text:
                sheet.write_string(line, at + len(_BEFORE), text[:_LONGEST], marked if at in wrong else plain)
    sheet.set_column(0, 0, 12)
    sheet.set_column(2, 2, 20)
    sheet.set_column(3, 3, 60)
    sheet.set_column(4, 4 + len(headings), 18)
    sheet.freeze_panes(1, len(_BEFORE))


def _told(said: dict[str, Any]) -> str:
    where = f"{column_letter(said['column'] + 1)}列: " if said["column"] is not None else ""
    return f"{where}{said['text']}"
