"""Counting, and hiding small cells so that none can be worked out."""

import csv
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kayoi.kit.dates import JST, local_date
from kayoi.strategy.indicators import rules
from kayoi.strategy.indicators.rules import Asked
from kayoi.strategy.indicators.states import INDICATORS

CASES = Path(__file__).parent / "cases"
ON = date(2026, 11, 30)


def moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=JST) if text else None


def told(number: int, file: int, asked_at: datetime, answered_at: datetime | None, closed: bool, within: int) -> Asked:
    seconds, day = (answered_at.timestamp(), local_date(answered_at)) if answered_at else (None, None)
    return rules.asked(number, 1, file, asked_at.timestamp(), local_date(asked_at), seconds, day, closed, within)


def asked(
    number: int = 1, file: int = 1, at: str = "2026-11-20 10:00", answered: str = "", closed: bool = False
) -> Asked:
    start = moment(at)
    assert start is not None
    return told(number, file, start, moment(answered), closed, 5)


with (CASES / "in_time.csv").open(encoding="utf-8") as opened:
    IN_TIME = list(csv.DictReader(opened))


@pytest.mark.parametrize("row", IN_TIME, ids=lambda row: row["なぜ"])
def test_in_time(row: dict[str, str]) -> None:
    start = moment(row["受けた日時"])
    assert start is not None
    event = told(1, 1, start, moment(row["最初の回答"]), False, int(row["約束の開庁日数"]))
    assert event.in_time is (row["期限内"] == "はい")
    assert event.counts_for_rate(date.fromisoformat(row["いま"])) is (row["割合の分母に入る"] == "はい")


EVENTS = [
    asked(1, 1, answered="2026-11-20 12:00"),
    asked(2, 1, answered="2026-11-24 10:00"),
    asked(3, 2, at="2026-11-02 10:00", answered="2026-11-25 10:00"),
    asked(4, 3),
    asked(5, 4, closed=True),
]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("questions", 5),
        ("askers", 4),
        ("answered", 3),
        ("in_time", 2),
        ("in_time_rate", 100 * 2 / 3),
        ("response_median", 96.0),
        ("waiting", 1),
    ],
)
def test_value(key: str, value: float) -> None:
    assert rules.value(key, EVENTS, on=ON) == pytest.approx(value)


def test_every_indicator_has_a_value_and_rows() -> None:
    for indicator in INDICATORS:
        rules.value(indicator.key, EVENTS, on=ON)
        assert set(rules.rows_behind(indicator.key, EVENTS, on=ON)) <= set(EVENTS)


def test_nothing_to_divide_by_is_no_zero() -> None:
    assert rules.value("in_time_rate", [], on=ON) is None
    assert rules.value("response_median", [], on=ON) is None
    assert rules.value("questions", [], on=ON) == 0


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 400), st.booleans(), st.booleans()), max_size=20))
def test_counts_agree_with_their_rows(drawn: list[tuple[int, int, bool, bool]]) -> None:
    start = datetime(2026, 11, 2, 10, tzinfo=JST)
    events = [
        told(n, file, start, start + timedelta(hours=hours) if answered else None, closed and not answered, 5)
        for n, (file, hours, answered, closed) in enumerate(drawn)
    ]
    value = {indicator.key: rules.value(indicator.key, events, on=ON) or 0 for indicator in INDICATORS}
    closed = sum(event.closed for event in events)
    assert value["questions"] == value["answered"] + value["waiting"] + closed
    assert value["in_time"] <= value["answered"]
    assert value["askers"] == len({event.file_id for event in events})


# --- suppression ------------------------------------------------------------------------------------------------------


def solvable(table: rules.Table, hidden: set[rules.Cell]) -> set[rules.Cell]:
    """Return hidden cells that the additive structure determines, by exact elimination: an independent check."""
    cells = sorted(hidden)
    if not cells:
        return set()
    place = {cell: at for at, cell in enumerate(cells)}
    height, width = len(table), len(table[0])
    lines = [[(row, column, 1 if column < width - 1 else -1) for column in range(width)] for row in range(height)]
    lines += [[(row, column, 1 if row < height - 1 else -1) for row in range(height)] for column in range(width)]
    matrix = [[Fraction(0)] * len(cells) for _ in lines]
    for number, line in enumerate(lines):
        for row, column, sign in line:
            if (row, column) in place:
                matrix[number][place[row, column]] += sign
    pivots: list[int] = []
    for column in range(len(cells)):
        found = next((n for n in range(len(pivots), len(matrix)) if matrix[n][column]), None)
        if found is None:
            continue
        at = len(pivots)
        matrix[at], matrix[found] = matrix[found], matrix[at]
        matrix[at] = [value / matrix[at][column] for value in matrix[at]]
        for n in range(len(matrix)):
            if n != at and matrix[n][column]:
                matrix[n] = [a - matrix[n][column] * b for a, b in zip(matrix[n], matrix[at], strict=True)]
        pivots.append(column)
    return {cells[c] for n, c in enumerate(pivots) if sum(1 for value in matrix[n] if value) == 1}


def test_check_itself_finds_what_can_be_worked_out() -> None:
    table = rules.with_totals([[3, 10], [20, 30]])
    assert solvable(table, {(0, 0)}) == {(0, 0)}
    assert solvable(table, {(0, 0), (0, 1), (1, 0), (1, 1)}) == set()


@pytest.mark.parametrize(
    "cells",
    [
        [[3]],
        [[0]],
        [[5]],
        [[4, 9]],
        [[1, 0], [0, 0]],
        [[3, 10, 7], [20, 30, 6], [8, 9, 12]],
        [[1, 2], [3, 4]],
        [[0, 0, 2]],
    ],
)
def test_no_hidden_cell_can_be_worked_out(cells: list[list[int]]) -> None:
    table = rules.with_totals(cells)
    hidden = rules.suppressed(table)
    small = {(r, c) for r, line in enumerate(table) for c, n in enumerate(line) if 0 < n < 5}
    assert small <= hidden
    assert solvable(table, hidden) == set()


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=1, max_size=5)
    )
)
def test_no_hidden_cell_of_any_table_can_be_worked_out(cells: list[list[int]]) -> None:
    table = rules.with_totals(cells)
    hidden = rules.suppressed(table)
    assert solvable(table, hidden) == set()
    if not any(0 < n < 5 for line in table for n in line):
        assert hidden == set()


def test_large_numbers_are_all_shown() -> None:
    assert rules.suppressed(rules.with_totals([[5, 10], [20, 0]])) == set()


def test_totals_add_up() -> None:
    assert rules.with_totals([[1, 2], [3, 4]]) == [[1, 2, 3], [3, 4, 7], [4, 6, 10]]
    assert rules.with_totals([]) == []
