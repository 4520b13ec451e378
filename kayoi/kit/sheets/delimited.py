"""Reading CSV and tab-separated text (CSV・TSV を読む)."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from kayoi.kit.sheets.decoding import BROKEN, Decoded
from kayoi.kit.sheets.workbook import Limits, Note, NoteKind, Row, Sheet, Unreadable, Workbook, place

# In the order of trust where several fit equally well.
DELIMITERS = {",": "CSV(カンマ区切り)", "\t": "TSV(タブ区切り)", ";": "CSV(セミコロン区切り)"}
_SAMPLE_ROWS = 300
_SAMPLE_CHARACTERS = 300_000


@dataclass(frozen=True)
class _TextRows:
    """Rows of the text; parsed again each time, so that a long file is never held as objects."""

    text: str
    delimiter: str

    def __iter__(self) -> Iterator[Row]:
        for row in csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter, strict=True):
            yield tuple([cell or None for cell in row])


def read_delimited(decoded: Decoded, *, name: str, limits: Limits) -> Workbook:
    """Read text as one sheet that bears the file's name. All cells are text, as they stand; empty ones are None.

    Raises Unreadable where quotes do not match, a cell is endless or there are too many cells.
    """
    delimiter = find_delimiter(decoded.text)
    rows = _TextRows(decoded.text, delimiter)
    height, width, notes = _gone_through(rows, name, limits, broken=decoded.broken > 0)
    if not width:
        raise Unreadable(
            f"「{name}」には何も書かれていません。中身のあるファイルを選び直してください。", code="sheets.empty"
        )
    told = decoded.notes
    if delimiter == ";":
        message = f"「{name}」はセミコロン(;)区切りと判断して読みました。列の分かれ方を確かめてください。"
        told += (Note(NoteKind.NOTICE, "sheets.delimiter", message, sheet=name, after=delimiter),)
    sheet = Sheet(name=name, rows=rows, height=height, width=width)
    return Workbook(name, DELIMITERS[delimiter], (sheet,), (*told, *notes))


def find_delimiter(text: str) -> str:
    """Return what separates the cells: comma, tab or semicolon (区切り文字の判定).

    The one under which most rows have the same number of cells, and more than one.
    """

    def share(delimiter: str) -> float:
        widths = [len(row) for row in _sample(text, delimiter) if any(row)]
        common = Counter(width for width in widths if width > 1)
        return max(common.values(), default=0) / max(1, len(widths))

    return max(DELIMITERS, key=share)


def _sample(text: str, delimiter: str) -> Iterable[list[str]]:
    reader = csv.reader(io.StringIO(text[:_SAMPLE_CHARACTERS], newline=""), delimiter=delimiter)
    try:
        return list(islice(reader, _SAMPLE_ROWS))
    except csv.Error:  # an endless cell; reading all of it will say where
        return []


def _gone_through(rows: _TextRows, name: str, limits: Limits, *, broken: bool) -> tuple[int, int, list[Note]]:
    """Return height, width and a note for each cell with broken characters."""
    height = width = cells = last = 0
    notes: list[Note] = []
    try:
        for number, row in enumerate(rows, start=1):
            height = number
            cells += len(row)
            if cells > limits.cells:
                raise _too_many(name, limits)
            if any(row):
                last, width = number, max(width, len(row))
            if broken:
                notes += _broken_cells(name, number, row)
    except csv.Error as error:
        raise _unparsable(name, height + 1, error) from error
    return last, width, notes


def _broken_cells(name: str, number: int, row: Row) -> Iterator[Note]:
    for column, cell in enumerate(row, start=1):
        if isinstance(cell, str) and BROKEN in cell:
            message = (
                f"{place(name, number, column)}に読めない文字が {cell.count(BROKEN)} 字あり、「{BROKEN}」に"
                f"置き換えて「{cell}」と読みました。正しい文字に直してください。"
            )
            yield Note(NoteKind.REPAIR, "sheets.broken_character", message, name, number, column, None, cell)


def _too_many(name: str, limits: Limits) -> Unreadable:
    return Unreadable(
        f"「{name}」はセルの数が上限({limits.cells:,})を超えています。いくつかのファイルに分けてください。",
        code="sheets.too_many_cells",
    )


def _unparsable(name: str, row: int, error: csv.Error) -> Unreadable:
    if "field larger" in str(error):
        why = "1つのセルの文字が多すぎます"
    elif "unexpected end" in str(error):
        why = '引用符(")で始まったセルが、閉じられないままファイルが終わっています'
    else:
        why = '引用符(")で囲まれたセルの後に、区切りではない文字が続いています'
    return Unreadable(
        f"{place(name, row)}: {why}。この行の引用符を確かめ、Excel などで保存し直してください。",
        code="sheets.quotes",
    )
