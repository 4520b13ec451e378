"""Who gets a place: tables that an official can read; the same tables say what moves afterwards."""

import csv
import re
from pathlib import Path
from random import Random

import pytest

from kayoi.engines.selections.rules import lots
from kayoi.engines.selections.rules.allotting import allot
from kayoi.engines.selections.rules.events import Event, replay
from kayoi.engines.selections.rules.publishing import party_as_data, terms_as_data
from kayoi.engines.selections.rules.reading import read_case, read_parties
from kayoi.engines.selections.rules.reading import read_terms as read_terms_file
from kayoi.engines.selections.rules.tendency import tendency
from kayoi.engines.selections.rules.terms import Offer, Party, Quota, Terms
from kayoi.engines.selections.states import EventKind, Method, Unit
from kayoi.engines.selections.tests.random_cases import random_case

CASES = Path(__file__).parent / "cases"


def table(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def read_terms(row: dict[str, str]) -> Terms:
    offers = [one.split(":") for one in row["offers"].split()]
    quotas: dict[tuple[str, Unit], dict[str, int]] = {}
    for one in row["quotas"].split():
        group, which, count, unit = re.fullmatch(r"(\w+?)([<>])=(\d+)(人|組)", one).groups()  # type: ignore[union-attr]
        words = quotas.setdefault((group, next(each for each in Unit if each.label == unit)), {})
        words["least" if which == ">" else "most"] = int(count)
    return Terms(
        Method.LOTTERY,
        tuple(Offer(key, int(room)) for key, room in offers),
        tuple(Quota(group, words.get("least", 0), words.get("most"), unit) for (group, unit), words in quotas.items()),
    )


def read_order(row: dict[str, str]) -> list[Party]:
    parties = []
    for place, one in enumerate(row["in_order"].split(), 1):
        number, size, wishes, *groups = one.split(":")
        of = frozenset(groups[0].split("/")) if groups else frozenset()
        parties.append(Party(number, place, int(size), tuple(wishes.split("/")), of))
    return parties


def read_events(row: dict[str, str]) -> list[Event]:
    events = []
    for one in row["events"].split():
        if one == "抽選":
            events.append(Event(EventKind.DRAWN))
        elif one.startswith("辞退"):
            events.append(Event(EventKind.DECLINED, number=one[2:]))
        else:
            offer, persons = one[2:].split("+")
            events.append(Event(EventKind.ADDED, offer=offer, persons=int(persons)))
    return events


def places(text: str) -> dict[str, str]:
    return dict(one.split("=") for one in text.split())


@pytest.mark.parametrize("row", table("allot"), ids=lambda row: row["case"])
def test_allot(row: dict[str, str]) -> None:
    terms = read_terms(row)
    found = allot(terms, read_order(row), capacity=terms.capacity, held={})
    assert found.given == places(row["placed"])
    assert list(found.passed) == row["reserve"].split()


@pytest.mark.parametrize("row", table("replay"), ids=lambda row: row["case"])
def test_replay(row: dict[str, str]) -> None:
    order = read_order(row)
    standing = replay(read_terms(row), order, read_events(row))
    assert standing.held == places(row["placed"])
    assert standing.reserve(order) == row["reserve"].split()


@pytest.mark.parametrize("row", table("plain_number"))
def test_plain_number(row: dict[str, str]) -> None:
    assert lots.plain_number(row["text"]) == (row["number"] or None)


def test_orders() -> None:
    offers, weights = (Offer("A", 1),), {"動機": 2, "計画": 1}
    parties = [
        Party("a", 2, 1, ("A",), scores={"動機": 1}),
        Party("b", 1, 1, ("A",), scores={"計画": 2}),
        Party("c", 3, 1, ("A",), scores={"動機": 1, "計画": 1}),
    ]

    def order(method: Method, seed: str) -> str:
        return "".join(one.number for one in lots.in_order(Terms(method, offers, weights=weights), parties, seed))

    seeds = [f"{number:064x}" for number in range(40)]
    assert {order(Method.FIRST_COME, seed) for seed in seeds} == {"bac"}
    assert {order(Method.LOTTERY, seed) for seed in seeds} == {"abc", "acb", "bac", "bca", "cab", "cba"}
    assert {order(Method.POINTS, seed) for seed in seeds} == {"cab", "cba"}, "equal points are drawn by lot"


def test_each_place_of_the_order_is_as_likely_for_everybody() -> None:
    """16,000 draws of 8: each stands first about 2,000 times (five standard deviations are 209)."""
    parties = [Party(str(number), number, 1, ("A",)) for number in range(8)]
    firsts = [
        lots.in_order(Terms(Method.LOTTERY, (Offer("A", 1),)), parties, f"{seed}")[0].number for seed in range(16_000)
    ]
    assert all(abs(firsts.count(party.number) - 2_000) < 209 for party in parties)


def test_seals_to_the_byte() -> None:
    """As docs/reference/selections.md spells them out, computed there with sha256sum and openssl."""
    party = Party("17", 3, 2, ("6月", "7月"), frozenset({"家族", "初参加"}), {})
    assert lots.line(party) == '["17",3,2,["6月","7月"],{"groups":["初参加","家族"],"scores":{}}]'
    assert lots.commitment("11" * 32) == "02d449a31fbb267c8f352e9968a79e3e5fc95c1bbeaa502fd6454ebde5a4bedc"
    assert lots.canonical({"b": [1, "六"], "a": None}) == '{"a":null,"b":[1,"六"]}'
    salt, sealed, seed = lots.salt_of("22" * 32, "17"), [("17", "00")], lots.seed("11" * 32, "33" * 32, "39123.45")
    assert [
        salt, lots.sealed_line(salt, lots.line(party)), lots.fingerprint({"b": 1, "a": "六"}, sealed), seed,
        lots.lot("44" * 32, "17"),
    ] == [
        "26c45e27578f3fdd0757e4a974a72cfad1f2ea73ee6ab8953817c5d7e8c9129a",
        "3911d91e2da0c2d64989d374d4dc25ac98eb1f3cfecd3e0fecdedfad6428dc38",
        "c2d5a70694a8d840257434097fd0e2f6bc081dcce6e49bac0f16a420b192fa19",
        "9c0f806d382bade1dfb813ce2eea571010ff0b345732864cbd430cb448693932",
        "c13eee3c76ff9e13a7c6a365965e4824ef6d01ee2775b5bacf4994ce1cfe542d",
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_what_is_written_is_read_as_it_was(seed: int) -> None:
    case = read_case(random_case(Random(seed), parties=9, offers=3, room=9, quotas=3))
    assert read_terms_file(terms_as_data(case.terms)) == case.terms
    assert read_parties([party_as_data(party) for party in case.parties], case.terms) == case.parties


def test_the_list_is_published_by_number_not_by_arrival() -> None:
    parties = [Party(number, place, 1, ("A",)) for place, number in enumerate(["7", "10", "2"], 1)]
    assert [number for number, _ in lots.sealed_lines(parties, "22" * 32)] == ["10", "2", "7"]
    assert lots.sealed_lines(parties, "22" * 32) != lots.sealed_lines(parties, "23" * 32)


def test_who_tends_to_lose() -> None:
    """One place for two: a family of three that never fits, and a single who always does."""
    terms = Terms(Method.LOTTERY, (Offer("A", 2),))
    parties = [Party("1", 1, 3, ("A",), frozenset({"家族"})), Party("2", 2, 1, ("A",))]
    found = {(row.kind, row.value): (row.parties, row.share) for row in tendency(terms, parties, 20)}
    assert found == {
        ("all", ""): (2, 0.5), ("group", "家族"): (1, 1.0), ("size", "3"): (1, 1.0), ("size", "1"): (1, 0.0),
        ("first_wish", "A"): (2, 0.5),
    }  # fmt: skip


def test_the_dry_run_shows_what_chance_alone_would_do() -> None:
    terms = Terms(Method.LOTTERY, (Offer("A", 5),))
    parties = [Party(str(number), number, 1, ("A",)) for number in range(20)]
    assert tendency(terms, parties, 100)[0].share == 0.75
