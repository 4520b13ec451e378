"""Hide small cells, and so many others that no small cell can be computed from what is left (秘匿)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kayoi.engines.questionnaires.states import SMALL

Numbers: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]


def is_small(counts: Numbers) -> Mask:
    """Tell which counts are of so few persons that they are not shown; nobody (0) is not few.

    Source: docs/reference/questionnaires.md (Small cells)
    """
    return np.asarray((counts > 0) & (counts < SMALL))


@dataclass(frozen=True, slots=True)
class Block:
    """A table whose last row and column are its totals. Every other cell is a person counted once."""

    counts: Numbers
    hidden: Mask

    @property
    def small(self) -> Mask:
        return is_small(self.counts)


def hidden(counts: Numbers, already: Mask, *, rows_several: bool, columns_several: bool) -> Mask | None:
    """Return which cells of a table with totals are not shown; None where the whole table cannot be.

    Small cells are hidden. Then others are, the smallest first, until for every small cell there is another table of
    whole numbers with the same shown cells and totals but another value there, and no line has hidden cells of fewer
    than five persons together. Of a choice of several each option is protected against its opposite (not chosen).

    Source: docs/reference/questionnaires.md (Small cells)
    """
    mask = already | is_small(counts)
    if counts[-1, -1] < SMALL:
        return None
    while True:
        before = mask.copy()
        for rows, columns in _parts(counts.shape, rows_several, columns_several):
            block = _block(counts, mask, rows, columns)
            found = _protected(block)
            if found is None:
                return None
            height, width = len(rows), len(columns)
            mask[np.ix_([*rows, -1], [*columns, -1])] |= _outer(found, height, width)
        if (mask == before).all():
            return mask


def _parts(shape: tuple[int, ...], rows_several: bool, columns_several: bool) -> list[tuple[list[int], list[int]]]:
    """Return which rows and columns make a table of persons counted once."""
    rows, columns = list(range(shape[0] - 1)), list(range(shape[1] - 1))
    across = [[row] for row in rows] if rows_several else [rows]
    down = [[column] for column in columns] if columns_several else [columns]
    return [(one, other) for one in across for other in down]


def _outer(mask: Mask, height: int, width: int) -> Mask:
    """Return the mask of the given rows, columns and totals, without those that stand for the opposite."""
    return mask[np.ix_([*range(height), -1], [*range(width), -1])]


def _block(counts: Numbers, mask: Mask, rows: list[int], columns: list[int]) -> Block:
    """Cut a part out, and add the opposite (not chosen), which nobody shows, where it is not the whole."""
    part, known = counts[np.ix_([*rows, -1], [*columns, -1])], ~mask[np.ix_([*rows, -1], [*columns, -1])]
    for axis, whole in ((0, counts.shape[0] - 1 == len(rows)), (1, counts.shape[1] - 1 == len(columns))):
        inner, total = (part[:-1], part[-1:]) if axis == 0 else (part[:, :-1], part[:, -1:])
        opposite = total - inner.sum(axis=axis, keepdims=True)
        if whole and not opposite.any():
            continue
        part = np.concatenate([inner, opposite, total], axis=axis)
        shown = (known[:-1], known[-1:]) if axis == 0 else (known[:, :-1], known[:, -1:])
        known = np.concatenate([shown[0], np.zeros_like(shown[1]), shown[1]], axis=axis)
    return Block(part, ~known)


def _protected(block: Block) -> Mask | None:
    """Return what must be hidden in a block, or None where hiding all is not enough."""
    mask = block.hidden | block.small
    mask[-1, -1] = False
    while True:
        line = next(_thin_lines(block.counts, mask), None)
        if line is None:
            cell = next((tuple(at) for at in np.argwhere(block.small) if not _varies(block.counts, mask, *at)), None)
            if cell is None:
                return mask
            line = _line_to_close(block, mask, *cell)
        chosen = _smallest(block.counts, ~mask & line)
        if chosen is None:
            chosen = _smallest(block.counts, ~mask)
        if chosen is None:
            return None
        mask[chosen] = True


def _thin_lines(counts: Numbers, mask: Mask) -> Iterator[Mask]:
    """Yield the lines with a shown total in which the hidden cells are fewer than five persons together."""
    height, width = counts.shape
    for axis, length in ((0, height), (1, width)):
        for at in range(length):
            line = np.zeros_like(mask)
            line[(at, slice(None, -1)) if axis == 0 else (slice(None, -1), at)] = True
            total_hidden = mask[at, -1] if axis == 0 else mask[-1, at]
            if not total_hidden and 0 < counts[line & mask].sum() < SMALL:
                yield line


def _line_to_close(block: Block, mask: Mask, row: int, column: int) -> Mask:
    """Return where to hide the next cell for a small one: the one that is enough, else its line with fewer hidden."""
    counts = block.counts
    for at in np.argwhere(~mask)[np.argsort(_order(counts)[~mask], kind="stable")]:
        tried = mask.copy()
        tried[tuple(at)] = True
        if not tried[-1, -1] and _varies(counts, tried, row, column):
            return tried & ~mask
    across, down = np.zeros_like(mask), np.zeros_like(mask)
    across[row], down[:, column] = True, True
    candidates = [line for line in (across, down) if _smallest(counts, ~mask & line) is not None]
    return min(candidates, key=lambda line: (mask & line).sum(), default=across)


def _order(counts: Numbers) -> Numbers:
    """Return which cells to hide first: cells before totals, persons before nobody, few before many."""
    order = counts.astype(np.int64)
    most = int(counts.max()) + 1
    order[-1, :] += most
    order[:, -1] += most
    order[counts == 0] += 4 * most
    return order


def _smallest(counts: Numbers, among: Mask) -> tuple[int, int] | None:
    among = among.copy()
    among[-1, -1] = False
    if not among.any():
        return None
    order = np.where(among, _order(counts), np.iinfo(np.int64).max)
    row, column = np.unravel_index(int(order.argmin()), order.shape)
    return int(row), int(column)


def _varies(counts: Numbers, mask: Mask, row: int, column: int) -> bool:
    """Tell whether a hidden cell could have another value though all shown cells stay as they are.

    One person more in the cell must be balanced along a circle of hidden cells that go down and up in turn; a total
    counts against its line, and nothing goes below zero.
    """
    total = np.zeros_like(mask)
    total[-1, :-1] = total[:-1, -1] = True
    up, down = mask & (~total | (counts > 0)), mask & (total | (counts > 0))
    without_down, without_up = down.copy(), up.copy()
    without_down[row, column] = without_up[row, column] = False
    return bool(
        (up[row, column] and _reached(up, without_down, column=column)[0][row])
        or (down[row, column] and _reached(without_up, down, row=row)[1][column])
    )


def _reached(up: Mask, down: Mask, *, row: int | None = None, column: int | None = None) -> tuple[Mask, Mask]:
    """Return the rows and columns that are reached: from a row through cells that go up, from a column down."""
    rows, columns = np.zeros(up.shape[0], dtype=np.bool_), np.zeros(up.shape[1], dtype=np.bool_)
    if row is not None:
        rows[row] = True
    if column is not None:
        columns[column] = True
    while True:
        more_rows, more_columns = rows | down[:, columns].any(axis=1), columns | up[rows].any(axis=0)
        if (more_rows == rows).all() and (more_columns == columns).all():
            return rows, columns
        rows, columns = more_rows, more_columns
