"""Check-ins are counted once, and what was noted by mistake is taken back in figures too."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.engines.questionnaires.models import AnswerSheet
from kayoi.engines.questionnaires.tests.factories import make_open
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, system
from kayoi.kit.moves import UnableToMove
from kayoi.programmes.tours.models import Attendance, Party, Tour, TourDate
from kayoi.programmes.tours.selectors.asking import AFTER, BEFORE, about_of
from kayoi.programmes.tours.selectors.checks import attendances_unlike_engagements
from kayoi.programmes.tours.services import asking, attending
from kayoi.programmes.tours.states import ATTENDANCE, AttendanceWay
from kayoi.programmes.tours.tests.factories import a_date, a_party, a_tour
from tests.cast import Member
from tests.clock import NOW

pytestmark = pytest.mark.usefixtures("in_ina")
BY = system("test")
TODAY = date(2026, 11, 20)
LINK = "https://example.jp/ina/surveys/answers/CODE/"


def running(**fields: Any) -> TourDate:
    return a_date(status="settled", starts_on=TODAY - timedelta(days=2), **fields)


def take_in(party: Party, noted: attending.Came, *, by: Actor = BY) -> Attendance:
    assert party.date is not None
    return attending.take_in(date=party.date, came=noted, by=by, at=NOW)


def came(party: Party, **fields: Any) -> attending.Came:
    given: dict[str, Any] = {
        "key": uuid4(), "party": party.pk, "way": AttendanceWay.LIST, "came_at": NOW - timedelta(hours=5),
    } | fields  # fmt: skip
    return attending.Came(**given)


def counted() -> dict[str, int]:
    rows = Engagement.objects.filter(cause=ATTENDANCE)
    return {row.kind_id: int(row.quantity) for row in rows}


def status(party: Party) -> str:
    return str(Party.objects.get(pk=party.pk).status)


def test_what_is_sent_twice_counts_once(at: datetime) -> None:
    party = a_party(running(), status="placed", persons=4)
    noted = came(party, persons=3)
    first = take_in(party, noted)
    assert take_in(party, noted).pk == first.pk
    assert take_in(party, came(party)).pk == first.pk, "another device"
    assert (Attendance.objects.count(), status(party)) == (1, "attended")
    assert counted() == {"seminar": 3, "stay": 6}
    assert (first.came_at, first.received_at) == (NOW - timedelta(hours=5), at)


def test_a_day_trip_has_no_nights(at: datetime) -> None:
    day = running(ends_on=TODAY - timedelta(days=2))
    attending.take_in(date=day, came=came(a_party(day, status="placed")), by=BY, at=at)
    assert counted() == {"seminar": 1}


def test_somebody_without_a_place_here_is_not_checked_in(at: datetime) -> None:
    party, other = a_party(running(), status="placed"), running()
    with pytest.raises(attending.UnableToAttend) as refused:
        attending.take_in(date=other, came=came(party), by=BY, at=at)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["tours.not_on_this_date"]
    assert counted() == {}


def test_a_mistake_is_taken_back_with_its_figures(at: datetime, head: Member) -> None:
    party = a_party(running(), status="placed", persons=2)
    noted = came(party)
    row = take_in(party, noted, by=head.actor)
    with pytest.raises(attending.UnableToAttend):
        attending.take_back(attendance=row, why=" ", by=head.actor, at=at)
    attending.take_back(attendance=row, why="隣の人", by=head.actor, at=at)
    assert counted() == {"seminar": 2, "stay": 4, "seminar_withdrawn": 2, "stay_withdrawn": 4}
    assert status(party) == "placed"
    assert take_in(party, noted).taken_back_at, "a late copy changes nothing"
    take_in(party, came(party))
    assert status(party) == "attended"
    assert attendances_unlike_engagements() == 0
    Attendance.objects.filter(taken_back_at=None).update(persons=1)
    assert attendances_unlike_engagements() == 1


def test_at_the_end_the_others_are_absent_and_those_who_came_get_a_call(at: datetime, head: Member) -> None:
    day = running()
    here, away = a_party(day, status="placed", file=make_file(name="来た")), a_party(day, status="placed")
    attending.take_in(date=day, came=came(here), by=head.actor, at=at)
    assert attending.finish(date=day, by=head.actor, at=at) == 1
    assert (status(here), status(away)) == ("attended", "absent")
    assert [one.case_file_id for one in FollowUp.objects.filter(cause="tours.Party")] == [here.case_file_id]
    late = attending.take_in(date=day, came=came(away), by=head.actor, at=at)
    assert (late.party_id, status(away)) == (away.pk, "attended"), "a list kept without a network came in later"
    assert FollowUp.objects.filter(cause="tours.Party", case_file=away.case_file).exists()
    with pytest.raises(UnableToMove):
        attending.finish(date=day, by=head.actor, at=at)


def asked_after(day: TourDate, at: datetime, *, anonymous: bool = False) -> None:
    questionnaire = make_open(anonymous=anonymous, by=BY, at=at, key="tour-after-1").questionnaire
    Tour.objects.filter(pk=day.tour_id).update(after=questionnaire)
    day.tour.refresh_from_db()


def test_those_who_came_are_asked_once(ina: Organization, at: datetime, head: Member) -> None:
    day = running()
    assert asking.ask_all(organization=ina, date=day, which=AFTER, link=LINK, by=BY, at=at) is None
    asked_after(day, at)
    files = [make_file(name="一", email="a@example.jp"), make_file(name="二", email="")]
    parties = [a_party(day, status="attended", file=file) for file in files]
    a_party(day, status="absent", file=make_file(name="三", email="c@example.jp"))
    for mailed in (1, 0):
        told = asking.ask_all(organization=ina, date=day, which=AFTER, link=LINK, by=BY, at=at)
        assert told == asking.Asked(mailed, 1)
    [sheet] = AnswerSheet.objects.all()
    assert (sheet.case_file, sheet.about) == (files[0], about_of(day))
    [message] = Message.objects.filter(template="tours/mail/questions")
    assert "CODE" not in message.body
    party = Party.objects.select_related("tour__after", "tour__before", "date", "case_file").get(pk=parties[1].pk)
    assert asking.begin_sheet(party=party, which=BEFORE, by=BY, at=at) is None
    assert asking.begin_sheet(party=party, which=AFTER, by=BY, at=at)


def test_who_answers_without_a_name_is_asked_once_in_their_language(ina: Organization, at: datetime) -> None:
    day = running(tour=a_tour(name="冬の旅", name_en="Winter tour"))
    asked_after(day, at, anonymous=True)
    a_party(day, status="attended", file=make_file(name="", email="a@example.jp", language="en"))
    Organization.objects.filter(pk=ina.pk).update(name_en="Ina City")
    ina.refresh_from_db()
    for mailed in (1, 0):
        told = asking.ask_all(organization=ina, date=day, which=AFTER, link=LINK, by=BY, at=at)
        assert told == asking.Asked(mailed, 0)
    [message] = Message.objects.all()
    assert all(words in message.body for words in ("Dear Visitor", "Winter tour", "Ina City"))


def test_mail_to_somebody_under_protection_waits(ina: Organization, at: datetime, head: Member) -> None:
    day, file = running(), make_file(name="守", email="p@example.jp")
    asked_after(day, at)
    a_party(day, status="attended", file=file)
    casefiles.protect(file=file, starts_on=TODAY, basis="申出", by=head.actor, at=at)
    asking.ask_all(organization=ina, date=day, which=AFTER, link=LINK, by=head.actor, at=at)
    assert [message.status for message in Message.objects.filter(case_file=file)] == ["held"]
