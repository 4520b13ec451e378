"""Who may sign up before others, and for whom places are kept: the tables of cases."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kayoi.kit.sentences import sentences
from kayoi.programmes.furusato.forms.activity_refusals import REFUSALS
from kayoi.programmes.furusato.rules.priority import (
    Places,
    Priority,
    kept_now,
    may_set_priority,
    may_sign_up_yet,
    place_for,
)

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> pytest.MarkDecorator:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        return pytest.mark.parametrize("row", list(csv.DictReader(file)), ids=lambda row: row["なぜ"])


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def priority(row: dict[str, str]) -> Priority:
    return Priority(
        day(row.get("だれでも申し込める日", "")), int(row.get("何日前から", 0)), int(row.get("優先枠", 0)),
        day(row.get("いつまで", "")),
    )  # fmt: skip


@cases("may_sign_up_yet")
def test_may_sign_up_yet(row: dict[str, str]) -> None:
    answer = may_sign_up_yet(priority(row), is_holder=row["優先の人"] == "1", on=date.fromisoformat(row["きょう"]))
    said = [f"{reason.code.removeprefix('furusato.')} {reason.params['day']}" for reason in answer.reasons]
    assert " ".join(said) == row["理由"]
    assert all(sentences(answer, REFUSALS))


@cases("place_for")
def test_place_for(row: dict[str, str]) -> None:
    places = Places(int(row["定員"]) if row["定員"] else None, int(row["入った人"]), int(row["うち優先"]))
    on = date.fromisoformat(row["きょう"])
    assert place_for(priority(row), places, is_holder=row["優先の人"] == "1", on=on).value == row["答え"]
    kept = kept_now(priority(row), places, on=on)
    assert 0 <= kept <= int(row["優先枠"])


@cases("may_set_priority")
def test_may_set_priority(row: dict[str, str]) -> None:
    answer = may_set_priority(
        priority(row), has_benefit=row["特典"] == "1", capacity=int(row["定員"]) if row["定員"] else None,
        starts_on=date.fromisoformat(row["開催日"]),
    )  # fmt: skip
    assert " ".join(reason.code.removeprefix("furusato.") for reason in answer.reasons) == row["理由"]
    assert all(sentences(answer, REFUSALS))
