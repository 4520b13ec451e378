"""Pages of duties after a grant: lists, proofs, breaches, lists of who moved away; for the grantee by the link."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kayoi.engines.casefiles.models import Protection
from kayoi.engines.procedures.services import new_link
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.schemes.models import Breach, Departure, DepartureList, Grant, Obligation, Proof
from kayoi.programmes.schemes.tests.obligations import make_obliged
from tests.cast import LogIn, Member, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]
LIST = "/ina/staff/obligations/"


@pytest.fixture
def grant(ina: Organization, officer: Member, head: Member) -> Grant:
    """Give back a grant whose first proof is overdue: applied for 400 days ago."""
    at = timezone.now() - timedelta(days=400)
    with scope.of_organization(ina.pk):
        return make_obliged(
            ina, make_procedure(at=at), by=officer.actor, head=head.actor, at=at, name="雪形 朔",
            birth_on="1988-12-01", terms={"duties": ["residence", "job"], "work_years": 1},
        )  # fmt: skip


def first(ina: Organization, kind: str = "residence") -> Any:
    with scope.of_organization(ina.pk):
        return Proof.objects.filter(obligation__kind=kind, year=1).select_related("obligation").earliest("due_on")


def test_overdue_on_the_list_proved_by_the_register_for_many_at_once(
    ina: Organization, grant: Grant, officer: Member, head: Member, log_in: LogIn
) -> None:
    desk, proof = log_in(officer.user), first(ina)
    shown = desk.get(f"{LIST}?view=overdue").content.decode()
    assert "期限超過(2)" in shown
    assert "雪形 朔" in shown
    assert f'value="{proof.pk}"' in shown
    assert f'value="{first(ina, "job").pk}"' not in shown  # the register knows no jobs
    with scope.of_organization(ina.pk):
        other = make_procedure(at=timezone.now(), key="other", title="別の補助金")
        make_obliged(ina, other, by=officer.actor, head=head.actor, at=timezone.now(), terms={}, name="畑中 灯")
    for wanted in ("procedure=other", f"year={grant.fiscal_year + 1}"):
        found = desk.get(f"{LIST}?view=overdue&{wanted}").content.decode()
        assert "雪形" not in found
        assert "期限超過(0)" in found
    assert "雪形" in desk.get(f"{LIST}?view=overdue&procedure=settling&year={grant.fiscal_year}").content.decode()
    today = f"{timezone.localdate():%Y-%m-%d}"
    assert desk.post(f"{LIST}register/", {"seen_on": today}).status_code == 302
    assert first(ina).status == "expected"
    both = [proof.pk, first(ina, "job").pk]
    answer = desk.post(f"{LIST}register/", {"seen_on": today, "pk": both}, follow=True)
    assert "1件の居住を、住民記録照会で確認済みにしました" in answer.content.decode()
    assert (first(ina).status, first(ina).means, first(ina, "job").status) == ("accepted", "register", "expected")
    page = desk.get(f"/ina/staff/grants/{grant.pk}/").content.decode()
    assert "5年目" in page
    assert "これから" in page


def test_names_of_protected_people_are_not_shown(
    ina: Organization, grant: Grant, officer: Member, log_in: LogIn
) -> None:
    with scope.of_organization(ina.pk):
        Protection.objects.create(case_file=grant.case_file, starts_on=date(2020, 4, 1), basis="支援措置")
    desk = log_in(officer.user)
    for page in (f"{LIST}?view=overdue", f"{LIST}proofs/{first(ina).pk}/"):
        shown = desk.get(page).content.decode()
        assert "支援措置の対象" in shown
        assert "雪形" not in shown


def test_a_proof_comes_on_paper_is_given_back_and_found_in_order(
    ina: Organization, grant: Grant, officer: Member, log_in: LogIn
) -> None:
    desk, job = log_in(officer.user), first(ina, "job")
    page = f"{LIST}proofs/{job.pk}/"
    received = {"action": "receive", "receive-channel": "letter", "receive-means": "employer"}
    assert desk.post(page, received).status_code == 302
    assert first(ina, "job").status == "received"
    assert "確認待ち(1)" in desk.get(LIST).content.decode()
    assert desk.post(page, {"action": "back", "back-why": "社印がない"}).status_code == 302
    assert (first(ina, "job").status, first(ina, "job").remark) == ("expected", "社印がない")
    early = f"{job.proves_on - timedelta(days=1):%Y-%m-%d}"
    accept = {"action": "accept", "accept-means": "employer", "accept-remark": ""}
    refused = desk.post(page, accept | {"accept-seen_on": early})
    assert refused.status_code == 422
    assert "より前の時点" in refused.content.decode()
    assert desk.post(page, accept | {"accept-seen_on": f"{job.proves_on:%Y-%m-%d}"}).status_code == 302
    with scope.of_organization(ina.pk):
        assert Obligation.objects.get(kind="job").status == "fulfilled"  # one year, and it is past
    assert "義務期間満了" in desk.get(f"/ina/staff/grants/{grant.pk}/").content.decode()


def test_the_grantee_sees_what_is_due_and_hands_it_in(
    client: Client, ina: Organization, sado: Organization, grant: Grant, head: Member
) -> None:
    with scope.of_organization(ina.pk):
        token = new_link(application=grant.application, by=head.actor, at=timezone.now())
        later = Proof.objects.get(obligation__kind="residence", year=2)
    own, proof = f"/ina/apply/a/{token}/", first(ina)
    assert f"{own}proof/{proof.pk}/" in client.get(own).content.decode()
    english = client.get(f"{own}proof/{proof.pk}/", headers={"accept-language": "en"}).content.decode()
    assert "Hand in your proof" in english
    assert client.get(f"{own}proof/{later.pk}/").status_code == 404  # its day is still to come
    assert client.get(f"/sado/apply/a/{token}/proof/{proof.pk}/").status_code == 404
    assert client.post(f"{own}proof/{proof.pk}/", {}).status_code == 422
    file = SimpleUploadedFile("住民票.jpg", picture(), "image/jpeg")
    assert client.post(f"{own}proof/{proof.pk}/", {"uploads": file}).status_code == 302
    again = client.post(f"{own}proof/{proof.pk}/", {"uploads": SimpleUploadedFile("住民票.jpg", picture())})
    assert (again.status_code, again["Location"]) == (302, own), "sent twice is handed in once"
    assert (first(ina).status, first(ina).channel) == ("received", "portal")
    assert client.get(f"{own}proof/{proof.pk}/").status_code == 404  # handed in


def test_a_contested_breach_is_reported_its_day_decided_and_dismissed(
    ina: Organization, grant: Grant, officer: Member, head: Member, log_in: LogIn
) -> None:
    desk, duty = log_in(officer.user), first(ina).obligation
    report = f"{LIST}{duty.pk}/breach/"
    data = {"kind": "moved_out", "happened_on": "", "found_by": "grantee", "evidence": "電話で本人から聞いた"}
    refused = desk.post(report, data)
    assert refused.status_code == 422
    assert "起きた日を書いてください" in refused.content.decode()
    page = desk.post(report, data | {"is_contested": "on"})["Location"]
    assert "起きた日に争いがあります" in desk.get(page).content.decode()
    assert desk.get(report).status_code == 404  # broken already
    assert desk.post(report, data)["Location"] == f"/ina/staff/grants/{grant.pk}/", "pressed twice"
    assert "義務違反(1)" in desk.get(LIST).content.decode()
    day = f"{duty.starts_on + timedelta(days=90):%Y-%m-%d}"
    chief = log_in(head.user)
    assert chief.post(f"{page}day/", {"happened_on": day, "why": "除票による", "version": "1"}).status_code == 302
    shown = chief.get(page).content.decode()
    assert "除票による" in shown
    assert chief.get(f"{page}day/").status_code == 404
    assert chief.post(f"{page}day/", {"happened_on": day, "why": "x", "version": "2"})["Location"] == page
    assert chief.post(f"{page}dismiss/", {"why": "単身赴任で住所は残る"}).status_code == 302
    with scope.of_organization(ina.pk):
        assert (Breach.objects.get().status, Obligation.objects.get(pk=duty.pk).status) == ("dismissed", "running")


def test_a_list_of_movers_is_matched_and_decided(
    ina: Organization, grant: Grant, officer: Member, log_in: LogIn
) -> None:
    desk, page = log_in(officer.user), f"{LIST}departures/"
    day, tomorrow = (f"{timezone.localdate() + timedelta(days=days):%Y-%m-%d}" for days in (-3, 1))
    rows = (
        "氏名,生年月日,転出年月日,異動事由\n"
        f"雪形 朔,1988-12-01,{day},転出\n別の 人,1970-01-01,{day},転出\n"
        f"雪形 朔,1988-12-01,{day},出生\n,1970-01-01,{day},転出\n"
        f"雪形 朔,1988-12-01,{tomorrow},死亡\n"
    )
    data = {"source": "市民課", "as_of": day, "ground": "条例第1条"}

    def send(text: str) -> Any:
        return desk.post(page, data | {"upload": SimpleUploadedFile("moved.csv", text.encode())})

    assert "「異動日」の列が見つかりません" in send("氏名,住所\n雪形 朔,どこか\n山田 花,どこか\n").content.decode()
    answer = send(rows)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "異動事由「出生」は" in shown
    assert "氏名がありません" in shown
    assert "異動日が、きょうより後です" in shown
    assert "確かめる人 1件" in shown
    with scope.of_organization(ina.pk):
        found = Departure.objects.get()
    assert f'value="{found.pk}"' in shown
    assert "別の 人" not in shown
    answer = desk.post(f"{page}decide/", {"answer": "same", "pk": found.pk}, follow=True)
    assert "転出による義務違反 1件" in answer.content.decode()
    send(rows)
    with scope.of_organization(ina.pk):
        assert (Departure.objects.count(), Breach.objects.count()) == (1, 1)


def test_a_death_is_confirmed_by_another_person_and_contractors_see_no_lists(
    ina: Organization, grant: Grant, officer: Member, head: Member, log_in: LogIn
) -> None:
    outside = log_in(make_member(ina, "contractor", "委託 相談員").user)
    assert outside.get(f"{LIST}departures/").status_code == 403
    assert outside.post(f"{LIST}departures/decide/", {"answer": "same"}).status_code == 403
    assert "転出者の一覧" not in outside.get(LIST).content.decode()
    desk, page = log_in(officer.user), f"{LIST}departures/"
    text = f"氏名,生年月日,死亡日,異動事由\n雪形 朔,1988-12-01,{timezone.localdate():%Y-%m-%d},死亡\n"
    upload = SimpleUploadedFile("died.csv", text.encode())
    desk.post(page, {"source": "市民課", "as_of": "2026-01-01", "ground": "条例第1条", "upload": upload})
    with scope.of_organization(ina.pk):
        chosen = {"answer": "same", "pk": Departure.objects.get().pk}
    refused = desk.post(f"{page}decide/", chosen, follow=True).content.decode()
    assert "死亡は、一覧を取り込んだ人とは別の職員が認めます" in refused
    answer = log_in(head.user).post(f"{page}decide/", chosen, follow=True).content.decode()
    assert "死亡による終了 1件" in answer


def test_another_town_sees_nothing(ina: Organization, grant: Grant, sado_officer: Member, log_in: LogIn) -> None:
    desk, proof = log_in(sado_officer.user), first(ina)
    assert desk.get(f"/sado/staff/obligations/proofs/{proof.pk}/").status_code == 404
    assert desk.get(f"/sado/staff/obligations/{proof.obligation_id}/breach/").status_code == 404
    assert "雪形" not in desk.get("/sado/staff/obligations/?view=overdue").content.decode()


def test_more_rows_take_no_more_queries(ina: Organization, grant: Grant, officer: Member, log_in: LogIn) -> None:
    desk, today = log_in(officer.user), timezone.localdate()
    pages = [f"{LIST}?view=overdue", f"{LIST}departures/", f"/ina/staff/grants/{grant.pk}/"]
    counts: list[list[int]] = []
    for kind in ("startup", "business"):
        with scope.of_organization(ina.pk):
            duty = Obligation.objects.create(
                grant=grant, kind=kind, years=5, starts_on=today, until=today + timedelta(days=1800)
            )
            Proof.objects.create(obligation=duty, year=1, proves_on=date(2020, 1, 1), due_on=date(2020, 2, 1))
            found = DepartureList.objects.create(
                source="市民課", ground="条例", as_of=today, rows_read=1, taken_at=timezone.now(), taken_by="担当"
            )
            Departure.objects.create(
                departure_list=found, grant=grant, likeness="likely", event="died", happened_on=today, row=2, key=kind
            )
        counts.append([])
        for page in pages:
            desk.get(page)
            with CaptureQueriesContext(connection) as captured:
                desk.get(page)
            counts[-1].append(len(captured))
    assert counts[0] == counts[1]
