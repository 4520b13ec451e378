"""Pages on which bodies apply, on the portal and through staff."""

import pytest
from django.test import Client
from django.utils import timezone

from kayoi.engines.casefiles.models import Body
from kayoi.engines.procedures.models import Application, Procedure
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.schemes.tests.factories import BODY, make_body, make_sent
from kayoi.programmes.schemes.tests.pages import PERSON, hidden, written_in
from tests.cast import LogIn, Member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]
SAID = {name: value for name, value in BODY.items() if value} | {"phone": "090-0000-7702"}


@pytest.fixture
def of_bodies(ina: Organization) -> Procedure:
    with scope.of_organization(ina.pk):
        return make_procedure(at=timezone.now(), with_rules=False, title="地域づくり交付金", applicants="body")


def begun(client: Client) -> str:
    return str(client.post("/ina/apply/settling/")["Location"]).removesuffix("you/")


def test_a_body_applies_on_the_portal(client: Client, ina: Organization, of_bodies: Procedure) -> None:
    path = begun(client)
    page = client.get(f"{path}you/").content.decode()
    assert "連絡担当者のお名前" in page
    assert "代理で申請するとき" not in page
    version = {"version": hidden(page, "version")}
    wrong = client.post(f"{path}you/", SAID | version | {"body_name": "", "corporate_number": "7000012050003"})
    assert wrong.status_code == 422
    assert "法人番号(13けた)として読めません。" in wrong.content.decode()
    assert client.post(f"{path}you/", SAID | version).status_code == 302
    assert "団体: 長谷を元気にする会" in client.get(f"{path}send/").content.decode()
    done = client.post(f"{path}send/", {"pledge": "on", "agree": "on"}, follow=True).content.decode()
    assert "団体: 長谷を元気にする会" in done
    for private in ("唐木", "7702", "中山", "受付番号と生年月日で"):
        assert private not in done
    with scope.of_organization(ina.pk):
        assert Body.objects.get().representative == "会長 中山 正"


def test_where_both_may_apply_each_says_its_own(client: Client, ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        make_procedure(at=timezone.now(), applicants="either")
    path = begun(client)
    page = client.get(f"{path}you/").content.decode()
    assert "お名前(団体の申請では、連絡担当者)" in page
    version = {"version": hidden(page, "version")}
    nobody = client.post(f"{path}you/", SAID | version | {"body_name": ""}).content.decode()
    assert "団体の名前で申請するときは、書いてください。" in nobody
    alone = {"who": "self", "name": "蔵持 実", "phone": "090-0000-7701"}
    assert client.post(f"{path}you/", alone | version).status_code == 422  # without day of birth and address
    assert client.post(f"{path}you/", PERSON | version).status_code == 302


def test_where_only_people_may_apply_nothing_is_asked_of_bodies(client: Client, procedure: Procedure) -> None:
    path = begun(client)
    page = client.get(f"{path}you/").content.decode()
    assert "団体" not in page
    assert client.post(f"{path}you/", SAID | {"version": hidden(page, "version")}).status_code == 422


def test_staff_take_it_on_the_telephone_and_see_the_body(
    log_in: LogIn, officer: Member, ina: Organization, of_bodies: Procedure
) -> None:
    with scope.of_organization(ina.pk):
        file = make_body("長谷を元気にする会", by=officer.actor, at=timezone.now(), kana="はせをげんきにするかい")
    client, new = log_in(officer.user), "/ina/staff/applications/new/settling/"
    form = written_in(client.get(f"{new}?file={file.pk}").content.decode())
    assert form["body_name"] == ["長谷を元気にする会"]
    assert form["representative_name"] == ["中山 正"]
    said = {"channel": "telephone", "agree": "on", "name": "唐木 健", "phone": "090-0000-7702"}
    shown = client.post(f"{new}?file={file.pk}", form | said, follow=True).content.decode()
    assert "の連絡担当者" in shown
    assert "長谷を元気にする会(はせをげんきにするかい)" in shown
    assert f"/ina/staff/payees/of/{file.pk}/" in shown
    assert "とちがうことが書かれています" not in shown
    listed = client.get("/ina/staff/applications/?words=長谷を元気").content.decode()
    assert "長谷を元気にする会(連絡担当者 唐木 健)" in listed


def test_who_is_returned_keeps_the_body(
    log_in: LogIn, officer: Member, ina: Organization, of_bodies: Procedure
) -> None:
    with scope.of_organization(ina.pk):
        row = make_sent(ina, of_bodies, at=timezone.now(), facts={}, **BODY).application
        Application.objects.filter(pk=row.pk).update(status="returned")
    client, page = log_in(officer.user), f"/ina/staff/applications/{row.pk}/resend/"
    form = written_in(client.get(page).content.decode())
    assert form["who"] == ["body"]
    shown = client.post(page, form | {"representative_name": "春日 恵"}, follow=True).content.decode()
    assert "直した内容で受け付けました。" in shown
    assert "代表者の氏名: 記録は「中山 正」、申請は「春日 恵」" in shown


def test_a_procedure_says_who_may_apply(log_in: LogIn, head: Member, ina: Organization, procedure: Procedure) -> None:
    client, page = log_in(head.user), f"/ina/staff/procedures/{procedure.pk}/"
    form = written_in(client.get(page).content.decode())
    assert form["applicants"] == ["person"]
    assert client.post(page, form | {"applicants": "body"}).status_code == 302
    with scope.of_organization(ina.pk):
        procedure.refresh_from_db()
    assert procedure.applicants == "body"
