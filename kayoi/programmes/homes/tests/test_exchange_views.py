"""Lists in and out, as staff do it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Home, NationalMapping, RegisterImport, Sending
from kayoi.programmes.homes.states import HomeConsentPurpose, HomeStatus
from kayoi.programmes.homes.tests.houses import make_home, make_owner
from kayoi.programmes.homes.tests.registers import titled
from tests.cast import LogIn, Member, make_member
from tests.clock import NOW
from tests.jobs import run_jobs

HERE = "/ina/staff/homes/exchange/"


@pytest.fixture
def desk(log_in: LogIn, head: Member) -> Client:
    """A head of section at work."""
    return log_in(head.user)


@pytest.fixture
def house(ina: Organization, officer: Member) -> str:
    """A published house for the national sites, with gaps; its number."""
    with scope.of_organization(ina.pk):
        home = make_home(by=officer.actor, at=NOW, status=HomeStatus.PUBLISHED, address="秘密の番地")
        both = (HomeConsentPurpose.OWN_SITE, HomeConsentPurpose.NATIONAL_SITES)
        make_owner(home, make_file(name="山田 花"), at=NOW, agrees_to=both)
        services.renew_listing(home=home, by=officer.actor, at=NOW)
        return home.number


def test_a_register_from_the_file_to_the_undo(ina: Organization, desk: Client) -> None:
    upload = SimpleUploadedFile("台帳.xlsx", titled())
    columns = desk.post(f"{HERE}imports/", {"file": upload}).headers["Location"]
    page = desk.get(columns).content.decode()
    assert "登録番号" in page
    with scope.of_organization(ina.pk):
        run = RegisterImport.objects.get()
    answers = {f"column_{at}": target for at, target in enumerate(run.tables[run.chosen]["targets"])}
    twice = desk.post(columns, {**answers, "column_0": "number", "chosen": run.chosen, "version": run.version})
    assert "同じ意味の列が" in twice.content.decode()
    here = desk.post(columns, {**answers, "chosen": run.chosen, "version": run.version}).headers["Location"]
    run_jobs()
    assert "1行は取り込みません" in desk.get(here).content.decode()
    assert "△△" in desk.get(f"{here}rows/?show=unreadable").content.decode()
    assert desk.get(f"{here}returned/").content[:2] == b"PK"
    desk.post(f"{here}start/")
    run_jobs()
    assert "同意を確かめる空き家(2件)" in desk.get(here).content.decode()
    assert "取り消す理由を書いてください" in desk.post(f"{here}undo/", {"why": ""}).content.decode()
    desk.post(f"{here}undo/", {"why": "列のまちがい"})
    run_jobs()
    assert "すべて取り消しました" in desk.get(here).content.decode()
    with scope.of_organization(ina.pk):
        assert not Home.objects.exists()


def test_the_heading_another_table_and_giving_up(ina: Organization, desk: Client) -> None:
    here = desk.post(f"{HERE}imports/", {"file": SimpleUploadedFile("台帳.xlsx", titled())}).headers["Location"]
    with scope.of_organization(ina.pk):
        run = RegisterImport.objects.get()
    wrong = desk.post(here.replace("columns", "header"), {"header-first": 99, "header-version": run.version})
    assert "見出しにできません" in wrong.content.decode()
    other = desk.post(here, {"chosen": 0, "version": run.version})
    assert "年度" in desk.get(other.headers["Location"]).content.decode()
    assert desk.post(here, {"chosen": 0, "version": run.version}).status_code == 409, "somebody else was faster"
    desk.post(here.replace("columns", "discard"))
    with scope.of_organization(ina.pk):
        run.refresh_from_db()
        assert (run.status, run.data) == ("discarded", None)


def test_what_is_no_table_is_told(ina: Organization, desk: Client) -> None:
    answer = desk.post(f"{HERE}imports/", {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04")})
    assert answer.status_code == 422


def test_a_contractor_gives_out_what_is_public_and_takes_nothing_in(
    ina: Organization, log_in: LogIn, house: str
) -> None:
    client = log_in(make_member(ina, "contractor", "委託 相談").user)
    assert "台帳を取り込む" not in client.get(HERE).content.decode()
    assert client.get(f"{HERE}imports/").status_code == 403
    everything = {"which": "every", "scale": "all", "kind": "csv", "why": "監査"}
    assert client.post(HERE, everything).status_code == 422, "owners are no contractor's to hand out"


def test_lists_are_given_out_with_a_reason(ina: Organization, log_in: LogIn, officer: Member, house: str) -> None:
    client = log_in(officer.user)
    public = client.post(HERE, {"which": "shown", "scale": "public", "kind": "csv"})
    assert house in public.content.decode("utf-8-sig")
    assert "秘密の番地" not in public.content.decode("utf-8-sig")
    without = client.post(HERE, {"which": "shown", "scale": "all", "kind": "csv"})
    assert "使う目的を書いてください" in without.content.decode()
    everything = client.post(HERE, {"which": "every", "scale": "all", "kind": "csv", "why": "監査"})
    assert "山田 花" in everything.content.decode("utf-8-sig")
    with scope.of_organization(ina.pk):
        assert [entry.why for entry in Entry.objects.filter(action="homes.give_register").order_by("pk")] == [
            "",
            "監査",
        ]


def test_a_list_for_the_national_sites(ina: Organization, desk: Client, house: str) -> None:
    page = desk.get(f"{HERE}national/").content.decode()
    assert house in page
    assert "建物面積(㎡)、築年" in page
    assert "送れる空き家がありません" in desk.post(f"{HERE}national/", {"receiver": "全国版"}).content.decode()
    sending = desk.post(f"{HERE}national/", {"receiver": "全国版", "with_gaps": "on"}).headers["Location"]
    assert house in desk.get(sending).content.decode()
    assert house in desk.get(f"{sending}csv/").content.decode("utf-8-sig")
    assert desk.get(f"{sending}exe/").status_code == 404
    with scope.of_organization(ina.pk):
        home = Home.objects.get(number=house)
        services.withdraw_listing(home=home, by=system("test"), at=NOW)
    assert "下ろす空き家" in desk.get(f"{HERE}national/").content.decode()
    assert "1件を確かめる" in desk.get(HERE).content.decode()
    desk.post(f"{HERE}national/taken-down/", {"homes": []})
    desk.post(f"{HERE}national/taken-down/", {"homes": [home.pk]})
    with scope.of_organization(ina.pk):
        assert Sending.objects.get().homes.get().taken_down_on is not None


def test_the_columns_are_changed_on_a_page(ina: Organization, desk: Client, house: str) -> None:
    blank = {f"{part}_{at}": value for at in range(22) for part, value in (
        ("header", ""), ("source", "number"), ("values", ""), ("order", at))}  # fmt: skip
    wanted = {"version": 0, "header_0": "区分", "source_0": "offer", "values_0": "売買=売、賃貸＝賃", "order_0": 9,
              "header_1": "番号", "order_1": 1}  # fmt: skip
    assert "=言い換え" in desk.post(f"{HERE}national/columns/", blank | wanted | {"values_0": "売"}).content.decode()
    twice = desk.post(f"{HERE}national/columns/", blank | wanted | {"header_1": "区分"})
    assert "同じ見出しが二つあります" in twice.content.decode()
    assert desk.post(f"{HERE}national/columns/", blank | wanted).status_code == 302
    page = desk.get(f"{HERE}national/columns/").content.decode()
    assert page.index(f"<td>{house}</td>") < page.index("<td>売</td>")
    with scope.of_organization(ina.pk):
        assert [column["header"] for column in NationalMapping.objects.get().columns] == ["番号", "区分"]
