"""Finding the header of a table (見出し行の判定) under titles, notes and blank rows, in one row or two stacked ones."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from kayoi.kit.sheets.labels import cleaned, joined, known_columns, looks_like_label, unrepeated
from kayoi.kit.sheets.workbook import Note, NoteKind, Row, column_letter, is_blank, place, row_ranges

_LOOKED_AT = 60
_BELOW = 15
_SURE = 0.65
Known = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class HeaderGuess:
    """Where the header of a table stands (見出し行), and what its columns are called.

    `rows` are the numbers of its one or two rows as Excel shows them; `names` has one name for each column, unique,
    and "" where a column bears none. `matched` says in which position (from 0) each known name was found, `repeats`
    which positions bear the same label on the sheet. `above` are the rows over it that hold something. `score` goes
    from 0 to 1; below 0.65 a person should look, and `notes` say so.
    """

    rows: tuple[int, ...]
    names: tuple[str, ...]
    score: float
    cells: tuple[Row, ...] = ()
    matched: Mapping[str, int] = field(default_factory=dict)
    repeats: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    above: tuple[tuple[int, Row], ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def last_row(self) -> int:
        """Return the number of the row after which the table begins; 0 when no header was found."""
        return self.rows[-1] if self.rows else 0

    @property
    def columns(self) -> dict[str, int]:
        """Return the position (from 0) of each name on the sheet, and of each known name that was matched."""
        return {name: at for at, name in enumerate(self.names) if name} | dict(self.matched)


def find_header(rows: Iterable[Row], *, known: Known | None = None, sheet: str = "") -> HeaderGuess:
    """Find the header of the first table (見出し行を探す) among the first 60 rows.

    `known` gives the names that are expected, each with other spellings of it; `sheet` is the name for the notes.
    A header names the columns that are filled below it, with short distinct words over cells of another kind, and
    does not itself follow a row that is filled in the same way.
    """
    window = list(islice(rows, _LOOKED_AT + _BELOW))
    best = max(_candidates(window, known or {}), key=lambda each: (each.score, -each.first), default=None)
    if best is None:
        message = f"「{sheet}」に見出しの行が見つかりません。列の見出しを1行で入れてください。"
        return HeaderGuess((), (), 0.0, notes=(Note(NoteKind.PROBLEM, "sheets.no_header", message, sheet=sheet),))
    return _guess(window, best, known or {}, sheet)


def header_at(
    rows: Iterable[Row], *, first: int, last: int | None = None, known: Known | None = None, sheet: str = ""
) -> HeaderGuess:
    """Return the header in the row, or the two rows, that a person has pointed to (見出し行の指定); numbers from 1.

    Raises ValueError for rows that are not there, or more than two.
    """
    last = last or first
    window = list(islice(rows, last + _BELOW))
    if not (1 <= first <= last <= len(window) and last <= first + 1):
        raise ValueError(f"{first}-{last}")
    upper, lower = window[first - 1], window[last - 1]
    names = _single(upper) if first == last else joined(upper, lower) or _paired(upper, lower)
    return _guess(window, _Candidate(first, last, names, 1.0), known or {}, sheet)


@dataclass(frozen=True)
class _Candidate:
    first: int
    last: int
    names: list[str]
    score: float


def _single(row: Row) -> list[str]:
    return [cleaned(cell) for cell in row]


def _paired(upper: Row, lower: Row) -> list[str]:
    """Join two rows cell by cell, where they do not look like groups."""
    width = max(len(upper), len(lower))
    tops = _single(upper) + [""] * (width - len(upper))
    unders = _single(lower) + [""] * (width - len(lower))
    return ["_".join(dict.fromkeys(filter(None, pair))) for pair in zip(tops, unders, strict=True)]


def _candidates(window: Sequence[Row], known: Known) -> Iterator[_Candidate]:
    for first, row in enumerate(window[:_LOOKED_AT], start=1):
        names = _single(row)
        if not any(names) or not any(looks_like_label(cell) for cell in row):
            continue
        yield _Candidate(first, first, names, _score(window, (first, first), names, known))
        following = window[first] if first < len(window) else ()
        if (stacked := joined(row, following)) and any(looks_like_label(cell) for cell in following):
            yield _Candidate(first, first + 1, stacked, _score(window, (first, first + 1), stacked, known))


def _score(window: Sequence[Row], span: tuple[int, int], names: Sequence[str], known: Known) -> float:
    """Return how much these rows look like a header, 0 to 1. The weights were set on the tests' ugly sheets."""
    first, last = span
    rows = [unrepeated(row) for row in window[first - 1 : last]]
    named = {at for row in rows for at, cell in enumerate(row) if not is_blank(cell)}
    below = _table_rows(window[last:])
    used = _used(below) or named
    typed = _typed(below, used)
    cells = [cell for row in rows for cell in row if not is_blank(cell)]
    labelled = {at for row in rows for at, cell in enumerate(row) if looks_like_label(cell)}
    before = window[first - 2] if first > 1 else ()
    followed = sum(at in used and not is_blank(cell) for at, cell in enumerate(before)) / len(used)
    given = [name for name in names if name]
    structure = (
        0.35 * len(named & used) / len(used)
        + 0.30 * sum(looks_like_label(cell) for cell in cells) / len(cells)
        + 0.10 * len(set(given)) / len(given)
        + 0.25 * (len(typed & labelled) / len(typed) if typed else 0.5 * bool(below))
        - 0.15 * len(named - used) / len(named)
        - 0.25 * max(0.0, 2 * followed - 1)  # a title or a date above is nothing that a header could follow
    )
    if not known:
        return max(0.0, structure)
    # Of the columns that are filled, named or not: the lower half of a stacked header is no better than the whole.
    matched = len(known_columns(names, known)) / min(len(known), max(len(given), len(used)))
    return max(0.0, 0.55 * structure + 0.45 * matched)


def _table_rows(following: Sequence[Row]) -> list[Row]:
    """Return the next few rows, without blank ones and without those that fill far less (totals, remarks)."""
    counted = [(row, sum(not is_blank(cell) for cell in row)) for row in following]
    nearest = [(row, count) for row, count in counted if count][:_BELOW]
    fullest = max((count for _, count in nearest), default=0)
    return [row for row, count in nearest if count * 2 > fullest]


def _used(below: Sequence[Row]) -> set[int]:
    """Return the columns that at least a quarter of the rows fill."""
    counts = Counter(at for row in below for at, cell in enumerate(row) if not is_blank(cell))
    return {at for at, count in counts.items() if count * 4 >= len(below)}


def _typed(below: Sequence[Row], used: Collection[int]) -> set[int]:
    """Return the columns that hold mostly numbers, days and the like."""
    filled = Counter(at for row in below for at, cell in enumerate(row) if not is_blank(cell))
    words = Counter(at for row in below for at, cell in enumerate(row) if looks_like_label(cell))
    return {at for at in used if filled[at] and words[at] * 5 <= filled[at] * 2}


def _guess(window: Sequence[Row], found: _Candidate, known: Known, sheet: str) -> HeaderGuess:
    names, repeats = _unique(found.names)
    above = tuple(
        (number, row)
        for number, row in enumerate(window[: found.first - 1], start=1)
        if any(not is_blank(cell) for cell in row)
    )
    guess = HeaderGuess(
        rows=tuple(range(found.first, found.last + 1)),
        names=tuple(names),
        score=round(found.score, 3),
        cells=tuple(window[found.first - 1 : found.last]),
        matched=known_columns(found.names, known),
        repeats=repeats,
        above=above,
    )
    return replace(guess, notes=tuple(_notes(guess, window[found.last :], sheet)))


def _unique(labels: Sequence[str]) -> tuple[list[str], dict[str, tuple[int, ...]]]:
    """Return the names with (2), (3) … after repeated ones, and where each repeated label stands."""
    places: dict[str, list[int]] = {}
    for at, label in enumerate(labels):
        if label:
            places.setdefault(label, []).append(at)
    taken = set(places)
    names: list[str] = []
    for at, label in enumerate(labels):
        name, number = label, 1
        while label and (number > 1 or places[label][0] != at) and (name in taken or number == 1):
            number += 1
            name = f"{label}({number})"
        taken.add(name)
        names.append(name)
    return names, {label: tuple(found) for label, found in places.items() if len(found) > 1}


def _notes(guess: HeaderGuess, below: Sequence[Row], sheet: str) -> Iterator[Note]:
    if guess.score < _SURE:
        message = (
            f"{place(sheet, guess.rows[0])}を見出しとみましたが、はっきりしません。"
            "見出しの行を選び直すか、ファイルの列に見出しを付けてください。"
        )
        yield Note(NoteKind.DOUBT, "sheets.header_unsure", message, sheet=sheet, row=guess.rows[0])
    if guess.above:
        numbers = row_ranges(number for number, _ in guess.above)
        message = f"「{sheet}」の{numbers}は見出しより上にあるため、表の中身としては読みません。"
        yield Note(NoteKind.NOTICE, "sheets.above_header", message, sheet=sheet)
    if len(guess.rows) > 1:
        message = f"「{sheet}」の{row_ranges(guess.rows)}を2段の見出しとみて、「上の段_下の段」を列の名前としました。"
        yield Note(NoteKind.NOTICE, "sheets.stacked_header", message, sheet=sheet, row=guess.rows[0])
    for label, places in guess.repeats.items():
        letters = "、".join(f"{column_letter(at + 1)}列" for at in places)
        given = "".join(f"「{guess.names[at]}」" for at in places)
        message = f"「{sheet}」に「{label}」という列が {len(places)} つあります({letters})。{given}として読みました。"
        yield Note(NoteKind.DOUBT, "sheets.repeated_label", message, sheet=sheet, row=guess.last_row)
    filled = sorted({at for row in below for at, cell in enumerate(row) if not is_blank(cell)})
    for at in filled:
        if at >= len(guess.names) or not guess.names[at]:
            where = place(sheet, None, at + 1)
            message = f"{where}に見出しがありませんが、値があります。読み込むには見出しを付けてください。"
            yield Note(NoteKind.DOUBT, "sheets.no_label", message, sheet=sheet, column=at + 1)
