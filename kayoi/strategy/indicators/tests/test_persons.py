"""One person in several towns: exact where everybody logs in, otherwise a range; small numbers hidden."""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kayoi.engines.casefiles import services as casefiles
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
    pairs = zip(row["人数"].split("/"), row["ログインのある人"].split("/"), strict=True)
    towns = [PersonsOfTown(int(persons), int(linked)) for persons, linked in pairs]
    found = persons_in_all(towns, distinct_linked=int(row["異なるログイン"]))
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
    found = persons_in_all(towns, distinct_linked=len(log_ins))
    assert found.low <= truth <= found.high


def test_words() -> None:
    assert (PersonsRange(12, 12).words, PersonsRange(10, 1200).words) == ("12人", "10人から1,200人")
    assert (PersonsRange(4, 9).words, PersonsRange(0, 0).words) == ("秘匿", "0人")


def ask(town: Organization, at: datetime, person: Person | None = None) -> None:
    file = casefiles.open_case_file(fields={"name": "x"}, person=person, by=BY, at=at)
    casefiles.add_engagement(file=file, kind="question", occurred_at=at, by=BY, at=at)


def test_prefecture_counts_log_ins_once(
    ina: Organization, sado: Organization, nagano: Organization, at: datetime
) -> None:
    both = [make_person(f"p{number}@example.jp") for number in range(6)]
    for town, strangers in ((ina, 2), (sado, 0)):
        with scope.of_organization(town.pk):
            for person in both:
                ask(town, at, person)
            for _ in range(strangers):
                ask(town, at)
            share(giver=town, reader=nagano, what=Shared.FIGURES, starts_on=date(2026, 4, 1), by=BY, at=at)
    with scope.of_organization(nagano.pk):
        found = selectors.persons_of_givers(nagano, 2026, on=date(2026, 12, 1))
        assert selectors.persons_of_givers(nagano, 2025, on=date(2026, 12, 1)) == PersonsRange(0, 0)
    assert found == PersonsRange(8, 8)  # 6 log-ins in both, and two more in one town


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
