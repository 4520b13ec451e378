"""Pages of the process through the browser's door."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.procedures.models import Application, Paper
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.tokens import token_hash
from kayoi.programmes.homes.models import Assignment, Broker, Check, Home, Party, Survey
from kayoi.programmes.homes.states import AssignmentStatus, CheckKind, HomeStatus, PartyRole
from kayoi.programmes.homes.tests.factories import make_broker, make_published, make_registered, make_surveyed
from kayoi.programmes.homes.tests.houses import make_home
from kayoi.programmes.homes.tests.offers import make_offer
from tests.cast import Member, enter

Make = Callable[[], Home]


@pytest.fixture
def desk(officer: Member) -> Client:
    return enter(officer.user)


def made(ina: Organization, make: Make) -> Home:
    with scope.of_organization(ina.pk):
        return make()


def fresh(ina: Organization, home: Home) -> Home:
    with scope.of_organization(ina.pk):
        home.refresh_from_db()
    return home


def test_register_is_filtered_and_counted(ina: Organization, officer: Member, desk: Client, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        shop = make_home(by=officer.actor, at=at, kind="shop", quarter="荒井", title="角の店")
        for number in range(55):
            make_home(by=officer.actor, at=at, title=f"家 {number}", status=HomeStatus.SUBMITTED)
        late = make_home(by=officer.actor, at=at, title="遅れた家")
        FollowUp.objects.create(title="x", due_on="2020-01-01", cause="homes.Home", reference=str(late.pk), made_at=at)
    text = desk.get("/ina/staff/homes/").content.decode()
    assert '57<span class="unit">件' in text
    assert "申込み 55" in text
    assert "家 0<" not in text  # on the second page
    assert "家 0<" in desk.get("/ina/staff/homes/?page=2").content.decode()
    for query in ("kind=shop", "quarter=荒井", "status=found&kind=shop", "q=角の", f"q={shop.number}", "q=荒井"):
        found = desk.get(f"/ina/staff/homes/?{query}").content.decode()
        assert "角の店" in found, query
        assert '1<span class="unit">件' in found, query
    assert "遅れた家" in desk.get("/ina/staff/homes/?late=1").content.decode()
    assert "条件に合う空き家はありません" in desk.get("/ina/staff/homes/?q=ない").content.decode()
    assert desk.get("/ina/staff/homes/?status=nonsense&broker=x").status_code == 200


def test_overview_says_what_is_next_and_offers_what_the_rules_allow(
    ina: Organization, officer: Member, desk: Client, at: datetime
) -> None:
    home = made(ina, lambda: make_surveyed(make_file(name="春日 ハル"), by=officer.actor, at=at))
    text = desk.get(f"/ina/staff/homes/{home.pk}/").content.decode()
    assert "登録を決定する" in text
    assert "登録を決定する(できない理由を見る)" not in text
    assert "1人のうち1人" in text
    assert "登録の可否を決める" in text
    assert "春日" not in text
    with scope.of_organization(ina.pk):
        Party.objects.create(home=home, case_file=make_file(), role=PartyRole.CO_OWNER, added_at=at)
    text = desk.get(f"/ina/staff/homes/{home.pk}/").content.decode()
    assert "登録を決定する(できない理由を見る)" in text
    assert "権利者全員の同意を得る" in text


def test_step_page_shows_reasons_and_refuses(ina: Organization, officer: Member, desk: Client, at: datetime) -> None:
    home = made(ina, lambda: make_home(by=officer.actor, at=at, status=HomeStatus.SURVEYED))
    path = f"/ina/staff/homes/{home.pk}/steps/register/"
    page = desk.get(path).content.decode()
    assert "現地調査の記録がありません" in page
    refused = desk.post(path, {"why": ""})
    assert refused.status_code == 422
    assert fresh(ina, home).status == HomeStatus.SURVEYED
    assert desk.get(f"/ina/staff/homes/{home.pk}/steps/explode/").status_code == 404


def test_papers_that_are_not_in_order_stand_in_the_way(
    ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    def applied() -> Home:
        home = make_surveyed(make_file(), by=officer.actor, at=at)
        home.application = make_offer(ina, at=at).application
        home.save(update_fields=["application"])
        return home

    home, browser = made(ina, applied), enter(head.user)
    overview = browser.get(f"/ina/staff/homes/{home.pk}/").content.decode()
    assert "登録申込みの書類を確かめる" in overview
    assert f"/ina/staff/homes/applications/{home.application_id}/" in overview
    path = f"/ina/staff/homes/{home.pk}/steps/register/"
    said = "「申し込む人の本人確認書類の写し」の確認が済んでいません。"
    assert said in browser.get(path).content.decode()
    refused = browser.post(path, {"why": ""})
    assert refused.status_code == 422
    assert said in refused.content.decode()
    with scope.of_organization(ina.pk):
        Paper.objects.update(status="accepted")
    assert browser.post(path, {"why": ""}).status_code == 302
    with scope.of_organization(ina.pk):
        assert Application.objects.get().status == "approved"


def test_from_the_decision_to_the_public_and_off_again(
    ina: Organization, officer: Member, desk: Client, at: datetime
) -> None:
    home = made(ina, lambda: make_surveyed(make_file(), by=officer.actor, at=at))
    base = f"/ina/staff/homes/{home.pk}/steps"
    for action, status in (("register", HomeStatus.REGISTERED), ("publish", HomeStatus.PUBLISHED)):
        assert desk.post(f"{base}/{action}/", {"why": ""})["Location"] == f"/ina/staff/homes/{home.pk}/"
        assert fresh(ina, home).status == status
    without = desk.post(f"{base}/suspend/", {"why": ""})
    assert without.status_code == 422
    assert "理由を書いてください" in without.content.decode()
    desk.post(f"{base}/suspend/", {"why": "雨漏り"})
    assert fresh(ina, home).status == HomeStatus.SUSPENDED


def test_check_asks_for_ground_and_day(ina: Organization, officer: Member, desk: Client, at: datetime) -> None:
    home = made(ina, lambda: make_home(by=officer.actor, at=at, status=HomeStatus.SUBMITTED))
    desk.post(f"/ina/staff/homes/{home.pk}/steps/check/", {"why": ""})
    with scope.of_organization(ina.pk):
        check = Check.objects.get(home=home, kind=CheckKind.ANTISOCIAL)
        tax = Check.objects.get(home=home, kind=CheckKind.TAX)
    path = f"/ina/staff/home-checks/{check.pk}/"
    wrong = desk.post(path, {"result": "passed"})
    assert wrong.status_code == 422
    assert "何で確かめたか" in wrong.content.decode()
    found = {"result": "passed", "ground": "警察署の回答", "checked_on": "2026-11-20"}
    assert desk.post(path, found)["Location"] == f"/ina/staff/homes/{home.pk}/checks/"
    assert "警察署の回答" in desk.get(f"/ina/staff/homes/{home.pk}/checks/").content.decode()
    refused = desk.post(f"/ina/staff/home-checks/{tax.pk}/", found)
    assert "納付状況の確認に、所有者の同意がまだありません" in refused.content.decode()


def test_survey_is_planned_with_staff_or_a_broker(
    ina: Organization, officer: Member, desk: Client, at: datetime
) -> None:
    home = made(ina, lambda: make_home(by=officer.actor, at=at, status=HomeStatus.CHECKING))
    with scope.of_organization(ina.pk):
        broker = make_broker(by=officer.actor, at=at)
    path = f"/ina/staff/homes/{home.pk}/plan-survey/"
    asked = {"planned_at": "2026-12-01T10:00", "by_whom": "broker"}
    assert "調べる業者を選んでください" in desk.post(path, asked).content.decode()
    assert desk.post(path, asked | {"broker": broker.pk}).status_code == 302
    with scope.of_organization(ina.pk):
        assert Survey.objects.get().broker_id == broker.pk
    assert "12月1日" in desk.get(f"/ina/staff/homes/{home.pk}/").content.decode()


FIELDS = {
    "name": "新しい不動産", "licence": "長野県知事(1)第1号", "licence_until": "2030-01-31", "association": "全日",
    "phone": "0265-11-1111", "email": "b@example.jp", "office": "伊那市", "has_local_office": "on", "is_clean": "on",
    "agreed_on": "2026-11-01", "takes_turns": "on", "version": "1",
}  # fmt: skip


def test_broker_is_taken_in_admitted_and_suspended(ina: Organization, desk: Client) -> None:
    location = desk.post("/ina/staff/brokers/new/", FIELDS)["Location"]
    assert "すでに登録されています" in desk.post("/ina/staff/brokers/new/", FIELDS).content.decode()
    assert "市町村税の滞納がないこと" in desk.get(location).content.decode()
    refused = desk.post(f"{location}steps/admit/", {"why": ""})
    assert refused.status_code == 422
    assert desk.post(location, FIELDS | {"pays_tax": "on"}).status_code == 302
    desk.post(f"{location}steps/admit/", {"why": ""})
    desk.post(f"{location}steps/suspend/", {"why": "業務停止"})
    with scope.of_organization(ina.pk):
        assert (Broker.objects.get().status, Broker.objects.get().why) == ("suspended", "業務停止")
    assert "新しい不動産" in desk.get("/ina/staff/brokers/").content.decode()
    assert desk.get(f"{location}steps/promote/").status_code == 404


def test_broker_is_asked_answers_by_link_and_is_ended(
    ina: Organization, officer: Member, desk: Client, at: datetime
) -> None:
    home = made(
        ina, lambda: make_registered(ina, make_file(name="春日 ハル"), by=officer.actor, at=at, address="7番地")
    )
    with scope.of_organization(ina.pk):
        make_broker(by=officer.actor, at=at)
    page = f"/ina/staff/homes/{home.pk}/broker/"
    assert "順番の次は" in desk.get(page).content.decode()
    assert desk.post(page, {"broker": ""})["Location"] == page
    with scope.of_organization(ina.pk):
        assignment = Assignment.objects.get()
        Assignment.objects.filter(pk=assignment.pk).update(token_hash=token_hash("geheim"))
    stranger = Client()
    text = stranger.get("/ina/homes/asked/geheim/").content.decode()
    assert home.number in text
    assert "春日" not in text
    assert "7番地" not in text
    assert stranger.post("/ina/homes/asked/geheim/", {"why": "x"}).status_code == 422
    answered = stranger.post("/ina/homes/asked/geheim/", {"answer": "yes"}, follow=True)
    assert "お返事をありがとうございます" in answered.content.decode()
    assert stranger.get("/ina/homes/asked/geheim/").status_code == 404
    assert desk.post(f"/ina/staff/assignments/{assignment.pk}/end/", {"why": "交代"})["Location"] == page
    with scope.of_organization(ina.pk):
        assert Assignment.objects.get().status == AssignmentStatus.ENDED


def test_answer_on_the_telephone(ina: Organization, officer: Member, desk: Client, at: datetime) -> None:
    home = made(ina, lambda: make_surveyed(make_file(), by=officer.actor, at=at))
    with scope.of_organization(ina.pk):
        broker = make_broker(by=officer.actor, at=at, email="")
    desk.post(f"/ina/staff/homes/{home.pk}/broker/", {"broker": broker.pk})
    with scope.of_organization(ina.pk):
        pk = Assignment.objects.get().pk
    desk.post(f"/ina/staff/assignments/{pk}/answer/", {"answer": "yes"})
    assert fresh(ina, home).status == HomeStatus.ASSIGNED
    assert desk.post(f"/ina/staff/assignments/{pk}/answer/", {"answer": "no"}).status_code == 422


def test_figures_open_their_houses(ina: Organization, officer: Member, desk: Client, at: datetime) -> None:
    home = made(ina, lambda: make_published(ina, make_file(), by=officer.actor, at=at))
    page = desk.get("/ina/staff/homes/figures/?year=2026").content.decode()
    assert "/ina/staff/homes/figures/registered/?year=2026&amp;month=2026-11" in page
    rows = desk.get("/ina/staff/homes/figures/registered/?year=2026&month=2026-11").content.decode()
    assert home.number in rows
    assert "この期間に数えられた空き家はありません" in desk.get("/ina/staff/homes/figures/contracted/").content.decode()
    assert desk.get("/ina/staff/homes/figures/prices/").status_code == 404
    for wrong in ("2026-99", "9999-12"):
        assert desk.get(f"/ina/staff/homes/figures/registered/?month={wrong}").status_code == 404


def test_overview_asks_the_same_number_of_questions_whatever_happened(
    ina: Organization, officer: Member, desk: Client, at: datetime
) -> None:
    home = made(ina, lambda: make_surveyed(make_file(), by=officer.actor, at=at))
    counts = []
    for _ in range(2):
        desk.get(f"/ina/staff/homes/{home.pk}/")
        with CaptureQueriesContext(connection) as captured:
            desk.get(f"/ina/staff/homes/{home.pk}/")
        counts.append(len(captured))
        with scope.of_organization(ina.pk):
            for _ in range(5):
                Party.objects.create(home=home, case_file=make_file(), role=PartyRole.CO_OWNER, added_at=at)
    assert counts[0] == counts[1]
