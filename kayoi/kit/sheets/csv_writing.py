"""Writing CSV that Excel opens without garbling it and without running anything in it (CSV の出力).

Which texts are guarded against running as formulas, and how, stands in guarding.py. Real numbers are no texts: -5
stays -5.

Source: RFC 4180
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from kayoi.kit.sheets.guarding import guarded
from kayoi.kit.sheets.tables import Column, OutRow, plain_text, refused, unwritable
from kayoi.kit.sheets.workbook import Note, NoteKind, place

# Also ; and tabs, at which some programs cut cells although the file is comma-separated.
_QUOTED = re.compile(r'[,;"\t\r\n]|^\s|\s$')


def write_csv(rows: Iterable[OutRow], *, columns: Sequence[Column], name: str = "CSV") -> bytes:
    """Return the rows as CSV in UTF-8 with BOM, lines ended by CR LF, labels first (CSV を書く).

    Days are written as 2026-11-21 and moments in Japanese time. `name` is for messages. Raises Unwritable for what no
    file can hold, ValueError for rows that do not fit the columns.
    """
    return "".join(_lines(rows, columns, name, lambda text, row, column: text)).encode("utf-8-sig")


@dataclass(frozen=True)
class EncodedCsv:
    """A CSV in an encoding that lacks characters, and a note for each cell that had to be changed."""

    data: bytes
    notes: tuple[Note, ...]


def write_csv_cp932(rows: Iterable[OutRow], *, columns: Sequence[Column], name: str = "CSV") -> EncodedCsv:
    """Return the rows as CSV in Shift_JIS (CP932), for programs that read nothing else, with what was lost by it.

    Signs that CP932 has in another form (〜 − ‖) take that form, and か with a mark of its own becomes が: repairs.
    Characters that it lacks (𠮷, emoji) become 〓, the printers' sign for a missing letter: problems. Never a silent ?.
    """
    notes: list[Note] = []

    def encodable(text: str, row: int, column: int) -> str:
        if _encodes(text):
            return text
        written = _replaced(text)
        notes.append(_note(place(name, row, column), text, written, name, row, column))
        return written

    text = "".join(_lines(rows, columns, name, encodable))
    return EncodedCsv(text.encode("cp932"), tuple(notes))


def _lines(
    rows: Iterable[OutRow], columns: Sequence[Column], name: str, fit: Callable[[str, int, int], str]
) -> Iterator[str]:
    """Return the lines of the file; `fit` makes a text fit its encoding: text, row, column → text."""
    labels = [column.label for column in columns]
    for number, row in enumerate(chain([labels], rows), start=1):
        if len(row) != len(labels):
            raise ValueError(f"row {number}: {len(row)} values for {len(labels)} columns")
        cells = []
        for at, value in enumerate(row, start=1):
            if why := unwritable(value):
                raise refused(f"{place(name, number, at)}({labels[at - 1]})", why)
            # Guarded last: a sign may only have become dangerous by fitting it (− to －).
            cells.append(guarded(fit(value, number, at)) if isinstance(value, str) else plain_text(value))
        yield ",".join(map(_quoted, cells)) + "\r\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell


# What Windows writes for characters that other systems use in their place; both look alike in print.
_TWINS = str.maketrans("〜−‖—¢£¬¥", "～－∥―￠￡￢￥")
_VOICED = re.compile("[\u3041-\u30ff][\u3099\u309a]")
_MISSING = "〓"


def _encodes(text: str) -> bool:
    """Tell whether the text comes back the same. Python also writes 〜 and −, but they come back as ～ and －."""
    try:
        return text.encode("cp932").decode("cp932") == text
    except UnicodeEncodeError:
        return False


def _replaced(text: str) -> str:
    composed = _VOICED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text.translate(_TWINS))
    return "".join(character if _encodes(character) else _MISSING for character in composed)


def _note(where: str, text: str, written: str, name: str, row: int, column: int) -> Note:
    lost = "、".join(dict.fromkeys(f"「{each}」(U+{ord(each):04X})" for each in text if not _encodes(each)))
    if _MISSING not in written or _MISSING in text:
        message = f"{where}の{lost}は Shift_JIS にないため、よく似た文字に替えて「{written}」と書きました。"
        return Note(NoteKind.REPAIR, "sheets.similar_character", message, name, row, column, text, written)
    message = (
        f"{where}の{lost}は Shift_JIS にないため、「{written}」と書きました。"
        "正しく渡すには、UTF-8 の CSV か Excel で出力してください。"
    )
    return Note(NoteKind.PROBLEM, "sheets.missing_character", message, name, row, column, text, written)
