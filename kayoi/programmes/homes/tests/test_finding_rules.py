"""Offers, codes, counts for publishing and the estimate: case tables on both sides of each boundary."""

import csv
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kayoi.kit.tokens import ALPHABET
from kayoi.programmes.homes.rules.codes import code_key, survey_code
from kayoi.programmes.homes.rules.estimate import Facts, homes_needed, success_share
from kayoi.programmes.homes.rules.offers import next_offers
from kayoi.programmes.homes.rules.owner_surveys import SMALLEST_COUNT, becomes_lead, publishable
from kayoi.programmes.homes.states import Intention, OwnersReason, Use
from kayoi.programmes.homes.states.finding import OFFER_TEXTS, NextOffer

CASES = Path(__file__).parent / "cases"


def table(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize("row", table("next_offers"), ids=lambda row: row["なぜ"])
def test_next_offers(row: dict[str, str]) -> None:
    reason = OwnersReason.of(row["理由"]) if row["理由"] else None
    intention = Intention.of(row["意向"]) if row["意向"] else None
    assert "/".join(next_offers(reason, intention)) == row["提案"]


def test_every_offer_has_a_sentence_and_is_made_to_somebody() -> None:
    made = {
        offer
        for reason in (None, *OwnersReason)
        for intention in (None, *Intention)
        for offer in next_offers(reason, intention)
    }
    assert made == set(NextOffer) == set(OFFER_TEXTS)


@pytest.mark.parametrize("row", table("becomes_lead"), ids=lambda row: row["なぜ"])
def test_becomes_lead(row: dict[str, str]) -> None:
    found = becomes_lead(
        use=Use.of(row["使い方"]),
        intention=Intention.of(row["意向"]) if row["意向"] else None,
        wants_contact={"yes": True, "no": False}.get(row["連絡"]),
    )
    assert found == (row["情報になる"] == "はい")


@pytest.mark.parametrize("row", table("publishable"), ids=lambda row: row["なぜ"])
def test_publishable(row: dict[str, str]) -> None:
    counts = {str(at): int(text) for at, text in enumerate(row["件数"].split("/"))}
    shown = publishable(counts).values()
    assert "/".join("X" if count is None else str(count) for count in shown) == row["公表"]


@given(st.lists(st.integers(0, 30), min_size=2, max_size=8))
def test_no_small_count_can_be_worked_out(numbers: list[int]) -> None:
    counts = {str(at): number for at, number in enumerate(numbers)}
    shown = publishable(counts)
    withheld = [counts[name] for name, count in shown.items() if count is None]
    assert all(count is None or count == 0 or count >= SMALLEST_COUNT for count in shown.values())
    if sum(numbers) >= SMALLEST_COUNT:
        assert not withheld or (len(withheld) > 1 and sum(withheld) >= SMALLEST_COUNT)


@pytest.mark.parametrize("row", table("homes_needed"), ids=lambda row: row["なぜ"])
def test_homes_needed(row: dict[str, str]) -> None:
    names = ("世帯", "割合", "待つ人", "使える", "意向", "終わった", "進んだ", "仮の割合")
    found = homes_needed(Facts(*(int(row[name]) for name in names)))
    ranges = (("必要", found.needed), ("見込み", found.available), ("不足", found.missing))
    for name, shown in ranges:
        assert (shown.low, shown.high) == (int(row[f"{name}から"]), int(row[f"{name}まで"])), name


def test_ten_ended_leads_are_experience() -> None:
    assert not success_share(ended=9, solved=9, assumed_share=20)[1]
    assert success_share(ended=10, solved=5, assumed_share=20)[1]


@given(st.binary(min_size=32, max_size=32))
def test_a_code_is_read_however_it_is_typed(secret: bytes) -> None:
    code = survey_code(secret)
    assert code_key(code) == code
    assert code_key(code.lower().replace("-", " ")) == code
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code if sign != "-")
    assert code_key(wide) == code


@given(st.binary(min_size=32, max_size=32), st.integers(0, 8), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_found(secret: bytes, at: int, sign: str) -> None:
    signs = survey_code(secret).replace("-", "")
    wrong = signs[:at] + sign + signs[at + 1 :]
    assert (code_key(wrong) == "") == (wrong != signs)


def test_two_signs_that_change_places_are_found() -> None:
    missed = tried = 0
    for number in range(500):
        signs = survey_code(sha256(bytes(number)).digest()).replace("-", "")
        for at in range(8):
            swapped = signs[:at] + signs[at + 1] + signs[at] + signs[at + 2 :]
            if swapped != signs:
                tried += 1
                missed += code_key(swapped) != ""
    assert missed <= tried * 0.01


def test_no_code_at_all() -> None:
    assert code_key("") == ""
    assert code_key("K7Q-M3X") == ""
    assert code_key("K7Q-M3X-TR0") == ""
