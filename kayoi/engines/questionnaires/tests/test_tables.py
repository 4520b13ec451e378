"""Tables equal a count by hand, and what they show gives no small group away: every other table is tried."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from random import Random

import numpy as np
import pytest

from kayoi.engines.questionnaires.rules.differencing import Earlier, weak_cell
from kayoi.engines.questionnaires.rules.hiding import hidden
from kayoi.engines.questionnaires.rules.tables import CrossTable, counts_of, cross_table, everybody, percent
from kayoi.engines.questionnaires.rules.variables import Variable
from kayoi.engines.questionnaires.states import SMALL


def random_variable(chance: Random, sheets: int, options: int, *, several: bool = False, name: str = "x") -> Variable:
    marks = np.zeros((options, sheets), dtype=np.bool_)
    asked = np.array([chance.random() < 0.95 for _ in range(sheets)], dtype=np.bool_)
    weights = [chance.random() ** 2 + 0.02 for _ in range(options)]
    for at in np.flatnonzero(asked):
        if chance.random() < 0.05:
            continue
        for option in chance.choices(range(options), weights, k=chance.randint(1, 2) if several else 1):
            marks[option, at] = True
    return Variable(name, tuple("abcdefgh"[:options]), marks, asked, several)


def with_totals(inner: list[list[int]]) -> np.ndarray:
    lines = [[*line, sum(line)] for line in inner]
    return np.array([*lines, [sum(column) for column in zip(*lines, strict=True)]])


def others(inner: list[list[int]], mask: np.ndarray) -> Iterator[list[list[int]]]:
    """Return every table of whole numbers with the shown cells and totals of this one."""
    counts = with_totals(inner)
    height, width = len(inner), len(inner[0])
    free = [(row, column) for row, column in product(range(height), range(width)) if mask[row, column]]

    def fill(at: int, now: list[list[int]], left: int) -> Iterator[list[list[int]]]:
        if at == len(free):
            if left == 0:
                yield [line.copy() for line in now]
            return
        row, column = free[at]
        for value in range(left + 1):
            now[row][column] = value
            yield from fill(at + 1, now, left - value)

    start = [[0 if mask[row, column] else inner[row][column] for column in range(width)] for row in range(height)]
    for found in fill(0, start, int(counts[-1, -1]) - sum(map(sum, start))):
        if (with_totals(found)[~mask] == counts[~mask]).all():
            yield found


def is_small(value: int) -> bool:
    return 0 < value < SMALL


@pytest.mark.parametrize("seed", range(120))
def test_no_small_cell_follows_from_what_is_shown(seed: int) -> None:
    chance = Random(seed)
    height, width = chance.choice([(2, 2), (2, 3), (3, 2), (1, 3)])
    inner = [[chance.choice([0, 1, 2, 3, 5, 6]) for _ in range(width)] for _ in range(height)]
    counts = with_totals(inner)
    found = hidden(counts, np.zeros(counts.shape, dtype=np.bool_), rows_several=False, columns_several=False)
    if found is None:
        return
    possible = [with_totals(one) for one in others(inner, found)]
    assert any((one == counts).all() for one in possible)
    for row, column in np.argwhere((counts > 0) & (counts < SMALL)):
        assert len({int(one[row, column]) for one in possible}) > 1, (inner, found)
    for at in range(height):
        if not found[at, -1]:
            assert not is_small(counts[at, :-1][found[at, :-1]].sum())


@pytest.mark.parametrize("seed", range(60))
def test_of_several_choices_neither_an_option_nor_its_opposite_is_given_away(seed: int) -> None:
    chance = Random(seed)
    several, single = random_variable(chance, 40, 3, several=True), random_variable(chance, 40, 3)
    table = cross_table(several, single)
    counts, _ = counts_of(several, single)
    if table.answer.refused:
        return
    shown = ~table.hidden
    for row in range(3):
        inner = [counts[row, :-1].tolist(), (counts[-1, :-1] - counts[row, :-1]).tolist()]
        mask = np.vstack([~shown[row], np.ones(4, dtype=np.bool_), ~shown[-1]])
        whole = with_totals(inner)
        for line, column in np.argwhere((whole > 0) & (whole < SMALL)):
            assert len(_values(inner, mask, int(line), int(column))) > 1


def _values(inner: list[list[int]], mask: np.ndarray, line: int, column: int) -> set[int]:
    """Return values of a cell by changes of up to two persons in every cell (enough to see that it is not fixed)."""
    whole, found = with_totals(inner), set()
    for steps in product((-1, 0, 1), repeat=6):
        tried = with_totals([[a + b for a, b in zip(one, step, strict=True)]
                             for one, step in zip(inner, (steps[:3], steps[3:]), strict=True)])  # fmt: skip
        if (tried >= 0).all() and (tried[~mask] == whole[~mask]).all():
            found.add(int(tried[line, column]))
    return found


@pytest.mark.parametrize("seed", range(30))
def test_counts_equal_a_count_by_hand(seed: int) -> None:
    chance = Random(seed)
    rows = random_variable(chance, 300, 4, several=seed % 2 == 0)
    columns = random_variable(chance, 300, 3, several=seed % 3 == 0)
    where = np.array([chance.random() < 0.8 for _ in range(300)], dtype=np.bool_)
    counts, base = counts_of(rows, columns, where)
    people = [at for at in range(300) if where[at]]
    both = [at for at in people if any(rows.marks[:, at]) and any(columns.marks[:, at])]
    for row, column in product(range(5), range(4)):
        expected = sum((row == 4 or rows.marks[row, at]) and (column == 3 or columns.marks[column, at]) for at in both)
        assert counts[row, column] == expected
    assert (base.sheets, base.answered) == (len(people), len(both))
    assert base.asked == sum(bool(rows.asked[at] and columns.asked[at]) for at in people)
    table = cross_table(rows, columns, where)
    for row, column in product(range(5), range(4)):
        assert table.cells[row][column] in {None, int(counts[row, column])}
        share = table.of_row(row, column)
        if share is not None:
            exact = Decimal(100) * int(counts[row, column]) / int(counts[row, -1])
            assert share == exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(1, 16, "6.3"), (1, 8, "12.5"), (2, 3, "66.7"), (1, 3, "33.3"), (0, 7, "0.0"), (7, 7, "100.0"), (5, 31, "16.1"),
     (9, 38, "23.7"), (3, 800, "0.4"), (1, 2000, "0.1"), (1, 2001, "0.0")],
)  # fmt: skip
def test_percent_is_half_up_to_one_decimal(part: int, whole: int, shown: str) -> None:
    assert str(percent(part, whole)) == shown


def of(groups: list[str], sizes: list[int], name: str) -> Variable:
    """Return a variable by which groups of so many persons fall into named categories."""
    people = [group for group, size in zip(groups, sizes, strict=True) for _ in range(size)]
    labels = tuple(dict.fromkeys(groups))
    marks = np.array([[one == label for one in people] for label in labels], dtype=np.bool_)
    return Variable(name, labels, marks, np.ones(len(people), dtype=np.bool_))


def as_earlier(table: CrossTable, where: np.ndarray | None = None) -> Earlier:
    return Earlier(table.rows, table.columns, where, table.hidden)


def test_all_and_all_but_three_are_not_published_side_by_side() -> None:
    answer = of(["yes", "no", "yes", "no"], [20, 15, 10, 3], "answer")
    town = of(["ina", "ina", "rest", "small"], [20, 15, 10, 3], "town")
    whole = cross_table(everybody(answer), answer)
    assert whole.cells == ((30, 18, 48), (30, 18, 48))
    without = ~town.marks[2]
    assert cross_table(everybody(answer), answer, without).cells == ((30, 15, 45), (30, 15, 45))
    second = cross_table(everybody(answer), answer, without, [as_earlier(whole)])
    assert second.answer.refused
    assert [reason.code for reason in second.answer.reasons] == ["questionnaires.difference"]
    assert set(sum(second.cells, ())) == {None}


def test_bands_that_differ_by_few_are_hidden_in_the_second_table() -> None:
    sizes = [20, 3, 20, 20, 20]
    first = of(["~29", "30~", "30~", "30~", "30~"], sizes, "age")
    other = of(["~31", "~31", "32~", "32~", "32~"], sizes, "age")
    sex = of(["f", "f", "f", "m", "m"], sizes, "sex")
    table = cross_table(first, sex)
    second = cross_table(other, sex, earlier=[as_earlier(table)])
    assert cross_table(other, sex).hidden.sum() < second.hidden.sum()
    if second.answer.met:
        assert weak_cell(as_earlier(second), [as_earlier(table)]) is None


@pytest.mark.parametrize("seed", range(40))
def test_two_tables_never_give_a_small_group_away(seed: int) -> None:
    chance = Random(seed)
    one, other, third = (random_variable(chance, 60, 3) for _ in range(3))
    first = cross_table(one, other)
    if first.answer.refused:
        return
    where = np.array([chance.random() < 0.93 for _ in range(60)], dtype=np.bool_)
    second = cross_table(one, third, where, [as_earlier(first)])
    if second.answer.refused:
        return
    a, b = as_earlier(first), as_earlier(second, where)
    assert weak_cell(b, [a]) is None
    for x, y in product(a.groups()[~a.hidden.ravel()], b.groups()[~b.hidden.ravel()]):
        if not (x & ~y).any():
            assert not is_small(int((y & ~x).sum()))
        if not (y & ~x).any():
            assert not is_small(int((x & ~y).sum()))


def test_the_same_table_twice_is_the_same() -> None:
    chance = Random(1)
    one, other = random_variable(chance, 200, 4), random_variable(chance, 200, 4)
    first = cross_table(one, other)
    assert cross_table(one, other, earlier=[as_earlier(first)]).cells == first.cells
