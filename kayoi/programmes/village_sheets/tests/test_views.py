"""Sheets as seekers and staff meet them."""

from urllib.parse import unquote_plus

import pytest
from django.apps import apps
from django.test import Client

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.states import Interest
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.village_sheets.models import District, Sheet
from kayoi.programmes.village_sheets.tests.factories import USUAL, items, make_draft, make_published
from tests.cast import Member, enter
from tests.clock import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheets(ina: Organization, head: Member) -> list[Sheet]:
    with scope.of_organization(ina.pk):
        deep = make_published("雪の地区", approver=head.actor, values=items(**(USUAL | {"snow": 150})))
        mild = make_published("町の地区", approver=head.actor, values=items(**(USUAL | {"snow": 5, "bus": 30})))
        make_draft("書きかけの地区")
    return [deep, mild]


def test_hard_sides_come_first_and_joining_is_voluntary(client: Client, ina: Organization, sheets: list[Sheet]) -> None:
    page = client.get(f"/ina/villages/{sheets[0].district_id}/").content.decode()
    assert page.index("きびしい面") < page.index("そのほかの暮らしの条件") < page.index("静かな谷です。")
    assert "自治会への加入は任意です。" in page
    assert "区の話: 区長に聞き取り" in page
    assert "2026年(令和8年)10月1日" in page


def test_drafts_are_not_public(client: Client, ina: Organization, sheets: list[Sheet]) -> None:
    assert "書きかけの地区" not in client.get("/ina/villages/").content.decode()
    with scope.of_organization(ina.pk):
        draft = District.objects.get(name="書きかけの地区")
    assert client.get(f"/ina/villages/{draft.pk}/").status_code == 404
    assert client.get(f"/sado/villages/{sheets[0].district_id}/").status_code == 404


def test_wishes_put_mismatches_first(client: Client, ina: Organization, sheets: list[Sheet]) -> None:
    page = client.get("/ina/villages/?wish=snow&wish=no_car&wish=nonsense").content.decode()
    assert page.index("雪の地区") < page.index("町の地区"), "what no one offers leaves the wishes unread"
    page = client.get("/ina/villages/?wish=snow&wish=no_car").content.decode()
    assert page.index("町の地区") < page.index("雪の地区")
    assert "大きく合いません" in page
    link = page.split('href="/ina/ask/?text=')[1].split('"')[0]
    assert unquote_plus(link) == "大事にしたいこと: 雪かきは、できるだけ避けたい・車なしで暮らしたい"
    assert page.index("希望と合わないこと", page.index("雪の地区")) < page.index(
        "まだ分からないこと", page.index("雪の地区")
    )
    with scope.of_organization(ina.pk):
        assert not Entry.objects.filter(action__contains="wish").exists()


def test_compared(client: Client, ina: Organization, sheets: list[Sheet]) -> None:
    query = "&".join(f"d={sheet.district_id}" for sheet in sheets)
    page = client.get(f"/ina/villages/compare/?{query}").content.decode()
    assert page.index("雪の地区") < page.index("町の地区")
    assert "150cm" in page
    for odd in ("", "?d=1&d=x&d=99999999999999999999"):
        assert client.get(f"/ina/villages/compare/{odd}").status_code == 200


def test_in_english(client: Client, ina: Organization, sheets: list[Sheet]) -> None:
    page = client.get(f"/ina/villages/{sheets[0].district_id}/", headers={"accept-language": "en"}).content.decode()
    assert "Joining the neighbourhood association is voluntary." in page
    assert "The hard side" in page


def test_staff_write_hand_in_and_a_second_one_publishes(ina: Organization, officer: Member, head: Member) -> None:
    writer, approver = enter(officer.user), enter(head.user)
    assert writer.post("/ina/staff/villages/new/", {"name": "西地区", "kana": "にしちく"}).status_code == 302
    assert writer.post("/ina/staff/villages/new/", {"name": "西地区", "kana": "にしちく"}).status_code == 422
    assert writer.post("/ina/staff/villages/new/", {"name": "西部落", "kana": "にし"}).status_code == 422
    with scope.of_organization(ina.pk):
        sheet = Sheet.objects.get()
    path = f"/ina/staff/villages/sheets/{sheet.pk}/"
    data = {
        "all_as_of": "2026-10-01",
        "all_source_kind": "district",
        "all_source": "区長",
        "version": "1",
        "text": "谷。",
    }
    values = {"fee": "12000", "snow": "60", "bus": "3", "clinic": "10", "fibre": "yes", "fee_source": "区の決算書"}
    assert writer.post(f"{path}edit/", data | values | {"text": "血筋"}).status_code == 422
    assert writer.post(f"{path}edit/", data | values | {"bus": "多い"}).status_code == 422
    assert writer.post(f"{path}edit/", data | values).status_code == 302
    refused = writer.post(f"{path}hand-in/")
    assert refused.status_code == 422
    assert "地区の確認が書かれていません" in refused.content.decode()
    agreed = {"chief_role": "区長", "chief_on": "2026-11-01", "chief_how": "meeting", "version": "2"}
    page = writer.get(f"{path}edit/").content.decode()
    assert "区の決算書" in page
    assert writer.post(f"{path}edit/", data | values | agreed).status_code == 302
    assert writer.post(f"{path}edit/", data | values | agreed).status_code == 422, "somebody saved in between"
    assert writer.post(f"{path}hand-in/").status_code == 302
    assert writer.post(f"{path}publish/").status_code == 403
    assert approver.post(f"{path}send-back/").status_code == 422
    assert approver.post(f"{path}publish/").status_code == 302
    assert "西地区" in Client().get("/ina/villages/").content.decode()
    assert approver.post(f"{path}withdraw/", {"why": "道が変わった"}).status_code == 302
    assert "西地区" not in Client().get("/ina/villages/").content.decode()
    assert writer.post(f"{path}begin/").status_code == 302


def test_the_inquiry_has_one_answer_and_leaves_no_trace(ina: Organization, officer: Member) -> None:
    staff = enter(officer.user)
    with scope.of_organization(ina.pk):
        before = Entry.objects.count()
    page = staff.get("/ina/staff/villages/inquiry/").content.decode()
    assert "お答えしません" in page
    assert "部落差別の解消の推進に関する法律" in page
    main = page[page.index("<main") : page.index("</main>")]
    assert "<form" not in main, "there is nothing to be written down"
    assert staff.post("/ina/staff/villages/inquiry/", {"place": "x"}).status_code == 405
    with scope.of_organization(ina.pk):
        assert Entry.objects.count() == before
    fields = {
        field.name for model in apps.get_app_config("village_sheets").get_models() for field in model._meta.fields
    }
    assert not {name for name in fields if "inquiry" in name or "origin" in name or "old_name" in name}


def test_staff_compare_with_a_case_files_wishes(ina: Organization, officer: Member, sheets: list[Sheet]) -> None:
    with scope.of_organization(ina.pk):
        file = casefiles.open_case_file(fields={"name": "山田", "lifestyle": "telework"}, by=officer.actor, at=NOW)
        casefiles.set_wishes(file=file, interests={Interest.CHILDREN}, by=officer.actor, at=NOW)
    page = enter(officer.user).get(f"/ina/staff/villages/for/{file.pk}/").content.decode()
    assert page.count("checked") == 2
    assert "小学校まで(車)" in page


def test_the_town_page_leads_there_when_it_is_on(client: Client, ina: Organization) -> None:
    page = client.get("/ina/").content.decode()
    assert "/ina/villages/" in page
    assert "/ina/plan/" in page
    with scope.of_organization(ina.pk):
        Organization.objects.filter(pk=ina.pk).update(programmes=["consultations"])
    page = client.get("/ina/").content.decode()
    assert "/ina/villages/" not in page
    assert client.get("/ina/villages/").status_code == 404
