"""Rules of points on both sides of each boundary: the tables of cases."""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest

from kayoi.kit.sentences import sentences
from kayoi.programmes.furusato.forms.card_words import REFUSALS
from kayoi.programmes.furusato.rules import points as rules

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> pytest.MarkDecorator:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        return pytest.mark.parametrize("row", list(csv.DictReader(file)), ids=lambda row: row["なぜ"])


def number(text: str) -> int | None:
    return int(text) if text else None


def registered(text: str) -> list[rules.InForce]:
    """Read registrations such as 2:2026-04-01..2027-03-31: the step, the first day, the last."""
    found = []
    for one in text.split():
        step, _, days = one.partition(":")
        since, _, until = days.partition("..")
        last = date.fromisoformat(until) if until else None
        found.append(rules.InForce(int(step), date.fromisoformat(since), last))
    return found


@cases("step_on")
def test_step_on(row: dict[str, str]) -> None:
    found = rules.step_on(registered(row["登録"]), on=date.fromisoformat(row["活動の日"]))
    assert found == number(row["段階"])


@cases("percent_of")
def test_percent_of(row: dict[str, str]) -> None:
    percents = {int(step): int(percent) for step, percent in (one.split(":") for one in row["割合"].split())}
    found = rules.percent_of(number(row["段階"]), percents=percents, without=int(row["登録なし"]))
    assert found == int(row["答え"])


@cases("earned")
def test_earned(row: dict[str, str]) -> None:
    found = rules.earned(
        int(row["種類のポイント"]), percent=int(row["割合"]), so_far_day=int(row["その日"]),
        so_far_year=int(row["その年度"]), caps=rules.Caps(number(row["日の上限"]), number(row["年度の上限"])),
    )  # fmt: skip
    assert found == rules.Earned(int(row["付ける"]), int(row["付かない"]))


@cases("last_day")
def test_last_day(row: dict[str, str]) -> None:
    found = rules.last_day(date.fromisoformat(row["付けた日"]), months=int(row["月数"]))
    assert found == date.fromisoformat(row["使える最後の日"])


@cases("told_at_once")
def test_told_at_once(row: dict[str, str]) -> None:
    used, told = datetime.fromisoformat(row["利用した時刻"]), datetime.fromisoformat(row["届いた時刻"])
    assert rules.told_at_once(used, told_at=told) is (row["その場"] == "1")


@cases("may_set")
def test_may_set(row: dict[str, str]) -> None:
    answer = rules.may_set(
        starts_on=date.fromisoformat(row["最初の日"]), today=date.fromisoformat(row["きょう"]),
        has_given=row["付けた"] == "1",
    )  # fmt: skip
    assert [reason.code.removeprefix("furusato.") for reason in answer.reasons] == row["理由"].split()
    assert all(sentences(answer, REFUSALS))
