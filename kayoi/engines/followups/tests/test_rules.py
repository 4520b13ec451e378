"""Rules of desks, by tables that an official can read."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kayoi.engines.followups import rules
from kayoi.engines.followups.states import Division

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows("heat"), ids=lambda row: row["なぜ"])
def test_heat(row: dict[str, str]) -> None:
    due = [date.fromisoformat(day) for day in row["期限"].split()]
    found = rules.heat(
        due=due,
        promised=bool(due),
        stage=row["段階"],
        touched_on=date.fromisoformat(row["最後の動き"]),
        on=date.fromisoformat(row["今日"]),
    )
    assert (found.points, found.hot) == (int(row["点"]), row["急ぐ"] == "有")


@pytest.mark.parametrize("row", rows("divide"), ids=lambda row: row["なぜ"])
def test_divide(row: dict[str, str]) -> None:
    parcels = [rules.Parcel(*parcel.split(":")) for parcel in row["包み(名前:段階:都道府県)"].split()]
    heirs = [int(heir) for heir in row["後任"].split()]
    shares = rules.divide(parcels, heirs, Division.of(row["分け方"]))
    assert shares == {part[0]: int(part[1:]) for part in row["結果"].split()}


@pytest.mark.parametrize("row", rows("may_hand_over"), ids=lambda row: row["なぜ"])
def test_may_hand_over(row: dict[str, str]) -> None:
    answer = rules.may_hand_over(
        leaver=int(row["引き継ぐ人"]),
        heirs=[int(pk) for pk in row["後任"].split()],
        present={int(pk) for pk in row["在籍"].split()},
        parcels=int(row["件数"]),
    )
    assert [reason.code for reason in answer.reasons] == row["答え"].split()


@pytest.mark.parametrize("row", rows("may_undo"), ids=lambda row: row["なぜ"])
def test_may_undo(row: dict[str, str]) -> None:
    answer = rules.may_undo(
        made_on=date.fromisoformat(row["引き継いだ日"]),
        undone=row["元に戻した"] == "有",
        on=date.fromisoformat(row["今日"]),
    )
    assert [reason.code for reason in answer.reasons] == row["答え"].split()
