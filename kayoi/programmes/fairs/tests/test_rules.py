"""What is read from cards and sheets, and what may be sent, by tables that an official can read."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kayoi.programmes.fairs import rules

CASES = Path(__file__).parent / "cases"
PREFECTURES = {"010006": "北海道", "130001": "東京都", "260002": "京都府", "270008": "大阪府", "200000": "長野県"}
UNREADABLE = "読めない"


def cases(name: str) -> pytest.MarkDecorator:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    return pytest.mark.parametrize("row", found, ids=[row["なぜ"] for row in found])


@cases("age_band_of")
def test_age_band_of(row: dict[str, str]) -> None:
    if row["年代"] == UNREADABLE:
        with pytest.raises(ValueError, match="年代"):
            rules.age_band_of(row["書かれたもの"])
    else:
        assert (rules.age_band_of(row["書かれたもの"]) or "") == row["年代"]


@cases("household_type_of")
def test_household_type_of(row: dict[str, str]) -> None:
    if row["世帯の形"] == UNREADABLE:
        with pytest.raises(ValueError, match="世帯"):
            rules.household_type_of(row["書かれたもの"])
    else:
        assert (rules.household_type_of(row["書かれたもの"]) or "") == row["世帯の形"]


@cases("interests_of")
def test_interests_of(row: dict[str, str]) -> None:
    if row["関心"] == UNREADABLE:
        with pytest.raises(ValueError, match="関心"):
            rules.interests_of(row["書かれたもの"])
    else:
        assert rules.interests_of(row["書かれたもの"]) == set(row["関心"].split())


@cases("prefecture_named")
def test_prefecture_named(row: dict[str, str]) -> None:
    if row["コード"] == UNREADABLE:
        with pytest.raises(ValueError, match="都道府県"):
            rules.prefecture_named(row["書かれたもの"], PREFECTURES)
    else:
        assert rules.prefecture_named(row["書かれたもの"], PREFECTURES) == row["コード"]


@cases("day_of_event")
def test_day_of_event(row: dict[str, str]) -> None:
    held = {"starts_on": date.fromisoformat(row["開催日"]), "ends_before": date.fromisoformat(row["最終日の翌日"])}
    if row["来場日"] == UNREADABLE:
        with pytest.raises(ValueError, match="日"):
            rules.day_of_event(row["書かれたもの"], **held)
    else:
        assert rules.day_of_event(row["書かれたもの"], **held) == date.fromisoformat(row["来場日"])


@cases("may_be_contacted")
def test_may_be_contacted(row: dict[str, str]) -> None:
    assert (
        rules.may_be_contacted(row["書かれたもの"])
        is {"はい": True, "いいえ": False, "不明": None}[row["連絡してよい"]]
    )


@cases("may_send")
def test_may_send(row: dict[str, str]) -> None:
    answer = rules.may_send(
        stock=int(row["在庫"]), copies=int(row["部数"]), has_address=row["住所あり"] == "はい",
        protected=row["支援措置"] == "はい", reason=row["理由"],
    )  # fmt: skip
    assert [reason.code for reason in answer.reasons] == row["理由のコード"].split()


@cases("label_lines")
def test_label_lines(row: dict[str, str]) -> None:
    lines = rules.label_lines(postal_code=row["郵便番号"], place=row["市区町村"], address=row["住所"], name=row["名前"])
    assert lines == row["宛名"].split("|")


def test_row_key_does_not_see_width_and_spaces() -> None:
    assert rules.row_key(["2026-11-01", "山田　花", None]) == rules.row_key(["２０２６-11-01 ", "山田 花", ""])
    assert rules.row_key(["山田", "花"]) != rules.row_key(["山田花", ""])
