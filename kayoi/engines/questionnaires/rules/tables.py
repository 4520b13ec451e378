"""Cross tables (クロス集計) of any two variables: counts with totals, percentages with base, small cells hidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from kayoi.engines.questionnaires.rules.differencing import Earlier, weak_cell
from kayoi.engines.questionnaires.rules.hiding import Mask, Numbers, hidden
from kayoi.engines.questionnaires.rules.variables import Marks, Variable
from kayoi.kit.verdict import MET, Reason, Verdict, verdict

Cells = tuple[tuple[int | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Base:
    """Of whom a table is (母数): how many sheets, who was asked both questions, who answered both."""

    sheets: int
    asked: int
    answered: int


@dataclass(frozen=True, slots=True)
class CrossTable:
    """A table as it may be shown. The last row and column of `cells` are the totals; None is hidden (秘匿).

    Of choices of several the cells of a line are more than its total. Nothing is shown where `answer` refuses.
    """

    rows: Variable
    columns: Variable
    base: Base
    cells: Cells
    answer: Verdict

    @property
    def hidden(self) -> Mask:
        """Which cells are hidden."""
        return np.array([[cell is None for cell in line] for line in self.cells], dtype=np.bool_)

    def of_row(self, row: int, column: int) -> Decimal | None:
        """Return a cell as part of the total of its row (行の割合), None where either is hidden."""
        return _share(self.cells[row][column], self.cells[row][-1])

    def of_column(self, row: int, column: int) -> Decimal | None:
        """Return a cell as part of the total of its column (列の割合), None where either is hidden."""
        return _share(self.cells[row][column], self.cells[-1][column])

    def of_all(self, row: int, column: int) -> Decimal | None:
        """Return a cell as part of all who answered both (全体の割合), None where it is hidden."""
        return _share(self.cells[row][column], self.cells[-1][-1])


def percent(part: int, whole: int) -> Decimal:
    """Return a share in percent, half-up to one decimal (四捨五入): 1 of 16 is 6.3. Computed in whole numbers.

    Source: docs/reference/questionnaires.md (Tables); domain.md 8.3 (the ministry's tables)
    """
    return Decimal((2000 * part + whole) // (2 * whole)).scaleb(-1)


def counts_of(rows: Variable, columns: Variable, where: Marks | None = None) -> tuple[Numbers, Base]:
    """Return the bare counts with totals, and of whom they are; never shown as they are.

    Source: docs/reference/questionnaires.md (Tables)
    """
    asked, answered = rows.asked & columns.asked, rows.answered & columns.answered
    if where is not None:
        asked, answered = asked & where, answered & where
    across = [*(marks & answered for marks in rows.marks), answered]
    counts = np.array([[np.count_nonzero(one & other) for other in (*columns.marks, answered)] for one in across])
    sheets = len(answered) if where is None else int(np.count_nonzero(where))
    return counts.astype(np.int64), Base(sheets, int(np.count_nonzero(asked)), int(counts[-1, -1]))


def cross_table(
    rows: Variable, columns: Variable, where: Marks | None = None, earlier: Sequence[Earlier] = ()
) -> CrossTable:
    """Return the table of two variables over the sheets of `where` (all), beside the tables published before.

    Small cells are hidden with others that would give them away, and so is what would give away a small group
    beside an earlier table. Refused where fewer than five answered, or where hiding is not enough.

    Source: docs/reference/questionnaires.md (Small cells, Differencing)
    """
    counts, base = counts_of(rows, columns, where)
    mask: Mask | None = np.zeros(counts.shape, dtype=np.bool_)
    while True:
        assert mask is not None
        mask = hidden(counts, mask, rows_several=rows.several, columns_several=columns.several)
        if mask is None:
            return _refused(rows, columns, base, counts, Reason("questionnaires.too_few"))
        weak = weak_cell(Earlier(rows, columns, where, mask), earlier)
        if weak is None:
            break
        if weak == (counts.shape[0] - 1, counts.shape[1] - 1):
            return _refused(rows, columns, base, counts, Reason("questionnaires.difference"))
        mask[weak] = True
    cells = tuple(
        tuple(None if hides else int(count) for count, hides in zip(line, masked, strict=True))
        for line, masked in zip(counts, mask, strict=True)
    )
    return CrossTable(rows, columns, base, cells, MET)


def _refused(rows: Variable, columns: Variable, base: Base, counts: Numbers, reason: Reason) -> CrossTable:
    nothing: Cells = ((None,) * counts.shape[1],) * counts.shape[0]
    return CrossTable(rows, columns, base, nothing, verdict([reason]))


def everybody(like: Variable, name: str = "全体") -> Variable:
    """Return the variable in which all are one category: a cross table with it is a table of one question.

    Source: docs/reference/questionnaires.md (Tables)
    """
    whole = np.ones_like(like.asked)
    return Variable(name, (name,), whole[np.newaxis], whole)


def _share(part: int | None, whole: int | None) -> Decimal | None:
    return None if part is None or not whole else percent(part, whole)
