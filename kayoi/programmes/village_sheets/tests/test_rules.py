"""Honest and harmless: case tables on both sides of each limit."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kayoi.programmes.village_sheets import rules
from kayoi.programmes.village_sheets.rules import Said
from kayoi.programmes.village_sheets.states import INQUIRY_ANSWER, KINDS, LIMITS, Concern, Level

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 20)


def table(name: str) -> pytest.MarkDecorator:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows
    return pytest.mark.parametrize("row", rows, ids=lambda row: row["なぜ"])


def said(code: str, value: str, *, as_of: date = TODAY, source: str = "区長") -> Said:
    choice = bool(KINDS[code].choices)
    return Said(code, None if choice else Decimal(value), value if choice else "", as_of, source)


@table("forbidden_words")
def test_forbidden_words(row: dict[str, str]) -> None:
    assert rules.forbidden_words(row["文"]) == ([row["ことば"]] if row["ことば"] else [])


@table("is_hard")
def test_is_hard(row: dict[str, str]) -> None:
    item = said(row["項目"], row["値"])
    assert rules.is_hard(item) is (row["きびしい"] == "はい")
    assert rules.hard_sides([item]) == ([item] if row["きびしい"] == "はい" else [])


@table("mismatches")
def test_mismatches(row: dict[str, str]) -> None:
    items = {row["項目"]: said(row["項目"], row["値"])} if row["値"] else {}
    found = {match.code: match.level for match in rules.mismatches({Concern.of(row["希望"])}, items)}
    assert found[row["項目"]] == row["合い方"]


def test_mismatches_come_first_and_what_is_unknown_is_no_praise() -> None:
    items = {"snow": said("snow", "10"), "bus": said("bus", "2"), "station": said("station", "12")}
    matches = rules.mismatches({Concern.SNOW, Concern.NO_CAR}, items)
    levels = [match.level for match in matches]
    assert levels == [Level.STRONG, Level.MILD, Level.UNKNOWN, Level.UNKNOWN, Level.UNKNOWN, Level.FITS]
    assert rules.order_key(matches) == (1, 1, 3)
    assert rules.mismatches(set(), items) == []


SOUND = [said("fee", "15000"), said("snow", "60"), said("bus", "20"), said("clinic", "5"), said("fibre", "yes")]


@pytest.mark.parametrize(
    ("items", "text", "confirmed", "codes"),
    [
        (SOUND, "静かです。", True, []),
        (SOUND[1:], "", True, ["few_items"]),
        ([said("fee", "1"), said("snow", "1"), *SOUND[2:]], "", True, ["no_hard_side"]),
        (SOUND, "", False, ["not_confirmed"]),
        (SOUND, "血筋を重んじます。", True, ["forbidden"]),
        ([*SOUND[1:], said("fee", "15000", source="旧町名の資料")], "", True, ["forbidden"]),
        ([*SOUND[1:], said("fee", "15000", as_of=date(2026, 11, 20))], "", True, []),
        ([*SOUND[1:], said("fee", "15000", as_of=date(2026, 11, 21))], "", True, ["future"]),
        ([], "", False, ["few_items", "no_hard_side", "not_confirmed"]),
    ],
)
def test_may_check(items: list[Said], text: str, confirmed: bool, codes: list[str]) -> None:
    answer = rules.may_check(items, [text], confirmed=confirmed, today=TODAY)
    assert [reason.code for reason in answer.reasons] == [f"village_sheets.{code}" for code in codes]


@pytest.mark.parametrize(
    ("approver", "writers", "met"),
    [(2, [1], True), (1, [1], False), (1, [], True), (None, [1], False), (3, [1, 3], False)],
)
def test_may_publish(approver: int | None, writers: list[int], met: bool) -> None:
    assert rules.may_publish(approver=approver, writers=writers).met is met


def test_review_due_on() -> None:
    assert rules.review_due_on(date(2026, 11, 20)) == date(2027, 11, 20)
    assert rules.review_due_on(date(2024, 2, 29)) == date(2025, 2, 28)


def test_the_vocabulary_has_no_place_for_people() -> None:
    for kind in KINDS.values():
        texts = [kind.label, kind.always, *(choice.label for choice in kind.choices)]
        assert rules.forbidden_words(" ".join(texts)) == [], kind.code
        assert kind.label_en
        assert bool(kind.unit) is not bool(kind.choices)
    assert "任意" in KINDS["fee"].always
    assert "任意" in KINDS["fire_brigade"].always
    assert {limit.code for limits in LIMITS.values() for limit in limits} <= set(KINDS)
    assert set(LIMITS) == set(Concern)
    assert "お答えしません" in INQUIRY_ANSWER
