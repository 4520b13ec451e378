"""Rules about amounts that pass, on both sides of each boundary."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kayoi.engines.ledger.forms import REFUSALS
from kayoi.engines.ledger.rules import State, may_leave, may_transfer
from kayoi.kit.sentences import sentences

CASES = Path(__file__).parent / "cases"
ON = date(2026, 4, 1)


def table(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def state(row: dict[str, str]) -> State:
    least = int(row["least"]) if row["least"] else None
    closed = row.get("closed_on")
    return State("yen", int(row["free"]), least, date.fromisoformat(closed) if closed else None)


@pytest.mark.parametrize("row", table("may_transfer"))
def test_may_transfer(row: dict[str, str]) -> None:
    other = State(row["measure"], 0, 0, None)
    answer = may_transfer(int(row["amount"]), credit=state(row), debit=other, on=ON)
    assert answer.met is (row["met"] == "yes")
    assert [reason.code for reason in answer.reasons] == [code for code in [row["why"]] if code]
    assert all(sentences(answer, REFUSALS))


def test_an_account_that_is_not_there_does_not_fit() -> None:
    answer = may_transfer(1, credit=State("yen", 5, 0, None), debit=None, on=ON)
    assert [reason.code for reason in answer.reasons] == ["ledger.do_not_fit"]


@pytest.mark.parametrize("row", table("may_leave"))
def test_may_leave(row: dict[str, str]) -> None:
    assert may_leave(int(row["amount"]), state(row)).met is (row["met"] == "yes")
