"""Rows of a table as records (表の行の読み取り): each with its number, all its cells, and what kind of row it is."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from kayoi.kit.sheets.headers import HeaderGuess
from kayoi.kit.sheets.row_kinds import AHEAD, RowKind, RowReader
from kayoi.kit.sheets.values import Remark
from kayoi.kit.sheets.workbook import Cell, Note, NoteKind, Row, Sheet, is_blank, place

_WHY = {
    RowKind.TOTAL: "合計の行とみて、データとしては読みません。",
    RowKind.REMARK: "注記の行とみて、データとしては読みません。",
    RowKind.HEADER: "見出しのくり返しとみて、データとしては読みません。",
    RowKind.OTHER_TABLE: "別の表の始まりとみて、ここから下は読みません。表ごとにシートを分けてください。",
}


@dataclass(frozen=True, slots=True)
class Record:
    """One row below the header (1件分の行). `row` is its number as Excel shows it; `cells` is all that stood in it.

    Only DATA rows are records of the table; the others are handed on so that nothing is lost silently.
    """

    sheet: str
    row: int
    cells: Row
    columns: Mapping[str, int]
    kind: RowKind = RowKind.DATA
    hidden: bool = False
    notes: tuple[Note, ...] = ()

    def __getitem__(self, name: str) -> Cell:
        """Return the cell under a name of the sheet or a known name; KeyError when there is no such column."""
        at = self.columns[name]
        return self.cells[at] if at < len(self.cells) else None

    def get(self, name: str) -> Cell:
        """Return the cell under a name, None when there is no such column."""
        return self[name] if name in self.columns else None

    def place(self, name: str) -> str:
        """Say where the cell under a name stands (セルの場所): 「名簿」の5行目C列(氏名)."""
        return f"{place(self.sheet, self.row, self.columns[name] + 1)}({name})"

    def note(self, name: str, remark: Remark) -> Note:
        """Return a remark about the cell under a name as a note with its place."""
        message = f"{self.place(name)}: {remark.text}"
        column = self.columns[name] + 1
        return Note(remark.kind, remark.code, message, self.sheet, self.row, column, remark.before, remark.after)

    @property
    def unnamed(self) -> tuple[tuple[int, Cell], ...]:
        """Return the filled cells of columns without a name: column (from 1) and value."""
        return tuple(
            (at + 1, cell)
            for at, cell in enumerate(self.cells)
            if not is_blank(cell) and at not in self.columns.values()
        )


def records(sheet: Sheet, header: HeaderGuess) -> Iterator[Record]:
    """Go through the rows below the header (表の行を順に読む); rows without anything are left out.

    Totals, remarks, repeated headers and a second table are told by what stands in them, marked by their kind and
    noted. From the first row of a second table on, all rows are OTHER_TABLE.
    """
    columns = header.columns
    nameless = _Nameless(header, sheet.name)
    reader = RowReader(header)
    before = RowKind.DATA
    for number, rows, after_blank in _with_following(sheet, header.last_row):
        kind = reader.kind(rows, after_blank=after_blank)
        notes: tuple[Note, ...] = ()
        if kind is RowKind.DATA:
            notes = nameless.notes(number, rows[0])
        elif not before is kind is RowKind.OTHER_TABLE:
            notes = (_left_out(sheet.name, number, kind, rows[0]),)
        before = kind
        yield Record(sheet.name, number, rows[0], columns, kind, number in sheet.hidden_rows, notes)


def _left_out(sheet: str, number: int, kind: RowKind, row: Row) -> Note:
    message = f"{place(sheet, number)}: {_WHY[kind]}"
    first = next(cell for cell in row if not is_blank(cell))
    return Note(NoteKind.DOUBT, f"sheets.row_{kind}", message, sheet, number, before=first)


def _with_following(sheet: Sheet, last_row: int) -> Iterator[tuple[int, list[Row], bool]]:
    """Go through filled rows: number, the row and up to three that follow without a gap, whether a gap is above."""
    ahead: deque[tuple[int, Row, bool]] = deque()
    after_blank = False
    for number, row in enumerate(islice(sheet.rows, last_row, None), start=last_row + 1):
        if all(is_blank(cell) for cell in row):
            yield from _emptied(ahead)
            after_blank = True
            continue
        ahead.append((number, row, after_blank))
        after_blank = False
        if len(ahead) == AHEAD:
            first, _, gap = ahead[0]
            yield first, [each for _, each, _ in ahead], gap
            ahead.popleft()
    yield from _emptied(ahead)


def _emptied(ahead: deque[tuple[int, Row, bool]]) -> Iterator[tuple[int, list[Row], bool]]:
    while ahead:
        number, _, gap = ahead[0]
        yield number, [row for _, row, _ in ahead], gap
        ahead.popleft()


class _Nameless:
    """Notes the first value in each column that has no name and was not noted with the header."""

    def __init__(self, header: HeaderGuess, sheet: str) -> None:
        self._sheet = sheet
        self._names = header.names
        self._told = {note.column for note in header.notes if note.code == "sheets.no_label"}

    def notes(self, number: int, row: Row) -> tuple[Note, ...]:
        """Return a note for each nameless column that has its first value in this row."""
        found = [
            at + 1
            for at, cell in enumerate(row)
            if (at >= len(self._names) or not self._names[at]) and not is_blank(cell) and at + 1 not in self._told
        ]
        self._told.update(found)
        return tuple(self._note(number, column, row[column - 1]) for column in found)

    def _note(self, number: int, column: int, cell: Cell) -> Note:
        where = place(self._sheet, number, column)
        message = f"{where}に値がありますが、列に見出しがありません。読み込むには見出しを付けてください。"
        return Note(NoteKind.DOUBT, "sheets.no_label", message, self._sheet, number, column, cell)
