"""Groups at events: counted always, with a file only where a name and a consent were left, exactly once."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.engines.casefiles.selectors import case_file
from kayoi.engines.casefiles.states import Interest
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.programmes.fairs import selectors, services
from kayoi.programmes.fairs.models import BrochureRequest, Visit
from kayoi.programmes.fairs.selectors import checks
from kayoi.programmes.fairs.states import EventKind, Way
from kayoi.programmes.fairs.tests.factories import ADDRESS, FIELDS, make_brochure, make_event, make_visit

pytestmark = pytest.mark.django_db
BY = system("test")


def test_a_group_with_a_name_has_a_file(in_ina: Organization, at: datetime) -> None:
    event = make_event(by=BY, at=at)
    visit = make_visit(event, by=BY, at=at, persons=3, remark="冬を見たい", prefecture="130001", age_band="30s")
    file = visit.case_file
    assert file is not None
    assert (file.name, file.contact_basis, file.route, file.place_code) == ("山田 花", "given", "fair", "130001")
    assert [wish.interest for wish in file.wishes.all()] == ["housing"]
    assert [consent.purpose for consent in file.consents.all()] == ["consultation"]
    assert [note.text for note in file.notes.all()] == ["冬を見たい"]
    assert visit.remark == "", "what was said stands in the file, once"
    engagement = Engagement.objects.get(kind="fair_visit")
    assert (engagement.quantity, engagement.unit, engagement.reference) == (Decimal(3), "人", str(visit.pk))
    assert checks.visits_unlike_engagements() == 0


def test_a_group_without_a_name_is_counted(in_ina: Organization, at: datetime) -> None:
    event = make_event(by=BY, at=at, kind=EventKind.SEMINAR)
    visit = make_visit(event, by=BY, at=at, fields=None, remark="雪が心配", consents=frozenset())
    assert (visit.case_file, visit.remark, visit.interests) == (None, "雪が心配", ["housing"])
    assert CaseFile.objects.count() == Engagement.objects.count() == 0


def test_sent_twice_is_one(in_ina: Organization, at: datetime) -> None:
    event, key = make_event(by=BY, at=at), uuid4()
    first = make_visit(event, by=BY, at=at, client_key=key)
    again = make_visit(event, by=BY, at=at, client_key=key, persons=9)
    assert first == again
    assert (Visit.objects.count(), CaseFile.objects.count(), Engagement.objects.filter(kind="fair_visit").count()) == (
        1, 1, 1,
    )  # fmt: skip


def test_a_brochure_is_asked_for_with_the_visit(in_ina: Organization, at: datetime) -> None:
    event, brochure = make_event(by=BY, at=at), make_brochure(by=BY, at=at)
    visit = make_visit(event, by=BY, at=at, fields=FIELDS | ADDRESS, brochures=[brochure])
    assert BrochureRequest.objects.get().case_file_id == visit.case_file_id


def test_tallies_are_rows(in_ina: Organization, at: datetime) -> None:
    event, key = make_event(by=BY, at=at), uuid4()
    assert services.count_groups(event=event, groups=[2, 2, 1], visited_at=at, client_key=key, by=BY, at=at) == 3
    assert services.count_groups(event=event, groups=[2, 2, 1], visited_at=at, client_key=key, by=BY, at=at) == 0
    assert selectors.counted([event.pk])[event.pk] == selectors.Counted(groups=3, persons=5)
    assert services.take_back_tally(event=event, by=BY, at=at) == 1
    assert selectors.counted([event.pk])[event.pk] == selectors.Counted(groups=2, persons=4)


def test_only_tallies_are_taken_back(in_ina: Organization, at: datetime) -> None:
    event = make_event(by=BY, at=at)
    make_visit(event, by=BY, at=at)
    make_visit(event, by=BY, at=at, fields=None, way=Way.CARD)
    assert services.take_back_tally(event=event, by=BY, at=at) == 0
    assert Visit.objects.count() == 2


def test_figures_of_a_fiscal_year(in_ina: Organization, at: datetime) -> None:
    for on, kind, groups in (
        (date(2026, 3, 31), EventKind.FAIR, [9]),
        (date(2026, 4, 1), EventKind.FAIR, [1, 2]),
        (date(2027, 3, 31), EventKind.FAIR, [3]),
        (date(2027, 4, 1), EventKind.FAIR, [9]),
        (date(2026, 7, 1), EventKind.SEMINAR, []),
    ):
        event = make_event(by=BY, at=at, on=on, kind=kind)
        services.count_groups(event=event, groups=groups, visited_at=at, by=BY, at=at)
    counts = {row.kind: (row.events, row.groups, row.persons) for row in selectors.counts_of_fiscal_year(2026)}
    assert counts == {EventKind.FAIR: (2, 3, 6), EventKind.SEMINAR: (1, 0, 0), EventKind.GATHERING: (0, 0, 0)}
    assert selectors.visits_behind(year=2026, kind=EventKind.FAIR).count() == 3


def test_doubles_are_shown_and_decided(in_ina: Organization, at: datetime) -> None:
    before = make_visit(make_event(by=BY, at=at), by=BY, at=at).case_file
    event = make_event(by=BY, at=at, title="次のフェア")
    same = make_visit(event, by=BY, at=at + timedelta(minutes=1))
    likely = make_visit(event, by=BY, at=at, fields={"name": "山田 花"})
    make_visit(event, by=BY, at=at, fields={"name": "鈴木 健", "phone": "090-9999-0000"})
    assert before is not None
    found = selectors.doubles_at(event)
    assert (found[0].visit, found[0].other.file, found[0].other.is_same) == (same, before, True)
    assert {(one.visit, one.other.is_same) for one in found[1:]} == {(likely, False)}
    services.same_person(visit=same, other=before, by=BY, at=at)
    assert same.case_file_id is not None
    assert case_file(same.case_file_id) == before
    services.two_persons(visit=likely, other=before, by=BY, at=at)
    assert selectors.doubles_at(event) == []


def test_the_years_that_have_events(in_ina: Organization, at: datetime) -> None:
    make_event(by=BY, at=at, on=date(2024, 3, 31))
    assert selectors.fiscal_years(on=at.date()) == [2026, 2023]


def test_interests_stand_in_one_order(in_ina: Organization, at: datetime) -> None:
    visit = make_visit(make_event(by=BY, at=at), by=BY, at=at, interests=frozenset({Interest.WORK, Interest.HOUSING}))
    assert visit.interests == ["housing", "work"]
