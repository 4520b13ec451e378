"""Reading Excel books (.xlsx・.xls を読む): values by calamine, everything around them by a look beforehand."""

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from kayoi.kit.sheets.book_notes import book_notes
from kayoi.kit.sheets.facts import BookFacts, SheetFacts, broken, locked
from kayoi.kit.sheets.workbook import (
    Cell,
    Merged,
    Row,
    Sheet,
    Unreadable,
    Workbook,
)

_EXACT = 1e15
_Value = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True)
class _ExcelRows:
    """Rows of a sheet that calamine holds; Python's objects are made while they are gone through."""

    sheet: CalamineSheet
    left: int
    errors: dict[int, dict[int, str]]
    name: str

    def __iter__(self) -> Iterator[Row]:
        # calamine gives the blank rows above the first cell, but not the blank columns to its left.
        blank: list[Cell] = [None] * self.left
        with _sound(self.name):
            for number, values in enumerate(self.sheet.iter_rows(), start=1):
                cells = blank + [_cell(value) for value in values]
                for column, error in self.errors.get(number, {}).items():
                    cells[column - 1] = error
                yield tuple(cells)


def _cell(value: _Value) -> Cell:
    """Return the value as it is handed on: empty text is None, whole numbers are int where a float holds them exactly.

    Excel itself keeps 15 digits, so larger numbers stay floats and are doubted when they are asked for as numbers.
    """
    if type(value) is str:
        return value or None
    if type(value) is float:
        if value.is_integer():
            return int(value) if -_EXACT < value < _EXACT else value
        return value if math.isfinite(value) else str(value)
    return value


def read_excel(facts: BookFacts, *, name: str, kind: str) -> Workbook:
    """Read the sheets of a book that was looked through. Formulas give the result that Excel saved.

    Raises Unreadable where calamine cannot read it after all.
    """
    with _sound(name):
        book = CalamineWorkbook.from_filelike(io.BytesIO(facts.data))
        places = [at for at, sheet in enumerate(book.sheets_metadata) if sheet.typ is SheetTypeEnum.WorkSheet]
        if len(places) != len(facts.sheets):
            raise broken(name)
        sheets = [_sheet(book, at, known, facts, name) for at, known in zip(places, facts.sheets, strict=True)]
    if not any(sheet.width for sheet in sheets):
        raise Unreadable(
            f"「{name}」には何も書かれていません。中身のあるファイルを選び直してください。", code="sheets.empty"
        )
    return Workbook(name, kind, tuple(sheets), tuple(book_notes(facts, name, sheets)))


@contextmanager
def _sound(name: str) -> Iterator[None]:
    """Turn what calamine raises into a sentence for the sender.

    Its panics are no Exceptions: one would end the worker although only this file is at fault.
    """
    try:
        yield
    except PasswordError as error:
        raise locked(name) from error
    except CalamineError as error:
        raise broken(name) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise broken(name) from error
        raise


def _sheet(book: CalamineWorkbook, at: int, known: SheetFacts, facts: BookFacts, name: str) -> Sheet:
    sheet = book.get_sheet_by_index(at)
    (_, left), (bottom, right) = sheet.start or (0, 0), sheet.end or (-1, -1)
    return Sheet(
        name=sheet.name,
        rows=_ExcelRows(sheet, left, known.errors, name),
        height=bottom + 1,
        width=right + 1,
        hidden=book.sheets_metadata[at].visible is not SheetVisibleEnum.Visible,
        hidden_rows=frozenset(known.hidden_rows),
        hidden_columns=frozenset(known.hidden_columns),
        merged=tuple(
            Merged(first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1)
            for first, last in sheet.merged_cell_ranges or ()
        ),
        from_1904=facts.from_1904,
        colours=known.row_colours,
    )
