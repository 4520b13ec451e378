"""The parts of an Excel package that are looked through (ワークシート・共有文字列・ブック)."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from xml.parsers import expat

from kayoi.kit.sheets.facts import SheetFacts
from kayoi.kit.sheets.workbook import ERRORS

_DIGITS = "0123456789"
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_HEAD = 65_536
_TRUE = frozenset({"1", "true"})


class BrokenPart(Exception):
    """A part is not what Excel would write."""


class _Found(Exception):
    """The root element has been seen; the rest need not be parsed."""


def _refuse(*_: object) -> None:
    # Excel writes no document type, and entities are how small XML files explode.
    raise BrokenPart


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def root_of(head: bytes) -> str:
    """Return the name of the root element with its prefix; empty when this is no XML. `head` begins the part."""
    found: list[str] = []

    def start(name: str, _: Mapping[str, str]) -> None:
        found.append(name)
        raise _Found

    parser = _parser()
    parser.StartElementHandler = start
    with suppress(_Found, expat.ExpatError):
        parser.Parse(head, False)
    return found[0] if found else ""


def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


class Part:
    """Parses one part; `element` is called for each start tag with its local name."""

    def __init__(self, content: bytes) -> None:
        parser = _parser()
        parser.StartElementHandler = lambda name, attributes: self.element(local(name), attributes)
        parser.Parse(content, True)

    def element(self, name: str, attributes: Mapping[str, str]) -> None:
        raise NotImplementedError


class WorkbookPart(Part):
    """The list of sheets: name and relationship, and which day number 0 is."""

    def __init__(self, content: bytes) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.from_1904 = False
        super().__init__(content)

    def element(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take notice of sheets and of the date system."""
        if name == "sheet":
            reference = next((value for key, value in attributes.items() if local(key) == "id"), "")
            self.sheets.append((attributes.get("name", ""), reference))
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in _TRUE


class Relationships(Part):
    """Where the parts of a part are, by the id under which it refers to them."""

    def __init__(self, content: bytes) -> None:
        self.targets: dict[str, str] = {}
        super().__init__(content)

    def element(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take notice of one relationship."""
        if name == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class SharedTexts:
    """How long each shared text is, in bytes at most; the texts themselves are calamine's work."""

    def __init__(self, content: bytes) -> None:
        self.lengths: list[int] = []
        parser = _parser()
        parser.StartElementHandler = self._element
        parser.CharacterDataHandler = self._text
        parser.Parse(content, True)
        self.longest = max(self.lengths, default=0)

    def _element(self, name: str, _: Mapping[str, str]) -> None:
        if local(name) == "si":
            self.lengths.append(0)

    def _text(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text) * 3


class WorksheetPart:
    """One sheet: its size, hidden rows and columns, error cells, and formulas whose results were not saved.

    `text_bytes` is what its shared texts take when each cell has its own copy; it is counted exactly only where the
    longest text in every cell would pass `heavy`.
    """

    def __init__(
        self, content: bytes, shared: SharedTexts, *, heavy: int, coloured: Mapping[str, str] | None = None
    ) -> None:
        self.facts = SheetFacts()
        self._coloured = coloured or {}
        self._columns: dict[str, int] = {}
        self._row_text, self._row, self._column, self._kind = "", 0, 0, ""
        self._formula = self._valued = False
        self._shared = 0
        self._error: list[str] | None = None
        self._parser = _parser()
        prefix, colon, _ = root_of(content[:_HEAD]).rpartition(":")
        self._parser.StartElementHandler = self._handler(prefix + colon)
        self._parser.Parse(content, True)
        self._finish()
        self.text_bytes = self._shared * shared.longest
        if self.text_bytes > heavy:
            self.text_bytes = _expanded(content, prefix + colon, shared.lengths)

    def _handler(self, prefix: str) -> Callable[[str, dict[str, str]], None]:
        """Return what expat calls for each start tag. Half of the time of a look goes by here: hence the order."""
        values = (f"{prefix}v", f"{prefix}is")
        cell, row, formula, column = (prefix + name for name in ("c", "row", "f", "col"))

        def start(name: str, attributes: dict[str, str]) -> None:
            if name in values:
                self._value()
            elif name == cell:
                self._cell(attributes)
            elif name == row:
                self._new_row(attributes)
            elif name == formula:
                self._formula = True
            elif name == column and attributes.get("hidden") in _TRUE:
                first, last = int(attributes["min"]), min(int(attributes["max"]), _LAST_COLUMN)
                self.facts.hidden_columns.update(range(first, last + 1))

        return start

    def _new_row(self, attributes: dict[str, str]) -> None:
        self._finish()
        self._row_text = attributes.get("r") or str(self._row + 1)
        self._row = _checked(int(self._row_text), _LAST_ROW)
        self._column = 0
        if attributes.get("hidden") in _TRUE:
            self.facts.hidden_rows.add(self._row)

    def _cell(self, attributes: dict[str, str]) -> None:
        if self._formula or self._error is not None:
            self._finish()
        self._valued = False
        self._kind = attributes.get("t", "")
        if self._coloured and attributes.get("s") in self._coloured:
            self.facts.add_colour(self._row, self._coloured[attributes["s"]])
        reference = attributes.get("r")
        if reference is None:
            self._column = _checked(self._column + 1, _LAST_COLUMN)
            return
        letters = reference.rstrip(_DIGITS)
        self._column = self._columns.get(letters) or self._learn(letters)
        if (digits := reference[len(letters) :]) != self._row_text:
            # calamine believes the cell rather than its row, and so must we.
            self._row_text, self._row = digits, _checked(int(digits), _LAST_ROW)

    def _value(self) -> None:
        self._valued = True
        if self._column > self.facts.width or self._row > self.facts.height:
            self.facts.fill(self._row, self._column)
        if self._kind == "s":
            self._shared += 1
        elif self._kind == "e":
            self._error = []
            self._parser.CharacterDataHandler = self._error.append

    def _finish(self) -> None:
        """Take notice of the cell that has just ended, if it is an error or a formula without a result."""
        if self._error is not None:
            text = "".join(self._error).strip()
            self.facts.add_error(self._row, self._column, text if text in ERRORS else "#UNKNOWN!")
            self._error = self._parser.CharacterDataHandler = None
        elif self._formula and not self._valued:
            self.facts.add_uncomputed(self._row, self._column)
        self._formula = False

    def _learn(self, letters: str) -> int:
        if not (letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) < 4):
            raise BrokenPart
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - ord("A") + 1
        self._columns[letters] = _checked(column, _LAST_COLUMN)
        return column


def _checked(number: int, last: int) -> int:
    if not 1 <= number <= last:
        raise BrokenPart
    return number


def _expanded(content: bytes, prefix: str, lengths: list[int]) -> int:
    """Return the sum of the lengths of the shared texts over all cells that show one."""
    total = 0
    kind, index = "", ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal kind
        if name == prefix + "c":
            kind = attributes.get("t", "")
        parser.CharacterDataHandler = count if name == prefix + "v" and kind == "s" else None

    def count(text: str) -> None:
        nonlocal index
        index += text

    def end(name: str) -> None:
        nonlocal total, index
        if index:
            total += lengths[int(index)]
            index = ""
        parser.CharacterDataHandler = None

    parser = _parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(content, True)
    return total
