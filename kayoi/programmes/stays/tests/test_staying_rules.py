"""Arriving by the code of the room, keys and money, how a stay is counted: tables that an official can read."""

from datetime import date

import pytest

from kayoi.programmes.stays.rules.staying import (
    code_key,
    may_arrive_by_code,
    may_hand_over,
    may_take_back,
    quantity_of,
)
from kayoi.programmes.stays.states import StayStatus
from kayoi.programmes.stays.tests.test_office_rules import Row, cases


@cases("may_arrive_by_code")
def test_may_arrive_by_code(row: Row) -> None:
    first, last, on = (date.fromisoformat(row[name]) for name in ("初日", "最終日", "きょう"))
    answer = may_arrive_by_code(
        code=row["書いた合言葉"], expected=row["部屋の合言葉"], arrives_on=first, leaves_on=last, on=on
    )
    assert " ".join(one.code for one in answer.reasons) == row["理由"]


@cases("quantity_of")
def test_quantity_of(row: Row) -> None:
    found = quantity_of(persons=int(row["人数"]), nights=int(row["泊数"]), measure=row["単位"])
    assert found == (row["種類"], int(row["数量"]))


@pytest.mark.parametrize(("yen", "why", "met"), [(0, "", True), (1, "", False), (1, "銀行の休み", True)])
def test_may_hand_over(yen: int, why: str, met: bool) -> None:
    assert may_hand_over(yen, why=why).met is met


def test_code_key() -> None:
    assert code_key(" k7q-m3x ") == "K7QM3X"


@pytest.mark.parametrize("status", list(StayStatus))
def test_may_take_back(status: StayStatus) -> None:
    assert may_take_back(status).met is (status in {"staying", "left", "closed", "absent"})
