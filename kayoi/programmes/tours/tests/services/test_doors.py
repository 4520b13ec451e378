"""Openings of tours say when there is room and for how many; doors of other towns have a day and room."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.openings.models import FreePeriod
from kayoi.engines.openings.services import OpeningFields, publish_opening
from kayoi.engines.openings.states import OpeningKind
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.programmes.tours import services
from kayoi.programmes.tours.models import NextStep, Party, Tour
from kayoi.programmes.tours.selectors.openings import openings_unlike_tours
from kayoi.programmes.tours.services.openings import renew_opening
from kayoi.programmes.tours.tests.factories import a_date, a_tour
from kayoi.programmes.tours.tests.giving import a_given_tour, applied, teller
from tests.cast import Member, make_member

pytestmark = pytest.mark.django_db

JUNE, JULY = date(2027, 6, 12), date(2027, 7, 10)


@pytest.fixture
def joint(sado: Organization, at: datetime) -> Iterator[Tour]:
    """Sado takes applications, first come, for a date there and one in 粟島浦村."""
    with scope.of_organization(sado.pk):
        head = make_member(sado, "section_head", "佐渡の係長")
        tour = a_tour(at=at, name="島めぐり", key="islands", place_code="152242")
        a_date(tour, at=at, starts_on=JUNE, capacity=4)
        a_date(tour, at=at, starts_on=JULY, capacity=2, place_code="155861")
        services.publish_terms(tour=tour, by=head.actor, at=at)
        tour.refresh_from_db()
        yield tour


def shown(tour: Tour) -> list[tuple[date, date, int, str]]:
    assert openings_unlike_tours() == 0
    rows = FreePeriod.objects.filter(opening__reference=str(tour.pk)).order_by("starts_on")
    return list(rows.values_list("starts_on", "ends_before", "persons", "place_code"))


def test_an_opening_says_when_there_is_room_for_how_many(sado: Organization, joint: Tour, at: datetime) -> None:
    june, july = (JUNE, date(2027, 6, 15), 4, "152242"), (JULY, date(2027, 7, 13), 2, "155861")
    assert shown(joint) == [june, july]
    party = applied(sado, joint, 3, at=at)
    assert shown(joint) == [(*june[:2], 1, june[3]), july]
    services.decline(teller=teller(sado), party=party, why="都合", by=VISITOR, at=at)
    assert shown(joint) == [june, july]
    services.add_places(
        teller=teller(sado), date=joint.dates.get(starts_on=JULY), persons=3, key="more", by=VISITOR, at=at
    )
    assert shown(joint) == [june, (*july[:2], 5, july[3])]
    FreePeriod.objects.filter(starts_on=JUNE).update(persons=9)
    assert openings_unlike_tours() == 1
    services.dates.close_date(
        date=joint.dates.get(starts_on=JULY), by=make_member(sado, "section_head", "係長").actor, at=at
    )
    assert shown(joint) == [june]


def refused(
    town: Organization, persons: int, *, by: Member, at: datetime, language: str = "ja"
) -> list[NextStep]:  # fmt: skip
    party = refused_party(town, persons, by=by, at=at, language=language)
    return list(NextStep.objects.filter(party=party, kind="town"))


def refused_party(town: Organization, persons: int, *, by: Member, at: datetime, language: str = "ja") -> Party:
    tour = a_given_tour(at=at, by=by.actor, capacity=8)
    party = applied(town, tour, persons, at=at)
    Party.objects.filter(pk=party.pk).update(status="reserve", date=None)
    CaseFile.objects.filter(pk=party.case_file_id).update(language=language)
    services.refuse(teller=teller(town), party=party, why="条件に合わない", by=by.actor, at=at)
    return party


def test_a_tour_of_another_town_is_a_door_for_whom_it_has_room(
    ina: Organization, sado: Organization, joint: Tour, head: Member, at: datetime
) -> None:
    with scope.of_organization(ina.pk):
        [step] = refused(ina, 2, by=head, at=at)
        assert step.path == "/sado/tours/islands/"
        assert step.title == "佐渡市 島めぐり(令和9年6月12日(土)から6月14日(月)まで(2泊3日))"
        assert len(refused(ina, 4, by=head, at=at)) == 1
        [step] = refused(ina, 1, by=head, at=at, language="en")
        assert step.title == "Sado City: 島めぐり (Sat 12 Jun 2027 – Mon 14 Jun 2027 (2 nights))"
        assert refused(ina, 5, by=head, at=at) == []
    applied(sado, joint, 3, at=at)
    with scope.of_organization(ina.pk):
        [step] = refused(ina, 2, by=head, at=at)
        assert "7月10日" in step.title  # June has room for one only
        assert refused(ina, 3, by=head, at=at) == []


def test_another_date_of_the_same_tour_is_a_door(sado: Organization, joint: Tour, at: datetime) -> None:
    applied(sado, joint, 4, at=at)
    waiting = applied(sado, joint, 2, at=at)
    assert waiting.status == "reserve"
    [step] = NextStep.objects.filter(party=waiting)
    assert (step.kind, step.path) == ("date", "/sado/tours/islands/")
    assert "7月10日" in step.title
    assert not NextStep.objects.filter(party=applied(sado, joint, 3, at=at)).exists()


def test_a_helper_task_is_a_door_on_its_day(ina: Organization, head: Member, at: datetime) -> None:
    """The nearest to what was wished for (January) comes first."""
    with scope.of_organization(ina.pk):
        for month in (12, 2):
            begins = datetime.combine(date(2026 if month == 12 else 2027, month, 5), at.timetz())
            fields: OpeningFields = {"title": f"{month}月の草刈り", "path": f"a/{month}/", "published_until": begins}
            publish_opening(kind=OpeningKind.ACTIVITY, reference=str(month), fields=fields, by=VISITOR, at=at)
        steps = list(NextStep.objects.filter(party=refused_party(ina, 2, by=head, at=at)))
    assert [step.title for step in steps] == ["2月の草刈り(令和9年2月5日(金))", "12月の草刈り(令和8年12月5日(土))"]
    assert {step.kind for step in steps} == {"help"}


def test_what_is_taken_off_the_pages_shows_no_days(joint: Tour, at: datetime) -> None:
    Tour.objects.update(openly_called=False)
    renew_opening(tour=joint, by=VISITOR, at=at)
    assert shown(joint) == []
