"""Blockers: what suggests them, what they took, what would free houses, to whom they may be referred."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kayoi.programmes.homes.rules.blockers import (
    Experience,
    HouseFacts,
    Solved,
    experience_of,
    portfolio_of,
    suggested_blockers,
)
from kayoi.programmes.homes.rules.referrals import may_refer
from kayoi.programmes.homes.states import BlockerKind, HomeConsentPurpose, SolverKind

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows("suggested_blockers"), ids=lambda row: row["なぜ"])
def test_suggested_blockers(row: dict[str, str]) -> None:
    facts: dict[str, Any] = {}
    for part in row["分かっていること"].split():
        name, _, value = part.partition("=")
        facts[name] = float(value) if name == "farmland_m2" else value == "1"
    found = suggested_blockers(HouseFacts(**facts))
    assert " ".join(found) == row["詰まり"]
    assert [reason.code for reason in found.values()] == [f"homes.blocked_by_{kind}" for kind in found]


def solved(text: str) -> Solved:
    kind, found_on, solved_on, cost = text.split(":")
    days = date.fromisoformat(found_on), date.fromisoformat(solved_on)
    return Solved(BlockerKind.of(kind), *days, int(cost) if cost else None)


@pytest.mark.parametrize("row", rows("experience_of"), ids=lambda row: row["なぜ"])
def test_experience_of(row: dict[str, str]) -> None:
    found = experience_of([solved(part) for part in row["解決した詰まり"].split()])
    assert set(found) == {row["種類"]}
    assert found[BlockerKind.of(row["種類"])] == Experience(
        int(row["件数"]), float(row["日数"]), int(row["費用の件数"]), float(row["費用"]) if row["費用"] else None
    )


@pytest.mark.parametrize("row", rows("portfolio_of"), ids=lambda row: row["なぜ"])
def test_portfolio_of(row: dict[str, str]) -> None:
    pairs = [part.split(":") for part in row["家と詰まり"].split()]
    totals = portfolio_of((int(house), BlockerKind.of(kind)) for house, kind in pairs)
    shown = " ".join(f"{one.kind} {len(one.blocked)}/{len(one.only)}" for one in totals)
    assert shown == row["種類ごと(戸数/それだけの戸数)"]


@pytest.mark.parametrize("row", rows("may_refer"), ids=lambda row: row["なぜ"])
def test_may_refer(row: dict[str, str]) -> None:
    answer = may_refer(
        solver=SolverKind.of(row["相手"]),
        consented={HomeConsentPurpose.of(value) for value in row["同意"].split()},
        still_in_use=row["いまも相談先"] == "はい",
    )
    assert " ".join(reason.code for reason in answer.reasons) == row["理由"]
