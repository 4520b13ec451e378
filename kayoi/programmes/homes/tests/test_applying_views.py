"""Pages of applications: step by step, by the secret link, and those of staff."""

import json
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.procedures.models import Application, Letter, Paper
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.homes.forms.applying import STEPS, steps_for
from kayoi.programmes.homes.forms.paper import questions_on_paper
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.tests.offers import ANSWERS, KIN, make_offer
from tests.cast import LogIn, Member, actor_of
from tests.clock import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS = tmp_path


def begin(client: Client) -> str:
    """Begin an application; return the address under which it stands."""
    answer = client.post("/ina/homes/offer/")
    assert answer.status_code == 302
    return str(answer["Location"]).partition("steps/")[0]


def fill(client: Client, path: str, **answers: Any) -> None:
    """Answer every step as a browser does, with the version that the page carried."""
    said = ANSWERS | answers
    for step in steps_for(said):
        page = client.get(f"{path}steps/{step}/").content.decode()
        version = page.split('name="version" value="')[1].split('"')[0]
        values = {name: said.get(name, "") for name in STEPS[step]().fields}
        answer = client.post(f"{path}steps/{step}/", {k: v for k, v in values.items() if v} | {"version": version})
        assert answer.status_code == 302, answer.content.decode()


def test_from_the_first_page_to_the_receipt(client: Client, ina: Organization) -> None:
    address = begin(client)
    fill(client, address)
    page = client.get(f"{address}send/").content.decode()
    assert "高遠町勝間" in page
    assert "書き足す" not in page
    answer = client.post(f"{address}send/", follow=True)
    shown = answer.content.decode()
    with scope.of_organization(ina.pk):
        application = Application.objects.get()
        assert Home.objects.get().application == application
    assert application.receipt in shown
    assert "申込みを受け付けました。" in shown
    for private in ("唐木", "勝間", "0265-94-0001"):
        assert private not in shown
    assert client.get(f"{address}steps/you/").status_code == 404  # sent: only staff may give it back
    assert application.receipt in client.post(f"{address}send/", follow=True).content.decode(), "pressed twice"


def test_the_owner_is_asked_about_where_kin_apply(client: Client, ina: Organization) -> None:
    address = begin(client)
    assert client.get(f"{address}steps/owner/").status_code == 404
    fill(client, address, **KIN)
    page = client.get(f"{address}steps/owner/").content.decode()
    assert 'value="唐木 澄"' in page
    mandate = client.get(f"{address}mandate/")
    assert (mandate["Content-Type"], mandate.content[:4]) == ("application/pdf", b"%PDF")


def test_what_is_missing_is_asked_for_and_nothing_is_sent(client: Client, ina: Organization) -> None:
    address = begin(client)
    page = client.post(f"{address}send/")
    assert page.status_code == 422
    assert "まだ書いていないところがあります" in page.content.decode()
    with scope.of_organization(ina.pk):
        assert not Home.objects.exists()


def test_errors_say_what_to_do(client: Client, ina: Organization) -> None:
    page = client.post(f"{begin(client)}steps/you/", {"version": "1"}).content.decode()
    assert "選んでください。" in page
    assert "書いてください。" in page


def test_a_dealers_own_stock_is_refused_with_the_reason(client: Client, ina: Organization) -> None:
    address = begin(client)
    said = {"is_dealers_stock": "yes", "was_built_to_sell": "no", "has_brokerage": "no", "version": "1"}
    page = client.post(f"{address}steps/situation/", said)
    assert page.status_code == 422
    assert "宅建業者が自ら持つ在庫の物件は、空き家バンクに登録できません。" in page.content.decode()


def test_what_is_typed_is_kept_by_the_page(client: Client, ina: Organization) -> None:
    address = begin(client)
    kept = client.post(f"{address}steps/you/draft/", {"name": "唐木", "version": "1"})
    assert (kept.status_code, set(json.loads(kept.content))) == (200, {"saved_at"})
    assert 'value="唐木"' in Client().get(f"{address}steps/you/").content.decode()  # on another device
    assert client.post(f"{address}steps/you/draft/", {"name": "x", "version": "0"}).status_code == 409
    again = client.get("/ina/homes/offer/").content.decode()
    assert address in again


def test_two_windows_do_not_overwrite_each_other(client: Client, ina: Organization) -> None:
    address = begin(client)
    said = {name: ANSWERS.get(name, "") for name in STEPS["you"]().fields}
    assert client.post(f"{address}steps/you/", said | {"version": "1"}).status_code == 302
    late = client.post(f"{address}steps/you/", said | {"name": "別の名前", "version": "1"})
    assert late.status_code == 422
    page = late.content.decode()
    assert "ほかの人が先に書き換えました" in page
    assert 'name="version" value="2"' in page


def test_papers_are_sent_from_the_phone(client: Client, ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        sent = make_offer(ina, at=NOW)
        paper = sent.application.papers.get(code="identity")
    address = f"/ina/homes/offer/{sent.token}/papers/{paper.pk}/"
    wrong = client.post(address, {f"paper{paper.pk}-uploads": _file(b"no picture")})
    assert wrong.status_code == 422
    assert "この種類のファイルは受け取れません" in wrong.content.decode()
    right = client.post(address, {f"paper{paper.pk}-uploads": _file(picture())}, follow=True)
    assert "受け取りました" in right.content.decode()
    with scope.of_organization(ina.pk):
        assert Paper.objects.get(pk=paper.pk).status == "received"
        other = make_offer(ina, at=NOW, lot_number="8")
    assert client.post(f"/ina/homes/offer/{other.token}/papers/{paper.pk}/").status_code == 404


def test_nothing_is_said_of_people_under_protection(client: Client, ina: Organization, head: Member) -> None:
    with scope.of_organization(ina.pk):
        sent = make_offer(ina, at=NOW)
        file = sent.application.case_file
        assert file is not None
        casefiles.protect(file=file, starts_on=local_date(NOW), basis="x", by=head.actor, at=NOW)
    page = client.get(f"/ina/homes/offer/{sent.token}/").content.decode()
    assert "お電話でお尋ねください" in page
    assert sent.application.receipt not in page


def test_withdrawn_by_the_link(client: Client, ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        sent = make_offer(ina, at=NOW)
    address = f"/ina/homes/offer/{sent.token}/withdraw/"
    assert client.post(address, {"why": ""}).status_code == 422
    assert "取り下げました" in client.post(address, {"why": "売れました"}, follow=True).content.decode()
    assert client.get(address).status_code == 404


def test_a_person_sees_the_application_on_my_page(log_in: LogIn, ina: Organization, hana: Person, ken: Person) -> None:
    browser = log_in(hana.user)
    address = begin(browser)
    assert 'value="山田 花"' in browser.get(f"{address}steps/you/").content.decode()
    fill(browser, address)
    browser.post(f"{address}send/")
    with scope.of_organization(ina.pk):
        receipt = Application.objects.get().receipt
    assert receipt in browser.get("/me/").content.decode()
    assert browser.get(f"/ina/homes/offer/{receipt}/").status_code == 200
    assert receipt not in log_in(ken.user).get("/me/").content.decode()
    assert log_in(ken.user).get(f"/ina/homes/offer/{receipt}/").status_code == 404
    assert Client().get(f"/ina/homes/offer/{receipt}/").status_code == 404
    assert actor_of(hana).person_id == hana.pk


def test_english_pages(client: Client, ina: Organization) -> None:
    page = client.get("/ina/homes/offer/", headers={"accept-language": "en"}).content.decode()
    assert "Offer a house" in page


def test_staff_write_down_what_came_by_post(log_in: LogIn, ina: Organization, officer: Member) -> None:
    browser = log_in(officer.user)
    page = browser.get("/ina/staff/homes/applications/new/").content.decode()
    assert 'autocomplete="name"' not in page
    said = {name: value for name, value in (ANSWERS | KIN).items() if value}
    assert browser.post("/ina/staff/homes/applications/new/", {"channel": "letter"}).status_code == 422
    how = {"channel": "letter", "client_key": str(uuid4())}
    answer = browser.post("/ina/staff/homes/applications/new/", said | how)
    assert answer.status_code == 302, answer.content.decode()
    assert browser.post("/ina/staff/homes/applications/new/", said | how)["Location"] == answer["Location"]
    shown = browser.get(answer["Location"]).content.decode()
    for words in ("唐木 進", "唐木 澄", "委任状をまだ確かめていません。", "署名のある申込書(紙)", "空2026-0001"):
        assert words in shown
    listed = browser.get("/ina/staff/homes/applications/?status=submitted").content.decode()
    assert "唐木 進" in listed
    assert "唐木 進" not in browser.get("/ina/staff/homes/applications/?status=refused").content.decode()


def test_staff_give_back_and_take_again_for_a_caller(log_in: LogIn, ina: Organization, officer: Member) -> None:
    with scope.of_organization(ina.pk):
        application = make_offer(ina, at=NOW, email="").application
    browser, address = log_in(officer.user), f"/ina/staff/homes/applications/{application.pk}/"
    past = {"reasons": "地番", "due_on": "2020-01-01"}
    assert browser.post(f"{address}return/", past).status_code == 422
    given = {"reasons": "地番が読めません。\n\n", "due_on": "2099-01-01", "by_letter": "on"}
    assert browser.post(f"{address}return/", given).status_code == 302
    with scope.of_organization(ina.pk):
        letter = Letter.objects.get()
        version = Application.objects.get().version
    assert letter.title in browser.get(address).content.decode()
    pdf = browser.get(f"/ina/staff/letters/{letter.pk}/")
    assert pdf.content[:4] == b"%PDF"
    said = {name: value for name, value in ANSWERS.items() if value} | {"lot_number": "99"}
    stale = browser.post(f"{address}resend/", said | {"version": "1"})
    assert stale.status_code == 422
    assert browser.post(f"{address}resend/", said | {"version": str(version)}).status_code == 302
    assert browser.get(f"{address}resend/").status_code == 404
    with scope.of_organization(ina.pk):
        assert (Application.objects.get().status, Home.objects.get().lot_number) == ("submitted", "99")


def test_staff_look_at_papers(log_in: LogIn, ina: Organization, officer: Member) -> None:
    with scope.of_organization(ina.pk):
        paper = make_offer(ina, at=NOW, **KIN).application.papers.get(code="mandate")
    browser, address = log_in(officer.user), f"/ina/staff/homes/papers/{paper.pk}/"
    assert browser.get(f"{address}pages/1/").status_code == 404
    scan = {"action": "receive", "received_on": "2026-11-20", "uploads": _file(picture())}
    assert browser.post(address, scan).status_code == 302
    assert browser.get(f"{address}pages/1/").getvalue()[:2] == b"\xff\xd8"
    assert browser.post(address, {"action": "accept", "valid_until": "2028-03-31"}).status_code == 302
    assert browser.post(address, {"action": "accept", "valid_until": ""}).status_code == 422  # is accepted already
    assert browser.post(address, {"action": "return", "why": ""}).status_code == 422
    assert browser.post(address, {"action": "nothing"}).status_code == 422
    with scope.of_organization(ina.pk):
        assert Paper.objects.get(pk=paper.pk).valid_until is not None


def test_staff_print_what_they_were_told_to_be_signed(log_in: LogIn, ina: Organization, officer: Member) -> None:
    with scope.of_organization(ina.pk):
        own, by_son = make_offer(ina, at=NOW).application, make_offer(ina, at=NOW, lot_number="7", **KIN).application
    browser, address = log_in(officer.user), "/ina/staff/homes/applications/"
    for path in (f"{own.pk}/form/", f"{by_son.pk}/form/", f"{by_son.pk}/mandate/"):
        paper = browser.get(f"{address}{path}")
        assert (paper["Content-Type"], paper.content[:4]) == ("application/pdf", b"%PDF")
    assert browser.get(f"{address}{own.pk}/mandate/").status_code == 404
    assert f"{by_son.pk}/mandate/" in browser.get(f"{address}{by_son.pk}/").content.decode()
    questions = {one["label"]: one for group in questions_on_paper(by_son.answers) for one in group["questions"]}
    assert questions["所有者のお名前"]["said"] == "唐木 澄"
    assert [one["words"] for one in questions["どうしたいですか"]["choices"] if one["is_ticked"]] == ["売買・賃貸"]
    assert questions["市町村税の納付状況の確認"]["is_ticked"]
    assert not any(one["said"] or one["is_ticked"] for one in questions_on_paper({})[0]["questions"])


def test_staff_end_a_mandate(log_in: LogIn, ina: Organization, officer: Member) -> None:
    with scope.of_organization(ina.pk):
        own, by_son = make_offer(ina, at=NOW).application, make_offer(ina, at=NOW, lot_number="7", **KIN).application
    browser, address = log_in(officer.user), "/ina/staff/homes/applications/"
    assert browser.get(f"{address}{own.pk}/end-proxy/").status_code == 404
    too_early = {"ends_on": "2026-11-19", "why": "本人の申出"}
    assert browser.post(f"{address}{by_son.pk}/end-proxy/", too_early).status_code == 422
    done = browser.post(f"{address}{by_son.pk}/end-proxy/", too_early | {"ends_on": "2026-11-20"}, follow=True)
    assert "令和8年11月20日まで" in done.content.decode()


def test_only_applications_without_a_house_are_refused_here(log_in: LogIn, ina: Organization, head: Member) -> None:
    with scope.of_organization(ina.pk):
        first = make_offer(ina, at=NOW).application
        second = make_offer(ina, at=NOW).application
    browser = log_in(head.user)
    assert browser.post(f"/ina/staff/homes/applications/{first.pk}/refuse/", {"why": "x"}).status_code == 404
    shown = browser.get(f"/ina/staff/homes/applications/{second.pk}/").content.decode()
    assert "同じ地番の空き家があります" in shown
    answer = browser.post(f"/ina/staff/homes/applications/{second.pk}/refuse/", {"why": "登録済み"}, follow=True)
    assert "申込みを却下しました" in answer.content.decode()


def test_lists_name_nobody_under_protection(log_in: LogIn, ina: Organization, head: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        proxy = make_offer(ina, at=at, **KIN).application.proxy
        assert proxy is not None
        casefiles.protect(file=proxy.principal, starts_on=local_date(at), basis="x", by=head.actor, at=at)
    page = log_in(head.user).get("/ina/staff/homes/applications/").content.decode()
    assert "支援措置の対象" in page
    assert "唐木" not in page


def _file(data: bytes) -> BytesIO:
    file = BytesIO(data)
    file.name = "photo.jpg"
    return file
