"""What a file of tables holds (ブック・シート・セル), and what is told about it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from itertools import chain, pairwise
from typing import TypeAlias

from kayoi.kit.states import Labelled

# Excel keeps numbers as binary floats: whole ones arrive as int, the rest as float. Decimal is made on request
# (`as_decimal`), because a cell never holds one. An error cell is the text that Excel shows (#N/A).
Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None
Row: TypeAlias = Sequence[Cell]

# fmt: off
ERRORS = frozenset((
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA", "#BUSY!",
    "#BLOCKED!", "#CONNECT!", "#FIELD!", "#UNKNOWN!", "#EXTERNAL!", "#PYTHON!",
))
# fmt: on


def is_error(cell: Cell) -> bool:
    """Tell whether the cell shows an error of a formula (エラー値). In a CSV that Excel saved these are plain text."""
    return isinstance(cell, str) and cell in ERRORS


def is_blank(cell: Cell) -> bool:
    """Tell whether nothing can be seen in the cell (空白セル), full-width spaces included."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


@cache
def column_letter(column: int) -> str:
    """Return the letters of a column (列番号): 1 is A, 27 is AA. Raises ValueError below 1."""
    if column < 1:
        raise ValueError(column)
    before, last = divmod(column - 1, 26)
    return (column_letter(before) if before else "") + chr(ord("A") + last)


def place(sheet: str, row: int | None = None, column: int | None = None) -> str:
    """Say where something stands, as people find it in Excel: 「名簿」の5行目C列."""
    where = f"{row}行目" if row else ""
    where += f"{column_letter(column)}列" if column else ""
    return f"「{sheet}」の{where}" if where else f"「{sheet}」"


class NoteKind(Labelled):
    NOTICE = "notice", "お知らせ"
    REPAIR = "repair", "直して読みました"
    DOUBT = "doubt", "確かめてください"
    PROBLEM = "problem", "読めません"


@dataclass(frozen=True)
class Note:
    """One remark for the person who sent the file: a whole Japanese sentence with the place and what to do.

    `row` and `column` count from 1, as Excel shows them; `before` is the cell as it was, `after` as it was read.
    """

    kind: NoteKind
    code: str
    message: str
    sheet: str = ""
    row: int | None = None
    column: int | None = None
    before: Cell = None
    after: Cell | Decimal = None


class Unreadable(Exception):
    """The file cannot be read as a table; the message tells the sender why and what to do."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


@dataclass(frozen=True)
class Limits:
    """How much a file may ask of the machine (上限). Bytes, cells and sheets; `ratio` is unpacked to packed size.

    Cells are counted as rows times columns up to the last filled one, over all sheets: the reader lays them out
    densely at about 32 bytes each.
    """

    file_bytes: int = 100_000_000
    unpacked_bytes: int = 300_000_000
    ratio: int = 150
    text_bytes: int = 500_000_000
    cells: int = 10_000_000
    sheets: int = 200


@dataclass(frozen=True)
class Merged:
    """A range of merged cells (結合セル); rows and columns count from 1, ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def reference(self) -> str:
        """Return the range as Excel writes it, A1:C2."""
        return f"{column_letter(self.first_column)}{self.first_row}:{column_letter(self.last_column)}{self.last_row}"


@dataclass(frozen=True)
class Sheet:
    """One sheet (シート). `rows` may be gone through any number of times; each row is made when it is asked for.

    The first row is row 1 and the first cell column A, also where the sheet begins with blank rows or columns.
    `colours` has the word for the colour of each row that is filled with one.
    """

    name: str
    rows: Iterable[Row]
    height: int
    width: int
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Merged, ...] = ()
    from_1904: bool = False
    colours: Mapping[int, str] = field(default_factory=dict)

    def filled(self) -> "Sheet":
        """Return the sheet with the value of each merged range repeated over all its cells (結合セルの展開)."""
        return replace(self, rows=_FilledRows(self.rows, self.merged)) if self.merged else self


@dataclass(frozen=True)
class Workbook:
    """A file of tables (ブック): its sheets in order, how it was read, and what the sender should know."""

    name: str
    kind: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = field(default=())


@dataclass(frozen=True)
class _FilledRows:
    rows: Iterable[Row]
    merged: tuple[Merged, ...]

    def __iter__(self) -> Iterator[Row]:
        waiting = sorted(self.merged, key=lambda each: (each.first_row, each.first_column), reverse=True)
        active: list[tuple[Merged, Cell]] = []
        for number, row in enumerate(self.rows, start=1):
            active = [pair for pair in active if pair[0].last_row >= number]
            while waiting and waiting[-1].first_row <= number:
                merged = waiting.pop()
                column = merged.first_column - 1
                active.append((merged, row[column] if column < len(row) else None))
            yield _filled(row, active) if active else row


def _filled(row: Row, active: list[tuple[Merged, Cell]]) -> Row:
    cells = list(row)
    for merged, value in active:
        # A range may reach past the last filled column; there is nothing to write there.
        for column in range(merged.first_column - 1, min(merged.last_column, len(cells))):
            cells[column] = value
    return tuple(cells)


def row_ranges(numbers: Iterable[int]) -> str:
    """Say row numbers shortly (3～5、9行目)."""
    ordered = sorted(set(numbers))
    starts = [here for before, here in pairwise(chain([-1], ordered)) if here != before + 1]
    ends = [here for here, after in pairwise(chain(ordered, [-1])) if after != here + 1]
    spans = [str(start) if start == end else f"{start}～{end}" for start, end in zip(starts, ends, strict=True)]
    shown = "、".join(spans[:10]) + ("ほか" if len(spans) > 10 else "")
    return f"{shown}行目"
