"""Who may be checked in, and what is taken back."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Verdict
from kayoi.programmes.tours.forms.day import REFUSALS
from kayoi.programmes.tours.rules.attending import may_attend, may_take_back, nights_of

DAY = date(2027, 1, 16)
with (Path(__file__).parent / "cases" / "attending.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file, strict=True))


def codes(answer: Verdict) -> list[str]:
    assert all(sentences(answer, REFUSALS))
    return [reason.code for reason in answer.reasons]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["場面"])
def test_who_may_be_checked_in(case: dict[str, str]) -> None:
    answer = may_attend(
        date_status=case["日程"], party_status=case["申込み"], same_date=case["同じ日程"] == "1",
        persons=int(case["人数"]), expected=int(case["予定"]), starts_on=DAY,
        on=DAY - timedelta(days=int(case["初日まで"])),
    )  # fmt: skip
    assert codes(answer) == case["理由"].split()


def test_a_check_in_is_taken_back_once_with_a_reason() -> None:
    assert codes(may_take_back(taken_back=False, why="誤り")) == []
    assert codes(may_take_back(taken_back=True, why=" ")) == ["tours.taken_back_already", "tours.needs_why"]
    assert [nights_of(nights, 2) for nights in (None, 0, 1, 5)] == [2, 0, 1, 2]
