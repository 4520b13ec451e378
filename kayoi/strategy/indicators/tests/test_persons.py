"""One person in several towns: exact where everybody logs in, otherwise a range; small numbers hidden."""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.foundation.identity.models import Person
from kayoi.foundation.identity.services import share
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.states import Shared
from kayoi.kit.actor import system
from kayoi.strategy.indicators import selectors
from kayoi.strategy.indicators.rules.persons import PersonsOfTown, PersonsRange, persons_in_all
from tests.cast import make_person

BY = system("test")
with (Path(__file__).parent / "cases/persons_in_all.csv").open(encoding="utf-8") as opened:
    CASES = list(csv.DictReader(opened))


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["なぜ"])
def test_persons_in_all(row: dict[str, str]) -> None:
    pairs = zip(row["人数"].split("/"), row["分かる人"].split("/"), strict=True)
    towns = [PersonsOfTown(int(persons), int(linked)) for persons, linked in pairs]
    found = persons_in_all(towns, distinct_known=int(row["異なる人"]), doubtful=int(row["うち疑い"]))
    assert (found.low, found.high) == (int(row["少なくとも"]), int(row["多くとも"]))


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=8, unique_by=lambda one: one[0]), max_size=4
    )
)
def test_truth_lies_in_the_range(drawn: list[list[tuple[int, bool]]]) -> None:
    """Whoever is the same person in truth, the number of persons lies in the range that the towns' counts give."""
    towns = [PersonsOfTown(len(town), sum(linked for _, linked in town)) for town in drawn]
    log_ins = {person for town in drawn for person, linked in town if linked}
    truth = len({person for town in drawn for person, _ in town})
    found = persons_in_all(towns, distinct_known=len(log_ins))
    assert found.low <= truth <= found.high


def test_words() -> None:
    assert (PersonsRange(12, 12).words, PersonsRange(10, 1200).words) == ("12人", "10人から1,200人")
    assert (PersonsRange(4, 9).words, PersonsRange(0, 0).words) == ("秘匿", "0人")


def ask(at: datetime, person: Person | None = None, *, kana: str = "", agrees: bool = False) -> None:
    fields: casefiles.FileFields = {"name": "x", "kana": kana, "birth_on": date(1990, 5, 1) if kana else None}
    file = casefiles.open_case_file(fields=fields, person=person, by=BY, at=at)
    if agrees:
        casefiles.give_consent(
            file=file, purpose=ConsentPurpose.COMPARISON, channel=Channel.COUNTER, given_at=at, by=BY, at=at
        )
    casefiles.add_engagement(file=file, kind="question", occurred_at=at, by=BY, at=at)


def test_prefecture_counts_log_ins_once(
    ina: Organization, sado: Organization, nagano: Organization, at: datetime
) -> None:
    both = [make_person(f"p{number}@example.jp") for number in range(6)]
    for town, strangers in ((ina, 2), (sado, 0)):
        with scope.of_organization(town.pk):
            for person in both:
                ask(at, person)
            for _ in range(strangers):
                ask(at)
            share(giver=town, reader=nagano, what=Shared.FIGURES, starts_on=date(2026, 4, 1), by=BY, at=at)
    with scope.of_organization(nagano.pk):
        found = selectors.persons_of_givers(nagano, 2026, on=date(2026, 12, 1))
        assert selectors.persons_of_givers(nagano, 2025, on=date(2026, 12, 1)) == PersonsRange(0, 0)
    assert found == PersonsRange(8, 8)  # 6 log-ins in both, and two more in one town


@pytest.mark.parametrize(
    ("in_ina", "in_sado", "low", "high"),
    [
        ("yes yes yes yes yes", "yes yes yes yes yes", 5, 5),  # the same five, who agreed in both towns
        ("yes yes yes yes yes", "no no no no no", 5, 10),  # agreed in one town only
        ("yes yes yes yes yes", "YES YES YES YES YES", 5, 5),  # known by consent here, by log-in and consent there
        ("yes yes yes yes yes", "LOG LOG LOG LOG LOG", 5, 10),  # a log-in that did not agree may be any of them
        ("no yes yes yes yes", "no yes yes yes yes", 5, 6),
    ],
)
def test_who_agreed_to_be_compared_is_counted_once(
    ina: Organization, sado: Organization, nagano: Organization, at: datetime,
    in_ina: str, in_sado: str, low: int, high: int,
) -> None:  # fmt: skip
    log_ins = [make_person(f"p{number}@example.jp") for number in range(5)]
    for town, persons in ((ina, in_ina.split()), (sado, in_sado.split())):
        with scope.of_organization(town.pk):
            for number, known in enumerate(persons):
                log_in = log_ins[number] if known in {"YES", "LOG"} else None
                ask(at, log_in, kana="あいうえお"[number] * 4, agrees=known in {"yes", "YES"})
            share(giver=town, reader=nagano, what=Shared.FIGURES, starts_on=date(2026, 4, 1), by=BY, at=at)
    with scope.of_organization(nagano.pk):
        assert selectors.persons_of_givers(nagano, 2026, on=date(2026, 12, 1)) == PersonsRange(low, high)


def test_merged_files_are_one_person_in_the_roll_up(ina: Organization, nagano: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        files = [casefiles.open_case_file(fields={"name": f"x{number}"}, by=BY, at=at) for number in range(7)]
        for file in files:
            casefiles.add_engagement(file=file, kind="question", occurred_at=at, by=BY, at=at)
        casefiles.merge_case_files(source=files[0], target=files[1], by=BY, at=at)
        files[1].refresh_from_db()
        casefiles.merge_case_files(source=files[1], target=files[2], by=BY, at=at)
        share(giver=ina, reader=nagano, what=Shared.FIGURES, starts_on=date(2026, 4, 1), by=BY, at=at)
    with scope.of_organization(nagano.pk):
        assert selectors.persons_of_givers(nagano, 2026, on=date(2026, 12, 1)) == PersonsRange(5, 5)
