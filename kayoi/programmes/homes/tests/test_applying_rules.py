"""Rules about applications: what may be offered, which papers, who was typed, one form for a lot."""

import csv
from pathlib import Path

import pytest

from kayoi.kit.sentences import sentences
from kayoi.programmes.homes.forms.applying import REFUSALS
from kayoi.programmes.homes.rules.applying import holders_typed, may_offer, papers_needed
from kayoi.programmes.homes.rules.lots import lot_key
from kayoi.programmes.homes.states.applying import Holding, Said, Who

CASES = Path(__file__).parent / "cases"


def table(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize("row", table("may_offer"), ids=lambda row: row["なぜ"])
def test_may_offer(row: dict[str, str]) -> None:
    answer = may_offer(
        is_dealers_stock=Said.of(row["業者の在庫"]),
        was_built_to_sell=Said.of(row["分譲・賃貸用"]),
        has_brokerage=Said.of(row["媒介契約"]),
    )
    assert answer.outcome == row["結果"]
    assert [reason.code for reason in answer.reasons] == row["理由"].split()
    assert all(sentences(answer, REFUSALS))


@pytest.mark.parametrize("row", table("papers_needed"), ids=lambda row: row["なぜ"])
def test_papers_needed(row: dict[str, str]) -> None:
    papers = papers_needed(
        who=Who.of(row["だれ"]),
        holding=Holding.of(row["権利"]),
        by_staff=row["職員が記入"] == "yes",
        may_check_tax=row["税の同意"] == "yes",
    )
    assert papers == row["書類"].split()


@pytest.mark.parametrize("row", table("holders_typed"), ids=lambda row: row["なぜ"])
def test_holders_typed(row: dict[str, str]) -> None:
    assert holders_typed(row["書いたもの"]) == ([(row["名前"], row["続柄"])] if row["名前"] else [])


def test_holders_stand_on_lines() -> None:
    assert holders_typed("山田次郎(弟)\n\n佐藤花子(妹)") == [("山田次郎", "弟"), ("佐藤花子", "妹")]


@pytest.mark.parametrize("row", table("lot_key"), ids=lambda row: f"{row['地番']}")
def test_lot_key(row: dict[str, str]) -> None:
    assert lot_key(row["町字"], row["地番"]) == row["一つの形"]
