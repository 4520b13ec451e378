"""A look through the records of an old Excel book (.xls の下調べ): sizes, hidden parts, errors, fills, passwords.

Source: [MS-XLS] Excel Binary File Format (Microsoft, open specification), sections 2.1.4, 2.4, 2.5.20 and 2.5.293.
"""

import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from kayoi.kit.compound import packed
from kayoi.kit.sheets.colours import colour_word
from kayoi.kit.sheets.facts import BookFacts, SheetFacts, broken, check_size, check_texts, locked
from kayoi.kit.sheets.workbook import Limits

_BOF, _EOF, _BOUNDSHEET, _FILEPASS, _DATEMODE = 0x0809, 0x000A, 0x0085, 0x002F, 0x0022
_DIMENSIONS, _ROW, _COLINFO, _SUPBOOK = 0x0200, 0x0208, 0x007D, 0x01AE
_SST, _CONTINUE, _LABELSST = 0x00FC, 0x003C, 0x00FD
_FORMULA, _BOOLERR, _MULRK = 0x0006, 0x0205, 0x00BD
_XF, _PALETTE, _BLANK, _MULBLANK = 0x00E0, 0x0092, 0x0201, 0x00BE
# NUMBER, LABEL, RSTRING, RK and the three above: row and column stand first.
_CELLS = frozenset({0x0203, 0x0204, 0x00D6, 0x027E, _LABELSST, _FORMULA, _BOOLERR})
_ERROR_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_BIFF8 = 0x0600
_FIRST_OF_PALETTE = 8
_SELF_REFERENCE = b"\x01\x04"


def look_through(stream: bytes, *, name: str, limits: Limits) -> BookFacts:
    """Return what the workbook stream of an .xls tells, and a clean file of it for calamine.

    Raises Unreadable for passwords, contradictions and what would not fit into memory.
    """
    look = _Look(name)
    clean = bytearray(stream)
    try:
        for at, kind, body in _records(stream):
            look.record(at, kind, body)
            if kind == _DIMENSIONS:
                # calamine asks at once for as much memory as is promised here; it reads as well without the promise.
                clean[at + 4 : at + 4 + len(body)] = bytes(len(body))
        look.finish()
        check_size([*look.facts.sheets, *look.other_sheets], name=name, limits=limits)
        if len(look.indexes) * sum(map(len, look.sst)) > limits.text_bytes:
            lengths = _text_lengths(look.sst)
            check_texts(sum(lengths[index] for index in look.indexes), name=name, limits=limits)
    except (struct.error, IndexError, OverflowError, _BrokenBook) as error:
        raise broken(name) from error
    look.facts.data = packed("Workbook", bytes(clean))
    return look.facts


class _BrokenBook(Exception):
    """The records contradict each other."""


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


class _Look:
    """One pass over the records of a book."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.facts = BookFacts(b"")
        self.other_sheets: list[SheetFacts] = []
        self.sst: list[bytes] = []
        self.indexes = array("I")
        self._texts = 0
        self._starts: dict[int, SheetFacts] = {}
        self._begun: set[int] = set()
        self._sheet: SheetFacts | None = None
        self._fills: list[int] = []
        self._palette: dict[int, str] = {}
        self._depth = 0
        self._version = 0
        self._in_sst = False

    def record(self, at: int, kind: int, body: bytes) -> None:
        """Take notice of one record. Charts stand as whole books inside a sheet (depth); their cells are no cells."""
        if kind == _BOF:
            self._depth += 1
            if at == 0:
                (self._version,) = struct.unpack_from("<H", body)
            if self._depth == 1:
                self._begun.add(at)
                self._sheet = self._starts.get(at)
        elif kind == _EOF:
            self._depth -= 1
        elif self._sheet is None:
            self._of_book(kind, body)
        elif self._depth == 1:
            self._of_sheet(self._sheet, kind, body)

    def finish(self) -> None:
        """Refuse a book whose sheets begin where no sheet is, bear one name twice, or show texts that are not there."""
        names = [sheet.name.casefold() for sheet in (*self.facts.sheets, *self.other_sheets)]
        if not self._starts.keys() <= self._begun or len(set(names)) < len(names):
            raise _BrokenBook
        if self._texts * 3 > sum(map(len, self.sst)) or max(self.indexes, default=-1) >= self._texts:
            raise _BrokenBook

    def _of_book(self, kind: int, body: bytes) -> None:
        if kind == _FILEPASS:
            raise locked(self.name)
        if kind == _SST:
            (self._texts,) = struct.unpack_from("<I", body, 4)
        if kind == _SST or (kind == _CONTINUE and self._in_sst):
            self.sst.append(body[8:] if kind == _SST else body)
        self._in_sst = kind in (_SST, _CONTINUE) and (kind == _SST or self._in_sst)
        if kind == _XF and self._version == _BIFF8:
            pattern, colours = struct.unpack_from("<IH", body, 14)
            self._fills.append(colours & 0x7F if pattern >> 26 else 0)
        elif kind == _PALETTE:
            for at in range(*struct.unpack_from("<H", body)):
                self._palette[_FIRST_OF_PALETTE + at] = body[2 + at * 4 : 5 + at * 4].hex().upper()
        if kind == _DATEMODE:
            self.facts.from_1904 = body[:1] == b"\x01"
        elif kind == _SUPBOOK:
            self.facts.external_links |= body[2:4] != _SELF_REFERENCE
        elif kind == _BOUNDSHEET:
            self._boundsheet(body)

    def _boundsheet(self, body: bytes) -> None:
        offset, kind, length = struct.unpack_from("<IxBB", body)
        sheet = SheetFacts(_sheet_name(body, length, self._version))
        if offset in self._starts:
            raise _BrokenBook
        self._starts[offset] = sheet
        # Sheets of charts and macros hold no table, but calamine goes through them all the same.
        (self.facts.sheets if kind == 0 else self.other_sheets).append(sheet)

    def _of_sheet(self, sheet: SheetFacts, kind: int, body: bytes) -> None:
        self._filled_in(sheet, kind, body)
        if kind in _CELLS:
            row, column = struct.unpack_from("<HH", body)
            sheet.fill(row + 1, column + 1)
            if error := _error(kind, body):
                sheet.add_error(row + 1, column + 1, error)
            if kind == _LABELSST:
                self.indexes.extend(struct.unpack_from("<I", body, 6))
        elif kind == _MULRK:
            row, last = *struct.unpack_from("<H", body), *struct.unpack("<H", body[-2:])
            sheet.fill(row + 1, last + 1)
        elif kind == _ROW:
            row, flags = struct.unpack_from("<H10xH", body)
            if flags & 0x20:
                sheet.hidden_rows.add(row + 1)
        elif kind == _COLINFO:
            first, last, flags = struct.unpack_from("<HH4xH", body)
            if flags & 1:
                sheet.hidden_columns.update(range(first + 1, min(last, 255) + 2))

    def _filled_in(self, sheet: SheetFacts, kind: int, body: bytes) -> None:
        """Count the cells of one record by the colours of their formats."""
        if kind in _CELLS or kind == _BLANK:
            row, format_index = struct.unpack_from("<H2xH", body)
            self._colour(sheet, row + 1, format_index)
        elif kind in (_MULRK, _MULBLANK):
            (row,) = struct.unpack_from("<H", body)
            for (format_index,) in struct.iter_unpack("<H4x" if kind == _MULRK else "<H", body[4:-2]):
                self._colour(sheet, row + 1, format_index)

    def _colour(self, sheet: SheetFacts, row: int, format_index: int) -> None:
        """Count a cell by the colour of its fill; 64 and above are the window's own."""
        fill = self._fills[format_index] if format_index < len(self._fills) else 0
        if fill in self._palette:
            word = colour_word({"rgb": self._palette[fill]})
        else:
            word = colour_word({"indexed": str(fill)}) if fill else ""
        if word:
            sheet.add_colour(row, word)


def _sheet_name(body: bytes, length: int, version: int) -> str:
    """Return the name of a sheet; before BIFF8 there is no flag byte, and in Japan the code page is CP932."""
    if version < _BIFF8:
        return body[7 : 7 + length].decode("cp932", errors="replace")
    codec, size = ("utf-16-le", 2) if body[7] & 1 else ("latin-1", 1)
    return body[8 : 8 + length * size].decode(codec, errors="replace")


def _error(kind: int, body: bytes) -> str | None:
    """Return the text of an error cell: a value typed in, or the saved result of a formula."""
    if kind == _BOOLERR and body[7] == 1:
        return _ERROR_TEXTS.get(body[6], "#UNKNOWN!")
    if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        return _ERROR_TEXTS.get(body[8], "#UNKNOWN!")
    return None


def _text_lengths(chunks: list[bytes]) -> list[int]:
    """Return how many bytes each shared text takes, at most (three per character)."""
    whole = b"".join(chunks)
    ends = list(accumulate(map(len, chunks)))
    lengths, at = [], 0
    while at + 3 <= len(whole):
        characters, flags = struct.unpack_from("<HB", whole, at)
        at += 3
        runs = extra = 0
        if flags & 0x08:
            (runs,) = struct.unpack_from("<H", whole, at)
            at += 2
        if flags & 0x04:
            (extra,) = struct.unpack_from("<I", whole, at)
            at += 4
        at = _after_characters(whole, at, characters, flags, ends) + runs * 4 + extra
        lengths.append(characters * 3)
    return lengths


def _after_characters(whole: bytes, at: int, characters: int, flags: int, ends: list[int]) -> int:
    """Return where the characters end. A text split between records has its flag byte repeated in the next one."""
    while characters > 0:
        end = ends[bisect_right(ends, at)]
        size = 2 if flags & 1 else 1
        here = min(characters, (end - at) // size)
        characters -= here
        at += here * size
        if characters > 0:
            flags = whole[end]
            at = end + 1
    return at
