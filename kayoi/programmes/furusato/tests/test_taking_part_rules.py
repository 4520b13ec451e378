"""Who may sign up, who may confirm, what may be reported, who is reminded: on both sides of each boundary."""

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from kayoi.kit.dates import JST
from kayoi.programmes.furusato.rules.publishing import may_open
from kayoi.programmes.furusato.rules.taking_part import (
    Held,
    may_add,
    may_confirm,
    may_confirm_by_code,
    may_report,
    may_sign_up,
    reminds,
)

CASES = Path(__file__).parent / "cases"
STARTS, ENDS = datetime(2026, 11, 28, 9, tzinfo=JST), datetime(2026, 11, 28, 12, tzinfo=JST)


def cases(name: str) -> pytest.MarkDecorator:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        return pytest.mark.parametrize("row", list(csv.DictReader(file)), ids=lambda row: row["なぜ"])


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JST)


@cases("may_sign_up")
def test_may_sign_up(row: dict[str, str]) -> None:
    answer = may_sign_up(Held(row["状態"], STARTS, ENDS), now=moment(row["いま"]), by_staff=row["職員"] == "1")
    assert " ".join(reason.code for reason in answer.reasons) == row["理由"]


@cases("may_add")
def test_may_add(row: dict[str, str]) -> None:
    answer = may_add(Held(row["状態"], STARTS, ENDS), now=moment(row["いま"]))
    assert " ".join(reason.code for reason in answer.reasons) == row["理由"]


@cases("may_confirm_by_code")
def test_may_confirm_by_code(row: dict[str, str]) -> None:
    held = Held(row["状態"], STARTS, ENDS)
    answer = may_confirm_by_code(held, now=moment(row["いま"]), is_right=row["合言葉"] == "1")
    assert " ".join(reason.code for reason in answer.reasons) == row["理由"]


@cases("may_report")
def test_may_report(row: dict[str, str]) -> None:
    days = {name: date.fromisoformat(row[word]) for name, word in (("ends_on", "最終日"), ("today", "きょう"))}
    answer = may_report(**days, has_note=row["メモ"] == "1", photos=int(row["写真"]))
    assert " ".join(reason.code for reason in answer.reasons) == row["理由"]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, []),
        ({"host": " "}, ["furusato.no_host"]),
        ({"place": "", "insurance": ""}, ["furusato.no_place", "furusato.no_insurance"]),
        ({"now": STARTS}, ["furusato.activity_past"]),
    ],
)
def test_may_open(given: dict[str, Any], codes: list[str]) -> None:
    usual: dict[str, Any] = {
        "starts_at": STARTS,
        "now": moment("2026-11-01T09:00"),
        "host": "会",
        "place": "里",
        "insurance": "なし",
    }
    assert [reason.code for reason in may_open(**usual | given).reasons] == codes


def test_a_host_may_confirm_from_an_hour_before_and_long_after() -> None:
    held = Held("held", STARTS, ENDS)
    moments = ("2026-11-28T07:59", "2026-11-28T08:00", "2026-12-20T09:00")
    assert [may_confirm(held, now=moment(at)).met for at in moments] == [False, True, True]


@pytest.mark.parametrize(
    ("now", "status", "reminded", "expected"),
    [
        ("2026-11-27T09:00", "signed", False, True),
        ("2026-11-26T09:00", "signed", False, False),
        ("2026-11-28T08:00", "signed", False, False),
        ("2026-11-27T09:00", "waiting", False, False),
        ("2026-11-27T09:00", "signed", True, False),
    ],
)
def test_who_has_a_place_is_reminded_once_the_day_before(now: str, status: str, reminded: bool, expected: bool) -> None:
    assert reminds(status=status, starts_at=STARTS, now=moment(now), reminded=reminded) is expected
