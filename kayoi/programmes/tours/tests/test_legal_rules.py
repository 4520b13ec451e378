"""On what a tour may be held: the tables of cases, on both sides of each condition."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kayoi.programmes.tours.rules import legal
from kayoi.programmes.tours.rules.legal import Plan

CASES = Path(__file__).parent / "cases"
ON = date(2026, 11, 20)


def cases(name: str) -> pytest.MarkDecorator:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return pytest.mark.parametrize("row", rows, ids=lambda row: row["なぜ"])


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cases("travel_basis")
def test_travel_basis(row: dict[str, str]) -> None:
    plan = Plan(
        arranges_lodging="宿泊" in row["手配"], arranges_transport="運送" in row["手配"],
        openly_called=bool(row["広く募る"]), travel_basis=row["根拠"], agency_name=row["旅行業者"],
        agency_number=row["登録番号"], is_run_by_town=bool(row["企画"]), is_below_cost=bool(row["まかなえない"]),
        is_occasional=bool(row["反復しない"]), consulted=row["相談先"], consulted_on=day(row["相談日"]),
    )  # fmt: skip
    found = legal.travel_basis(plan, on=ON)
    assert [reason.code for reason in found.reasons] == [f"tours.{code}" for code in row["妨げ"].split()]
    assert all(reason.source for reason in found.reasons)


@cases("work_basis")
def test_work_basis(row: dict[str, str]) -> None:
    plan = Plan(
        has_paid_work=bool(row["賃金"]), work_basis=row["根拠"], work_detail=row["内容"], work_on=day(row["日"]),
        travel_basis="none",
    )  # fmt: skip
    found = legal.work_basis(plan, on=ON)
    assert [reason.code for reason in found.reasons] == [f"tours.{code}" for code in row["妨げ"].split()]
    assert all(reason.source for reason in found.reasons)
    assert legal.may_be_held(plan, on=ON) == found


def test_both_grounds_are_told_at_once() -> None:
    found = legal.may_be_held(Plan(has_paid_work=True), on=ON)
    assert [reason.code for reason in found.reasons] == ["tours.no_travel_basis", "tours.no_work_basis"]
