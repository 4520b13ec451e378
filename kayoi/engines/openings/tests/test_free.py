"""What is free near a day, in all towns; what is withdrawn is free no more."""

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from kayoi.engines.openings import services
from kayoi.engines.openings.models import FreePeriod, Opening
from kayoi.engines.openings.rules import Free, arrival_within
from kayoi.engines.openings.selectors import free_near
from kayoi.engines.openings.states import OpeningKind
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system

BY = system("test")


def table(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / "cases" / f"{name}.csv").open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("row", table("arrival_within"))
def test_arrival_within(row: dict[str, str]) -> None:
    found = arrival_within(
        day(row["starts_on"]), day(row["ends_before"]), wanted=day(row["wanted"]), nights=int(row["nights"])
    )
    assert found == (day(row["arrives_on"]) if row["arrives_on"] else None)


def publish(town: Organization, reference: str, *periods: tuple[str, str, int], at: datetime) -> Opening:
    with scope.of_organization(town.pk):
        opening = services.publish_opening(
            kind=OpeningKind.STAY, reference=reference, fields={"title": reference, "path": "/"}, by=BY, at=at
        )
        show(town, opening, *periods, at=at)
    return opening


def show(town: Organization, opening: Opening, *periods: tuple[str, str, int], at: datetime) -> None:
    read = [Free(day(first), day(last), persons) for first, last, persons in periods]
    with scope.of_organization(town.pk):
        services.show_free_periods(opening=opening.pk, periods=read, by=BY, at=at)


def near(at: datetime, **wanted: Any) -> list[tuple[str, int]]:
    asked: Any = {"nights": 3, "persons": 2, "reach_days": 30, "kind": OpeningKind.STAY} | wanted
    with scope.of_public():
        return [(one.opening.title, one.shift_days) for one in free_near(arrives_on=day("2026-12-10"), at=at, **asked)]


def test_the_nearest_of_all_towns_comes_first(ina: Organization, sado: Organization, at: datetime) -> None:
    house = publish(ina, "高遠", ("2026-12-01", "2026-12-12", 4), ("2026-12-20", "2026-12-30", 4), at=at)
    publish(sado, "両津", ("2026-12-14", "2027-01-10", 2), ("2026-12-01", "2026-12-03", 2), at=at)
    assert near(at) == [("高遠", -1), ("両津", 4)]
    assert near(at, nights=11) == [("両津", 4), ("高遠", -9)]
    assert near(at, persons=3) == [("高遠", -1)]
    assert near(at, reach_days=0) == []
    assert near(at, most=1) == [("高遠", -1)]
    assert near(at, kind=OpeningKind.TOUR) == []
    show(ina, house, ("2026-12-20", "2026-12-30", 4), at=at)
    assert near(at) == [("両津", 4), ("高遠", 10)]
    with scope.of_organization(ina.pk):
        services.withdraw_opening(kind=OpeningKind.STAY, reference="高遠", by=BY, at=at)
    assert near(at) == [("両津", 4)]
    show(ina, house, ("2026-12-10", "2026-12-30", 4), at=at)
    assert near(at) == [("両津", 4)]


def test_what_does_not_differ_is_not_written_again(ina: Organization, at: datetime) -> None:
    house = publish(ina, "高遠", ("2026-12-01", "2026-12-12", 4), ("2026-12-20", "2026-12-30", 4), at=at)
    with scope.of_organization(ina.pk):
        before = set(FreePeriod.objects.values_list("pk", flat=True))
    show(ina, house, ("2026-12-01", "2026-12-12", 4), ("2026-12-22", "2026-12-30", 4), at=at)
    with scope.of_organization(ina.pk):
        assert len(before & set(FreePeriod.objects.values_list("pk", flat=True))) == 1
        assert FreePeriod.objects.count() == 2
