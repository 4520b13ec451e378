"""What an auditor would stop at, by tables that an official can read: each gap on both sides of its boundary."""

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from kayoi.programmes.schemes.rules import gaps
from kayoi.programmes.schemes.states.binders import Outcome
from kayoi.programmes.schemes.states.gaps import GAPS, GapKind
from kayoi.programmes.schemes.tests.test_grant_rules import Row, cases, day, why

EXAMINED = gaps.Examined(
    outcome=Outcome.GRANTED, decide_by=date(2026, 11, 30), decided_on=date(2026, 11, 20), decided_yen=650_000,
    yen_by_rule=650_000,
)  # fmt: skip
CARRIED = gaps.Carried(
    decided_on=date(2026, 11, 20), needs_report=True, report_due_on=date(2027, 3, 31), reported_on=date(2027, 2, 1),
    inspected_on=date(2027, 2, 5), fixed_on=date(2027, 2, 10), fixed_yen=600_000, fixed_by_rule=600_000,
)  # fmt: skip
PAID = gaps.Paid(
    has_line=True, bound_yen=600_000, owed_yen=600_000, most_yen=600_000, claimed_yen=600_000, paid_yen=600_000
)


def but(usual: Any, text: str) -> Any:
    """Return plain values that differ as a line of a table says: name=value; lists by |."""
    kinds = {one.name: str(one.type) for one in fields(usual)}
    said = dict(part.split("=") for part in text.split(";") if part)
    return replace(usual, **{name: value_of(kinds[name], word) for name, word in said.items()})


def value_of(kind: str, word: str) -> Any:
    if kind.startswith("tuple"):
        return tuple(word.split("|")) if word else ()
    if "date" in kind:
        return day(word)
    if "bool" in kind:
        return bool(word)
    if "int" in kind:
        return int(word) if word else None
    return Outcome.of(word)


def codes(found: Iterable[gaps.Gap]) -> list[str]:
    return [one.kind.value for one in found]


@pytest.mark.parametrize("row", cases("gaps_of_decision"), ids=why)
def test_gaps_of_decision(row: Row) -> None:
    check(gaps.gaps_of_decision, EXAMINED, row)


@pytest.mark.parametrize("row", cases("gaps_of_work"), ids=why)
def test_gaps_of_work(row: Row) -> None:
    check(gaps.gaps_of_work, CARRIED, row)


@pytest.mark.parametrize("row", cases("gaps_of_money"), ids=why)
def test_gaps_of_money(row: Row) -> None:
    check(gaps.gaps_of_money, PAID, row)


def check(rule: Callable[..., Iterable[gaps.Gap]], usual: Any, row: Row) -> None:
    on = date.fromisoformat(row["きょう"])
    assert codes(rule(but(usual, row["違い"]), on=on)) == row["答え"].split()


def test_gaps_of_books_are_one_yen_and_strangers() -> None:
    agreed = gaps.Books("移住支援金", 100, 200, 100, 200)
    assert codes(gaps.gaps_of_books(agreed)) == []
    assert codes(gaps.gaps_of_books(replace(agreed, cases_paid_yen=199))) == ["books"]
    assert codes(gaps.gaps_of_books(replace(agreed, strangers=("令和8-負001-0001",)))) == ["stranger"]


def test_each_gap_has_a_sentence_and_a_case_in_a_table() -> None:
    assert set(GAPS) == set(GapKind)
    tables = ("gaps_of_decision", "gaps_of_work", "gaps_of_money")
    tried = {code for name in tables for row in cases(name) for code in row["答え"].split()}
    assert tried | {"books", "stranger"} == set(GapKind)
