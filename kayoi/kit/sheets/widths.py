"""How wide a column must be (列幅): full-width characters count two."""

import unicodedata
from collections.abc import Sequence

from kayoi.kit.sheets.tables import Column, ColumnKind, OutRow, plain_text

_LOOKED_AT = 500
_LEAST, _MOST = 8, 60
_ARROW = 3  # the button of the filter stands in the label's cell
_MARGIN = 2
_SHOWN = {ColumnKind.DATE: 14, ColumnKind.WAREKI: 17, ColumnKind.MOMENT: 20}
_SEPARATED = {ColumnKind.INTEGER: 0, ColumnKind.DECIMAL: 0, ColumnKind.YEN: 2}


def display_width(text: str) -> int:
    """Return the width of the longest line (表示幅): 2 for full-width, 1 for others, 0 for marks on the one before.

    Characters of ambiguous width (○, ①) are full-width in Japanese fonts.
    """
    return max(sum(map(_width, line)) for line in text.split("\n"))


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


class ColumnWidths:
    """The widths of a table's columns, from its labels and its first 500 rows."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._widths = [max(display_width(each.label) + _ARROW, _SHOWN.get(each.kind, 0)) for each in columns]
        self._seen = 0

    def see(self, row: OutRow) -> None:
        """Make room for the values of a row."""
        if self._seen == _LOOKED_AT:
            return
        self._seen += 1
        for at, (column, value) in enumerate(zip(self._columns, row, strict=True)):
            if column.kind in _SHOWN or value is None:
                continue
            width = display_width(plain_text(value))
            if column.kind in _SEPARATED:
                width += width // 3 + _SEPARATED[column.kind]
            self._widths[at] = max(self._widths[at], width)

    @property
    def found(self) -> list[int]:
        """Return a width for each column, in Excel's unit (the width of a 0)."""
        return [min(max(width + _MARGIN, _LEAST), _MOST) for width in self._widths]
