"""Whom a round finds by age, children, what they did and how often: a table that an official can read."""

import csv
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.identity.states import Relation
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import JST
from kayoi.programmes.rounds.rules import Criteria
from kayoi.programmes.rounds.selectors.finding import found_files

BY = system("test")
TODAY = date(2026, 11, 20)
with (Path(__file__).parent / "cases/finding.csv").open(encoding="utf-8") as opened:
    CASES = list(csv.DictReader(opened))


def criteria_of(text: str) -> Criteria:
    what, *values = text.split()
    if what == "age":
        return Criteria(age_bands=tuple(values))
    if what == "band":
        return Criteria(bands=tuple(values))
    if what == "did":
        return Criteria(did=(values[0],), did_within_months=int(values[1]) if len(values) > 1 else None)
    return Criteria(with_children=True)


def engage(file: CaseFile, text: str) -> None:
    for one in filter(None, text.split(";")):
        kind, day = one.split()
        moment = datetime.combine(date.fromisoformat(day), time(12), JST)
        casefiles.add_engagement(file=file, kind=kind, occurred_at=moment, by=BY, at=moment)


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["なぜ"])
def test_found(row: dict[str, str], in_ina: Organization, at: datetime) -> None:
    fields: dict[str, Any] = {"household_type": row["世帯の形"], "age_band": row["年代"]}
    born = row["生年月日"]
    file = make_file(birth_on=date.fromisoformat(born) if born else None, **fields)
    if child := row["世帯の子"]:
        on = None if child == "unknown" else date.fromisoformat(child)
        casefiles.add_household_member(
            file=file, fields={"relation": Relation.CHILD, "name": "子", "birth_on": on}, by=BY, at=at
        )
    engage(file, row["経過"])
    assert found_files(criteria_of(row["条件"]), on=TODAY).exists() is (row["見つかる"] == "有")


def test_conditions_are_joined(in_ina: Organization) -> None:
    both, one = make_file(household_type="family"), make_file(household_type="family")
    engage(both, "activity 2026-11-01")
    criteria = Criteria(with_children=True, did=("activity",), did_within_months=12)
    assert [file.pk for file in found_files(criteria, on=TODAY)] == [both.pk]
    casefiles.merge_case_files(source=both, target=one, by=BY, at=datetime.combine(TODAY, time(12), JST))
    assert [file.pk for file in found_files(criteria, on=TODAY)] == [one.pk]


def test_what_stands_in_a_file_merged_over_another_counts(in_ina: Organization, at: datetime) -> None:
    first, second, third = make_file(), make_file(), make_file()
    casefiles.add_engagement(file=first, kind="question", occurred_at=at, by=BY, at=at)
    for source, target in ((first, second), (second, third)):
        casefiles.merge_case_files(source=source, target=target, by=BY, at=at)
    found = found_files(Criteria(asked_within_months=12), on=TODAY)
    assert [file.pk for file in found] == [third.pk]


def test_another_town_finds_nobody_of_ours(ina: Organization, sado: Organization) -> None:
    with scope.of_organization(ina.pk):
        engage(make_file(household_type="family"), "activity 2026-11-01")
    with scope.of_organization(sado.pk):
        for criteria in (Criteria(with_children=True), Criteria(did=("activity",)), Criteria(bands=("first",))):
            assert not found_files(criteria, on=TODAY).exists()
