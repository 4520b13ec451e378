"""Would two tables of one survey, one subtracted from the other, give a small group away (差分による特定)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kayoi.engines.questionnaires.rules.hiding import Mask, is_small
from kayoi.engines.questionnaires.rules.variables import Marks, Variable

TINY = 1e-7


@dataclass(frozen=True, slots=True)
class Earlier:
    """A table that is published: its variables, its sheets, and which of its cells are hidden."""

    rows: Variable
    columns: Variable
    where: Marks | None
    hidden: Mask

    def groups(self) -> Marks:
        """Return for each cell, totals too, line by line, who is counted in it."""
        base = self.rows.answered & self.columns.answered
        if self.where is not None:
            base = base & self.where
        across, down = [*self.rows.marks, base], [*self.columns.marks, base]
        return np.array([one & other & base for one in across for other in down])


def weak_cell(table: Earlier, published: Sequence[Earlier]) -> tuple[int, int] | None:
    """Return a shown cell of the table that gives a small group away beside a published one; None where none does.

    A small group is one to four persons who are in a cell of both tables, or in a cell of the one and not in one of
    the other. It is given away if its number is a sum of shown numbers, each taken any number of times or subtracted.
    Where only the grand total is to blame, that is what is returned.

    Source: docs/reference/questionnaires.md (Differencing)
    """
    mine = table.groups() if published else None
    for other in published:
        assert mine is not None
        weak = _weak(other.groups(), ~other.hidden.ravel(), mine, ~table.hidden.ravel())
        if weak is not None:
            row, column = divmod(weak, int(table.hidden.shape[1]))
            return row, column
    return None


def _weak(theirs: Marks, seen_there: Mask, mine: Marks, seen_here: Mask) -> int | None:
    atoms, sizes = _atoms(np.vstack([theirs, mine]))
    there, here = atoms[: len(theirs)], atoms[len(theirs) :]
    groups = _small_groups(there, here, sizes)
    old, new = there[seen_there], here[seen_here]
    given_away = _computable(np.vstack([old, new]), groups) & ~_computable(old, groups)
    if not given_away.any():
        return None
    target = groups[int(given_away.argmax())]
    weights = np.linalg.lstsq(np.vstack([old, new]).T, target, rcond=None)[0][len(old) :]
    places = np.flatnonzero(seen_here)
    to_blame = [int(place) for place, weight in zip(places, weights, strict=True) if abs(weight) > TINY]
    last = len(mine) - 1
    persons = here @ sizes
    return min(to_blame, key=lambda place: (place == last, float(persons[place])))


def _atoms(groups: Marks) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the kinds of persons that no group tells apart, a column each, and how many of each there are."""
    packed = np.packbits(groups, axis=0).T
    kinds, sizes = np.unique(packed, axis=0, return_counts=True)
    atoms = np.unpackbits(kinds, axis=1, count=len(groups)).T.astype(np.float64)
    inside = atoms.any(axis=0)
    return atoms[:, inside], sizes[inside]


def _small_groups(
    there: NDArray[np.float64], here: NDArray[np.float64], sizes: NDArray[np.int64]
) -> NDArray[np.float64]:
    both = ((there * sizes) @ here.T).astype(np.int64)
    only_there = (there @ sizes).astype(np.int64)[:, np.newaxis] - both
    only_here = (here @ sizes).astype(np.int64)[np.newaxis] - both
    found = [there[row] * here[column] for row, column in np.argwhere(is_small(both))]
    found += [there[row] * (1 - here[column]) for row, column in np.argwhere(is_small(only_there))]
    found += [here[column] * (1 - there[row]) for row, column in np.argwhere(is_small(only_here))]
    return np.unique(np.array(found), axis=0) if found else np.zeros((0, len(sizes)))


def _computable(numbers: NDArray[np.float64], groups: NDArray[np.float64]) -> Mask:
    """Tell which groups are sums of the shown numbers: those that lie in the space that these span."""
    if not len(numbers) or not len(groups):
        return np.zeros(len(groups), dtype=np.bool_)
    _, strengths, directions = np.linalg.svd(numbers, full_matrices=False)
    span = directions[strengths > TINY * strengths[0]]
    return np.asarray(np.linalg.norm(groups - (groups @ span.T) @ span, axis=1) < TINY)
