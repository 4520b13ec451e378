"""Amounts step by step, by tables that an official can read."""

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from kayoi.engines.rulesets.rules.amounts import (
    ZERO,
    Range,
    amount,
    hull,
    paid_parts,
    run,
)
from kayoi.engines.rulesets.rules.yen import rounded, shares, whole
from kayoi.engines.rulesets.states import Rounding
from kayoi.engines.rulesets.tests.written import case, cases, ruleset

FACTS = [
    {"key": "t.fare", "type": "yen", "label": "代金"},
    {"key": "t.allowance", "type": "yen", "label": "手当"},
    {"key": "t.local", "type": "yes_no", "label": "町内の業者"},
]


def limits(row: dict[str, str]) -> tuple[int, int | None]:
    return int(row["少なくとも"]), int(row["多くとも"]) if row["多くとも"] else None


def worked(steps: list[dict[str, Any]], facts: dict[str, Any]) -> tuple[int, int | None]:
    rules = ruleset(amount=steps, facts=FACTS)
    found = amount(rules.versions[0].steps, case(rules, facts))
    assert found.yen == (found.least if found.least == found.most else None)
    return found.least, found.most


@cases("amounts")
def test_amount(row: dict[str, str]) -> None:
    assert worked(json.loads(row["算定"]), json.loads(row["事実"])) == limits(row)


@cases("monthly")
def test_monthly(row: dict[str, str]) -> None:
    claims = []
    for month, months, fare in (claim.split("/") for claim in row["定期券(月/月数/代金)"].split()):
        told = {"month": f"{month}-01", "months": months, "fare_yen": fare}
        read = {key: value if key == "month" else int(value) for key, value in told.items() if "?" not in value}
        claims.append(read)
    step = {
        "monthly": "commuting.claims", "steps": [{"start": {"fact": "this.fare_yen"}}, {"cap": 10000, "if": {
            "fact": "this.months", "is": 1}}], "most_months": int(row["最長"]), "gap_months": int(row["延長"]),
    }  # fmt: skip
    assert worked([step], {"commuting.claims": claims}) == limits(row)


def test_a_claim_that_may_not_count_takes_the_months_of_those_after_it_or_leaves_them() -> None:
    step = {
        "monthly": "commuting.claims", "where": {"fact": "this.allowance_yen", "at_most": 0},
        "steps": [{"start": {"fact": "this.fare_yen"}}], "most_months": 1,
    }  # fmt: skip
    first: dict[str, Any] = {"month": "2026-04-01", "months": 1, "fare_yen": 1000}
    second = {"month": "2026-04-01", "months": 1, "fare_yen": 9000, "allowance_yen": 0}
    least, most = worked([step], {"commuting.claims": [first, second]})
    assert least == 0
    assert most is not None
    for allowance, yen in ((0, 1000), (1, 9000)):
        known = worked([step], {"commuting.claims": [first | {"allowance_yen": allowance}, second]})
        assert known == (yen, yen)
        assert least <= yen <= most


def test_paid_parts_go_by_the_months() -> None:
    def claim(day: date, months: int) -> dict[str, Any]:
        return {"this.month": day, "this.months": months}

    late, early = claim(date(2026, 7, 20), 3), claim(date(2026, 4, 10), 3)
    assert paid_parts([late, early], most_months=4, gap_months=0) == [(early, 1), (late, Fraction(1, 3))]
    endless = claim(date(2026, 4, 1), 10**6)
    assert paid_parts([endless], most_months=36, gap_months=12) == [(endless, Fraction(36, 10**6))]


@pytest.mark.parametrize(
    ("value", "down", "up", "half_up"),
    [
        (7000, 7000, 7000, 7000),
        (7499, 7000, 8000, 7000),
        (Fraction(14999, 2), 7000, 8000, 7000),
        (7500, 7000, 8000, 8000),
    ],
)
def test_rounded(value: int | Fraction, down: int, up: int, half_up: int) -> None:
    assert [rounded(value, 1000, way) for way in (Rounding.DOWN, Rounding.UP, Rounding.HALF_UP)] == [down, up, half_up]


def test_whole() -> None:
    assert isinstance(whole(Fraction(4, 2)), int)
    assert whole(Fraction(1, 2)) == Fraction(1, 2)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ((1, 2), (5, 9), (1, 9)),
        ((1, 9), (5, 6), (1, 9)),
        ((1, None), (0, 3), (0, None)),
        ((2, 3), (0, None), (0, None)),
    ],
)
def test_hull(one: Range, other: Range, both: Range) -> None:
    assert hull(one, other) == both


def test_run_tells_what_each_step_left() -> None:
    rules = ruleset(amount=[{"start": 10}, {"add": 5, "if": {"fact": "t.local", "is": True}}], facts=FACTS)
    steps = rules.versions[0].steps
    value, working = run(steps, case(rules, {"t.local": False}))
    assert value == (10, 10)
    assert [(one.step, one.least, one.most, one.applied) for one in working] == [
        (steps[0], 10, 10, True),
        (steps[1], 10, 10, False),
    ]
    assert run((), case(rules, {})) == (ZERO, ())


@cases("shares")
def test_shares(row: dict[str, str]) -> None:
    rates = [one.split(":") for one in row["負担"].split()]
    found = shares(int(row["金額"]), [(payer, Fraction(rate) if rate else None) for payer, rate in rates])
    assert found == {payer: int(yen) for payer, yen in (one.split(":") for one in row["答え"].split())}
    assert sum(found.values()) == int(row["金額"])
