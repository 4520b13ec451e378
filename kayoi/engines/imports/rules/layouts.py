"""Where the tables of a workbook are (表をさがす): sheets, header rows, second tables, and which look alike."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from kayoi.engines.imports.rules.columns import guess_columns
from kayoi.engines.imports.rules.headers import KNOWN
from kayoi.engines.imports.states import Target
from kayoi.kit.sheets import (
    Cell,
    HeaderGuess,
    Row,
    RowKind,
    Sheet,
    Workbook,
    find_header,
    header_at,
    is_blank,
    label_key,
    records,
)
from kayoi.kit.sheets.labels import cleaned, looks_like_label

_SAMPLES = 120
_TABLES = 12
# A table of consultations says at least when, or what; and who, how or what.
_TELLING = frozenset({Target.NAME, Target.FAMILY_NAME, Target.PHONE, Target.EMAIL, Target.CONTACT, Target.CONTENT})


@dataclass(frozen=True)
class Found:
    """One table: its sheet, its header rows (numbers from 1), and the row before which it ends (None: the last)."""

    sheet: str
    first: int
    last: int
    until: int | None
    names: tuple[str, ...]
    samples: tuple[tuple[Cell, ...], ...] = ()
    hidden: bool = False
    rows: int = 0
    start: int = 1

    @property
    def key(self) -> str:
        """Return what tables with the same columns have in common (見出しの指紋)."""
        return hashlib.sha256("|".join(map(label_key, self.names)).encode()).hexdigest()[:32]


@dataclass
class Layout:
    """Tables with the same columns, and what the columns mean."""

    key: str
    names: tuple[str, ...]
    targets: list[str]
    samples: tuple[tuple[Cell, ...], ...]
    use: bool
    tables: list[Found] = field(default_factory=list)


@dataclass(frozen=True)
class Rows:
    """Rows of a sheet of which those above a table are blank, so that numbers stay those of the sheet."""

    rows: Iterable[Row]
    first: int
    until: int | None

    def __iter__(self) -> Iterator[Row]:
        for number, row in enumerate(islice(self.rows, self.until and self.until - 1), start=1):
            yield row if number >= self.first else ()


def part_of(sheet: Sheet, *, first: int, until: int | None = None) -> Sheet:
    """Return a sheet with only the rows of one table (表の部分), merged cells filled.

    Source: docs/decisions/0017-undo-of-an-import.md
    """
    filled = sheet.filled()
    return replace(filled, rows=Rows(filled.rows, first, until), merged=())


def header_of(part: Sheet, first: int, last: int) -> HeaderGuess:
    """Return the header that stands in these rows of a part.

    Source: kit.sheets.header_at
    """
    return header_at(part.rows, first=first, last=last, sheet=part.name)


def tables_in(sheet: Sheet) -> list[Found]:
    """Return the tables of one sheet from top to bottom (シートの中の表).

    Source: kit.sheets.find_header and records; a second table begins with another header after a gap
    """
    found: list[Found] = []
    start: int | None = 1
    while start is not None and len(found) < _TABLES:
        part = part_of(sheet, first=start)
        header = find_header(_near(part, start), known=KNOWN, sheet=sheet.name)
        if not header.rows:
            break
        first, last = (row + start - 1 for row in (header.rows[0], header.rows[-1]))
        began = start
        table, start = _table(part, first, last)
        found.append(replace(table, hidden=sheet.hidden, start=began))
    return found


def _near(part: Sheet, start: int) -> list[Row]:
    return list(islice(part.rows, start - 1, start + 80))


def _table(part: Sheet, first: int, last: int) -> tuple[Found, int | None]:
    """Go through a table once: samples of its columns, how many rows, and where another one begins."""
    header = header_of(part, first, last)
    width, count, following = 0, 0, None
    kept: list[Row] = []
    for record in records(part, header):
        if record.kind is RowKind.OTHER_TABLE:
            following = record.row
            break
        if record.kind is RowKind.DATA:
            count += 1
            if len(kept) < _SAMPLES:
                kept.append(record.cells)
                width = max(width, *(at + 1 for at, cell in enumerate(record.cells) if not is_blank(cell)))
    named = _merged_down(header, first)
    width = max(width, max((at + 1 for at, name in enumerate(named) if name), default=0))
    names = tuple([*named, *[""] * width][:width])
    samples = tuple(tuple(row[at] for row in kept if at < len(row) and not is_blank(row[at])) for at in range(width))
    return Found(part.name, first, last, following, names, samples, rows=count), following


def _merged_down(header: HeaderGuess, first: int) -> list[str]:
    """Return the names of the columns; one without a label has that of the row above, whose cell was merged down."""
    above = next((row for number, row in header.above if number == first - 1), ())
    upper = [cleaned(cell) if looks_like_label(cell) else "" for cell in above]
    if sum(map(bool, upper)) < 2:  # a title, or a remark beside it
        return list(header.names)
    upper += [""] * (len(header.names) - len(upper))
    return [name or higher for name, higher in zip(header.names, upper, strict=False)]


def table_at(sheet: Sheet, *, first: int, last: int) -> Found:
    """Return the table whose header a person has pointed to (見出し行の指定). Raises ValueError where none can be.

    Source: kit.sheets.header_at
    """
    found, _ = _table(part_of(sheet, first=first), first, last)
    return replace(found, start=first)


def layouts_of(book: Workbook) -> list[Layout]:
    """Return what tables a workbook has (表の一覧), those with the same columns together, the likeliest first.

    Tables that tell nothing about consultations (monthly totals), and hidden sheets, are not used unless somebody
    says so.
    Source: docs/decisions/0017-undo-of-an-import.md
    """
    layouts: dict[str, Layout] = {}
    for sheet in book.sheets:
        for table in tables_in(sheet) if sheet.height else ():
            layout = layouts.get(table.key)
            if layout is None:
                targets = guess_columns(table.names, table.samples)
                use = tells(targets) and not table.hidden
                layout = layouts[table.key] = Layout(table.key, table.names, targets, table.samples, use)
            layout.use = layout.use or (tells(layout.targets) and not table.hidden)
            layout.tables.append(replace(table, samples=()))
    return sorted(layouts.values(), key=lambda each: not each.use)


def tells(targets: Sequence[str]) -> bool:
    """Tell whether columns with these meanings make a table of consultations (相談の表か).

    Source: 移住相談に関する調査: date, channel, who and what are what a consultation record holds
    """
    dated = bool({Target.DATE, Target.MONTH} & set(targets))
    telling = len(_TELLING & set(targets))
    return telling > 1 or (dated and telling > 0)
