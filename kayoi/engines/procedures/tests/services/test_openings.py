"""What the public sees as open follows each procedure, and is gone at once."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kayoi.engines.openings.models import Opening
from kayoi.engines.openings.selectors import open_now
from kayoi.engines.procedures import services
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.selectors.checks import openings_unlike_procedures
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import JST
from tests.cast import Member

pytestmark = pytest.mark.usefixtures("in_ina")
AT = datetime(2026, 11, 20, 10, tzinfo=JST)
TODAY = AT.date()


def midnight(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=JST)


def change(procedure: Procedure, by: Member, *, at: datetime = AT, **changes: Any) -> None:
    services.change_procedure(procedure=procedure, changes=changes, version=procedure.version, by=by.actor, at=at)


def titles(at: datetime) -> list[str]:
    return [row.title for row in open_now(at=at)]


def sound(on: date = TODAY) -> bool:
    return openings_unlike_procedures(on=on) == 0


def test_what_is_published_is_open_and_follows_its_words(officer: Member, head: Member, ina: Organization) -> None:
    procedure = make_procedure(at=AT, with_rules=False, summary="補助します。")
    opening = Opening.objects.get()
    assert (opening.reference, opening.title, opening.summary) == ("settling", "定住補助金", "補助します。")
    assert (opening.place_code, opening.path) == (ina.place_code, "apply/settling/")
    assert (opening.published_from, opening.published_until) == (AT, None)
    change(procedure, officer, title="わが町の補助金", closes_before=date(2026, 12, 1), at=AT + timedelta(hours=1))
    assert titles(AT) == ["わが町の補助金"], "since it was published, not since it was changed"
    assert titles(midnight(2026, 12, 1)) == []
    assert sound()
    entries = Entry.objects.filter(action="openings.publish").count()
    change(procedure, officer, days_needed=40)
    assert Entry.objects.filter(action="openings.publish").count() == entries, "the public is told nothing new"
    Procedure.objects.update(title="だれも伝えていない名称")
    assert not sound()


def test_a_draft_a_pause_and_an_end_are_not_open(officer: Member, head: Member) -> None:
    services.open_procedure(fields={"key": "draft", "kind": "grant", "title": "準備中"}, by=officer.actor, at=AT)
    procedure = make_procedure(at=AT, with_rules=False)
    assert titles(AT) == ["定住補助金"]
    services.pause_procedure(procedure=procedure, why="予算", by=head.actor, at=AT)
    assert (titles(AT), sound()) == ([], True)
    change(procedure, officer, title="休みのあいだに変える")
    assert titles(AT) == []
    services.publish_procedure(procedure=procedure, by=head.actor, at=AT)
    assert (titles(AT), sound()) == (["休みのあいだに変える"], True)
    services.end_procedure(procedure=procedure, why="終了", by=head.actor, at=AT)
    assert (titles(AT), sound()) == ([], True)
    Opening.objects.update(withdrawn_at=None)
    assert not sound()


def test_the_period_is_that_of_the_procedure(officer: Member) -> None:
    procedure = make_procedure(at=AT, with_rules=False, opens_on=date(2026, 12, 1), closes_before=date(2027, 2, 1))
    assert titles(midnight(2026, 12, 1) - timedelta(seconds=1)) == []
    assert titles(midnight(2026, 12, 1)) == ["定住補助金"]
    assert titles(midnight(2027, 2, 1)) == []
    assert sound()
    change(procedure, officer, opens_on=None)
    assert titles(AT) == ["定住補助金"]
    change(procedure, officer, closes_before=date(2026, 11, 20))
    assert (titles(AT), sound()) == ([], True)
    assert sound(date(2030, 1, 1)), "what is over by its own day is sound"


def test_a_season_comes_again(officer: Member) -> None:
    make_procedure(at=AT, with_rules=False, first_month=11, last_month=3)
    assert titles(AT) == ["定住補助金"]
    april = midnight(2027, 4, 1) + timedelta(minutes=5)
    assert titles(april) == []
    assert not sound(april.date()), "nobody has said when the next season is"
    services.renew_seasons(by=system("tests"), at=april)
    assert sound(april.date())
    assert (titles(april), titles(midnight(2027, 11, 1))) == ([], ["定住補助金"])
