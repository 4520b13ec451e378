"""Rules about lots: what is spent first, what can be used, what is taken back."""

from datetime import date

import pytest

from kayoi.engines.ledger.rules import LotLeft, from_lots, taken_back, usable
from kayoi.engines.ledger.tests.test_rules import table


def lots(text: str, *, first: int = 0) -> list[LotLeft]:
    """Read 「20 until 2027-01-31; …」; the first lot is called a."""
    parts = [part.split(" until ") for part in text.split("; ") if part]
    return [
        LotLeft(number, int(left), date.fromisoformat(day))
        for number, (left, day) in enumerate(parts, ord("a") + first)
    ]


def said(plan: list[tuple[int, int]]) -> str:
    return " ".join(f"{chr(key)}{part}" for key, part in plan)


@pytest.mark.parametrize("row", table("from_lots"))
def test_from_lots(row: dict[str, str]) -> None:
    assert said(from_lots(int(row["amount"]), lots(row["lots"]), on=date.fromisoformat(row["on"]))) == row["taken"]


@pytest.mark.parametrize("row", table("usable"))
def test_usable(row: dict[str, str]) -> None:
    assert usable(lots(row["lots"]), on=date.fromisoformat(row["on"])) == int(row["usable"])


@pytest.mark.parametrize("row", table("taken_back"))
def test_taken_back(row: dict[str, str]) -> None:
    amount, gone = int(row["amount"]), int(row["gone"])
    (own,) = lots(row["own"])
    plan = taken_back(amount, own, [own, *lots(row["others"], first=1)], gone=gone, on=date.fromisoformat(row["on"]))
    assert said(plan) == row["taken"]
    assert amount - gone - sum(part for _, part in plan) == int(row["lacking"])
