"""A visit that was written down wrongly: corrected or withdrawn with a reason, and the figures follow."""

from datetime import datetime

import pytest

from kayoi.engines.casefiles.models import Engagement
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.fairs import selectors, services
from kayoi.programmes.fairs.models import Visit
from kayoi.programmes.fairs.selectors import checks
from kayoi.programmes.fairs.states import EventKind
from kayoi.programmes.fairs.tests.factories import make_event, make_visit

pytestmark = pytest.mark.django_db
BY = system("test")


def correct(visit: Visit, at: datetime, *, version: int = 1, **fields: object) -> None:
    names = ("persons", "prefecture", "household_type", "age_band", "interests", "remark")
    values = {name: getattr(visit, name) for name in names} | fields
    services.correct_visit(visit=visit, fields=values, version=version, why="打ち間違い", by=BY, at=at)  # type: ignore[arg-type]


def told() -> list[tuple[str, int]]:
    rows = Engagement.objects.filter(cause="fairs.Visit").order_by("pk")
    return [(row.kind_id, int(row.quantity)) for row in rows]


def test_corrected_persons_are_taken_back_and_counted_anew(in_ina: Organization, at: datetime) -> None:
    event = make_event(by=BY, at=at)
    visit = make_visit(event, by=BY, at=at, persons=20)
    correct(visit, at, persons=2, age_band="30s")
    assert selectors.counted([event.pk])[event.pk] == selectors.Counted(groups=1, persons=2)
    assert told() == [("fair_visit", 20), ("fair_visit_withdrawn", 20), ("fair_visit", 2)]
    assert len({row.occurred_at for row in Engagement.objects.filter(cause="fairs.Visit")}) == 1
    assert checks.visits_unlike_engagements() == 0
    entry = Entry.objects.get(action="fairs.visit.change")
    assert (entry.why, (entry.before or {})["persons"], (entry.after or {})["persons"]) == ("打ち間違い", 20, 2)


def test_what_is_not_counted_in_engagements_is_only_changed(in_ina: Organization, at: datetime) -> None:
    event = make_event(by=BY, at=at)
    named, nameless = make_visit(event, by=BY, at=at), make_visit(event, by=BY, at=at, fields=None)
    correct(named, at, prefecture="130001")
    correct(nameless, at, persons=5, remark="雪が心配")
    assert told() == [("fair_visit", 2)]
    assert (named.prefecture, nameless.remark) == ("130001", "雪が心配")
    assert selectors.counted([event.pk])[event.pk].persons == 7


def test_a_withdrawn_visit_is_no_longer_counted(in_ina: Organization, at: datetime) -> None:
    event = make_event(by=BY, at=at, kind=EventKind.SEMINAR)
    visit = make_visit(event, by=BY, at=at)
    fields = {"title": "x", "kind": "fair", "starts_on": event.starts_on, "ends_before": event.ends_before}
    services.change_event(event=event, fields=fields, version=1, by=BY, at=at)  # type: ignore[arg-type]
    services.withdraw_visit(visit=visit, version=1, why="二度打ち込んだ", by=BY, at=at)
    assert selectors.counted([event.pk]) == {}
    assert [row.groups for row in selectors.counts_of_fiscal_year(2026)] == [0, 0, 0]
    assert list(selectors.visits_behind(event=event)) == []
    assert list(selectors.visits_withdrawn(event)) == [visit]
    assert told() == [("seminar", 2), ("seminar_withdrawn", 2)], "as it was counted, though the event is a fair now"
    assert checks.visits_unlike_engagements() == 0
    assert Entry.objects.get(action="fairs.withdraw_visit").why == "二度打ち込んだ"


def test_a_colleague_who_was_faster_is_not_overwritten(in_ina: Organization, at: datetime) -> None:
    visit = make_visit(make_event(by=BY, at=at), by=BY, at=at)
    correct(visit, at, persons=3)
    with pytest.raises(ChangedMeanwhile):
        correct(visit, at, persons=4)
    with pytest.raises(ChangedMeanwhile):
        services.withdraw_visit(visit=visit, version=1, why="x", by=BY, at=at)
    services.withdraw_visit(visit=visit, version=2, why="x", by=BY, at=at)
    with pytest.raises(ChangedMeanwhile):
        correct(visit, at, version=3, persons=4)
    assert told()[-1] == ("fair_visit_withdrawn", 3)
