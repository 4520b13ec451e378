"""The page of the day: list, outbox, absent, over."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.questionnaires.tests.factories import make_open
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.tours.models import Attendance, Party, TourDate
from kayoi.programmes.tours.tests.factories import a_date, a_party
from tests.cast import LogIn, Member
from tests.clock import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def party(ina: Organization, head: Member) -> Party:
    with scope.of_organization(ina.pk):
        day = a_date(status="settled", starts_on=local_date(timezone.now()) - timedelta(days=2))
        hidden = make_file(name="隠れた人", kana="かくれたひと")
        casefiles.protect(file=hidden, starts_on=local_date(NOW), basis="申出", by=head.actor, at=NOW)
        a_party(day, status="placed", file=hidden)
        return a_party(day, status="placed", file=make_file(name="山田 花", kana="やまだ はな"), persons=2)


def test_the_outbox_sends_a_check_in_once(log_in: LogIn, ina: Organization, officer: Member, party: Party) -> None:
    client = log_in(officer.user)
    page = f"/ina/staff/tours/dates/{party.date_id}/check-in/"
    shown = client.get(page).content.decode()
    assert "山田 花" in shown
    assert "隠れた人" not in shown, "no name of people under protection measures"
    assert shown.index("山田 花") < shown.index("お名前は表示しません"), "its place would tell how the name begins"
    assert party.token_hash in shown
    assert client.get(f"{page}worker/")["Service-Worker-Allowed"] == page
    entry = {"party": party.pk, "persons": "1", "way": "qr", "client_key": str(uuid4()), "came_at": NOW.isoformat()}
    assert "token" in client.get(f"{page}send/").json()
    for _ in range(2):
        assert client.post(f"{page}send/", entry).json()["receipt"] == f"{party.number}(1人)"
    with scope.of_organization(ina.pk):
        [row] = Attendance.objects.all()
    assert (row.way, row.persons) == ("qr", 1)
    wrong = client.post(f"{page}send/", {**entry, "client_key": str(uuid4()), "party": "0"})
    assert wrong.status_code == 422
    assert client.post(f"/ina/staff/tours/attendances/{row.pk}/undo/", {"why": "誤り"}).status_code == 302
    assert client.post(page, {"party": party.pk, "persons": "9", "way": "list"}).status_code == 422
    assert client.post(page, {"party": party.pk, "way": "list"}).status_code == 302


def test_before_and_after_are_two_questionnaires(log_in: LogIn, ina: Organization, head: Member, party: Party) -> None:
    with scope.of_organization(ina.pk):
        key = make_open(anonymous=False, by=head.actor, at=NOW).questionnaire.key
    page, chief = f"/ina/staff/tours/{party.tour_id}/questionnaires/", log_in(head.user)
    refused = chief.post(page, {"before": key, "after": key})
    assert (refused.status_code, "前とは別のアンケート" in refused.content.decode()) == (422, True)
    assert chief.post(page, {"before": "", "after": key}).status_code == 302


def test_absent_and_over(log_in: LogIn, ina: Organization, officer: Member, party: Party, client: Client) -> None:
    client = log_in(officer.user)
    miss = f"/ina/staff/tours/parties/{party.pk}/miss/"
    seen = []
    for fields in ({}, {"undo": "1"}, {}):
        client.post(miss, fields)
        with scope.of_organization(ina.pk):
            seen.append(Party.objects.get(pk=party.pk).status)
    assert seen == ["absent", "placed", "absent"]
    assert "ツアーの当日" in client.get("/ina/staff/tours/days/").content.decode()
    page = f"/ina/staff/tours/dates/{party.date_id}/"
    assert client.post(f"{page}ask/", {"after": "1"}).status_code == 302
    assert "受付中のアンケートがありません" in client.get(f"{page}check-in/").content.decode()
    client.post(f"{page}hold/")
    with scope.of_organization(ina.pk):
        assert TourDate.objects.get().status == "held"
