"""The words of a PDF, page by page, as somebody who copies them out would get them."""

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf

PAIRS = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
RANGES = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")


@dataclass(frozen=True)
class Line:
    """Words that stand together on a page, and how far above its foot, in points."""

    words: str
    above: float


def words_of_pages(content: bytes) -> list[str]:
    """Return the words of each page, its lines joined."""
    return ["".join(line.words for line in page) for page in lines_of_pages(content)]


def lines_of_pages(content: bytes) -> list[list[Line]]:
    """Return the lines of each page in the order in which they were set."""
    with pikepdf.open(BytesIO(content)) as document:
        return [_lines(page) for page in document.pages]


def _lines(page: Any) -> list[Line]:
    tables = {name: _letters(font.ToUnicode.read_bytes()) for name, font in page.Resources.Font.items()}
    lines, table, above = list[Line](), dict[int, str](), 0.0
    parsed: Any = pikepdf.parse_content_stream(page)
    for operands, operator in parsed:
        if str(operator) == "cm":
            above = float(operands[5])
        elif str(operator) == "Tf":
            table = tables[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            pieces = operands if str(operator) == "Tj" else operands[0]
            glyphs = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
            words = "".join(table[int.from_bytes(glyphs[at : at + 2])] for at in range(0, len(glyphs), 2))
            goes_on = bool(lines) and lines[-1].above == above
            lines.append(Line(lines.pop().words + words, above) if goes_on else Line(words, above))
    return lines


def _letters(table: bytes) -> dict[int, str]:
    """Return glyph to letters, from the table that a font carries for copying."""
    found = dict[int, str]()
    for first, last, letter in RANGES.findall(table):
        start, end = int(first, 16), int(last, 16)
        found |= {glyph: chr(int(letter, 16) + glyph - start) for glyph in range(start, end + 1)}
    for glyph, letters in PAIRS.findall(RANGES.sub(b"", table)):
        found[int(glyph, 16)] = bytes.fromhex(letters.decode()).decode("utf-16-be")
    return found
