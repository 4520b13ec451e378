"""Every party is told why, in sentences; what may be done now, and why not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from kayoi.engines.selections.forms import REFUSALS
from kayoi.engines.selections.rules.allotting import allot
from kayoi.engines.selections.rules.deciding import may_add, may_close, may_draw, may_name
from kayoi.engines.selections.rules.reasons import explained, moved_up
from kayoi.engines.selections.rules.terms import Offer, Terms
from kayoi.engines.selections.states import Method
from kayoi.engines.selections.tests.test_rules import read_order, read_terms, table
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Verdict

OUT = datetime(2026, 12, 1, 6, 30, tzinfo=UTC)


def terms_of(row: dict[str, str]) -> Terms:
    return Terms(Method.of(row["method"]), (Offer("A", 1),), number="終値", number_from=OUT.isoformat())


def codes(answer: Verdict) -> list[str]:
    assert all(sentences(answer, REFUSALS))
    return [reason.code for reason in answer.reasons]


def after(row: dict[str, str]) -> datetime:
    return OUT + timedelta(hours=int(row["hours_after"]))


@pytest.mark.parametrize("row", table("explained"), ids=lambda row: row["case"])
def test_explained(row: dict[str, str]) -> None:
    terms = replace(read_terms(row), method=Method.of(row["method"]))
    order = read_order(row)
    found = allot(terms, order, capacity=terms.capacity, held={})
    turn = int(row["number"])
    answer = explained(order[turn - 1], terms, found, turn=turn, among=len(order))
    assert answer.met is (row["number"] in found.given)
    assert sentences(answer, REFUSALS) == row["sentences"].split("|")


def test_moved_up() -> None:
    row = table("explained")[1]
    answer = moved_up(read_order(row)[1], {"2": "B"})
    assert sentences(answer, REFUSALS) == ["空きが出たため、補欠の順番により、第2希望の「B」に決まりました。"]


def test_reasons_speak_english_too() -> None:
    row = table("explained")[2]
    terms, order = read_terms(row), read_order(row)
    found = allot(terms, order, capacity=terms.capacity, held={})
    with override("en"):
        assert sentences(explained(order[1], terms, found, turn=2, among=2), REFUSALS) == [
            "Your turn in the draw was number 2 of 2 parties.",
            'When your turn came, “A” had room left for 1; your party of 2 did not fit in whole.',
            'When your turn came, “B” had room left for 1; your party of 2 did not fit in whole.',
            "You are on the reserve list and will be told when it is your turn.",
        ]  # fmt: skip


@pytest.mark.parametrize("row", table("may_draw"), ids=lambda row: row["case"])
def test_may_draw(row: dict[str, str]) -> None:
    assert codes(may_draw(terms_of(row), row["status"], row["number"], at=after(row))) == row["why"].split()


@pytest.mark.parametrize("row", table("may_close"), ids=lambda row: row["case"])
def test_may_close(row: dict[str, str]) -> None:
    assert codes(may_close(terms_of(row), parties=int(row["parties"]), at=after(row))) == row["why"].split()


@pytest.mark.parametrize("row", table("may_add"), ids=lambda row: row["case"])
def test_may_add(row: dict[str, str]) -> None:
    assert codes(may_add(row["status"] == "drawn", {"A": 3}, row["offer"], int(row["persons"]))) == row["why"].split()


def test_may_name() -> None:
    assert codes(may_name("open", OUT, at=OUT - timedelta(seconds=1))) == []
    assert codes(may_name("closed", OUT, at=OUT)) == ["selections.closed", "selections.number_known_already"]
