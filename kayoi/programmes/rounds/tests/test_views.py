"""A round from the first click to the answer; links that answer nothing by being opened."""

from datetime import datetime

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.programmes.rounds.models import Asking, Round
from kayoi.programmes.rounds.tests.factories import make_asking
from tests.cast import LogIn, Member
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
BY = system("test")


def url(name: str, **names: object) -> str:
    return reverse(f"rounds:{name}", kwargs={"organization": "ina", **names})


@pytest.fixture
def token(ina: Organization, at: datetime) -> str:
    with scope.of_organization(ina.pk):
        return make_asking(file=make_file(email="hana@example.jp"), by=BY, at=at)[1]


def reply(ina: Organization) -> str:
    with scope.of_organization(ina.pk):
        return Asking.objects.get().reply


def test_opening_a_link_answers_nothing(ina: Organization, token: str) -> None:
    robot = Client()
    for page in ("answer", "unsubscribe"):
        assert robot.get(url(page, token=token), {"a": "moved"}).status_code == 200
        assert robot.head(url(page, token=token), {"a": "moved"}).status_code == 200
    assert reply(ina) == ""


def test_one_press_answers_without_a_log_in(ina: Organization, token: str) -> None:
    visitor = Client(enforce_csrf_checks=True)
    page = visitor.get(url("answer", token=token), {"a": "moved"})
    form = {"answer": "moved", "csrfmiddlewaretoken": page.context["csrf_token"]}
    done = visitor.post(url("answer", token=token), form, follow=True)
    assert "担当の職員が確かめます" in done.content.decode()
    assert reply(ina) == "moved"


def test_mail_program_unsubscribes_by_one_post(ina: Organization, token: str) -> None:
    program = Client(enforce_csrf_checks=True)
    answer = program.post(url("unsubscribe", token=token), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 302
    assert reply(ina) == "stop"


def test_unknown_answers_and_links_change_nothing(ina: Organization, sado: Organization, token: str) -> None:
    assert Client().post(url("answer", token=token), {"answer": "yes"}).status_code == 422
    assert Client().get(url("answer", token="1-1:forged")).status_code == 404
    other = reverse("rounds:answer", kwargs={"organization": "sado", "token": token})
    assert Client().post(other, {"answer": "stop"}).status_code == 404
    assert reply(ina) == ""


def test_from_rule_to_answer(ina: Organization, officer: Member, log_in: LogIn) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        agreed, silent = make_file(name="花", email="hana@example.jp"), make_file(name="健", email="ken@example.jp")
        casefiles.add_engagement(file=agreed, kind="question", occurred_at=now, by=BY, at=now)
        casefiles.add_engagement(file=silent, kind="question", occurred_at=now, by=BY, at=now)
        casefiles.give_consent(
            file=agreed, purpose=ConsentPurpose.NEWS, channel=Channel.PORTAL, given_at=now, by=BY, at=now
        )
    desk = log_in(officer.user)
    first = desk.get(url("new_round"), {"purpose": "news"})
    form = first.context["form"]
    values = {name: form.initial.get(name) for name in form.fields if form.initial.get(name) is not None}
    draft = desk.post(url("new_round"), values | {"title": "秋の声かけ"}, follow=True)
    text = strip_tags(draft.content.decode())
    assert "あてはまる2人のうち、1人に送ります。" in text
    assert "段階が移住済みではない" in text
    assert "花 さま" in text
    assert "お知らせの送付に同意していない人 1人" in text
    assert "hana@example.jp" not in text
    with scope.of_organization(ina.pk):
        row = Round.objects.get()
    desk.post(url("start_round", pk=row.pk))
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [["hana@example.jp"]]
    link = next(line.strip() for line in mail.outbox[0].body.splitlines() if "?a=moved" in line)
    path = "/" + link.split("/", 3)[3].partition("?")[0]
    Client().post(path, {"answer": "moved"})
    page = desk.get(url("people", pk=row.pk), {"show": "moved"}).content.decode()
    assert "花" in page
    assert "hana@example.jp" not in page
    with scope.of_organization(ina.pk):
        waiting = FollowUp.objects.open().get()
    assert (
        url("reply", pk=int(waiting.reference))
        in desk.get(reverse("workspace:inbox", kwargs={"organization": "ina"})).content.decode()
    )


def test_nothing_typed_is_lost(ina: Organization, officer: Member, log_in: LogIn) -> None:
    desk = log_in(officer.user)
    form = {"title": "秋", "purpose": "news", "subject": "その後", "body": "{{ address }} こんにちは"}
    answer = desk.post(url("new_round"), form)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "使えない差し込みがあります: address" in text
    assert "こんにちは" in text
