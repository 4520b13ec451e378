"""What is talk about the price of a house, and what is not: sentences as staff write them."""

import csv
from pathlib import Path

import pytest

from kayoi.programmes.homes.rules.price_talk import price_talk_in

with (Path(__file__).parent / "cases" / "price_talk_in.csv").open(encoding="utf-8") as opened:
    CASES = [(row["文"], row["価格の話"] == "はい") for row in csv.DictReader(opened)]


@pytest.mark.parametrize(("text", "is_talk"), CASES)
def test_price_talk_in(text: str, is_talk: bool) -> None:
    assert bool(price_talk_in(text)) == is_talk, price_talk_in(text)


def test_there_are_forty_sentences_on_each_side() -> None:
    assert min(sum(is_talk for _, is_talk in CASES), sum(not is_talk for _, is_talk in CASES)) >= 40


def test_what_is_harmless_stays_so_beside_other_sentences() -> None:
    harmless = "。".join(text for text, is_talk in CASES if not is_talk)
    assert price_talk_in(harmless) == ""
    assert price_talk_in(f"{harmless}。\n指値の話が出た。") == "指値"
