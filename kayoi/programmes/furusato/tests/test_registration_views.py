"""Registers and registrations through the browser's requests: the public, one's own page, the office."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.identity.models import Person
from kayoi.foundation.places.services import load_places
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.models import NationalStatus, Register, Registration, RegistryRow
from kayoi.programmes.furusato.services.telling_registered import new_page
from kayoi.programmes.furusato.tests import factories as make
from kayoi.programmes.furusato.tests.services.test_registering import a_rule
from tests.cast import LogIn, Member

PERSON = {
    "name": "森 千夏", "birth_on_year": "1990", "birth_on_month": "4", "birth_on_day": "1", "email": "mori@example.jp",
    "address": "1-2-3", "agree": "on",
}  # fmt: skip


@pytest.fixture
def places(db: None) -> None:
    """Names of municipalities can be read. It takes long: for those who write one."""
    load_places(by=system("test"), at=timezone.now())


@pytest.fixture
def register(ina: Organization) -> Register:
    with scope.of_organization(ina.pk):
        return make.a_register(key="partner", name="ふるさとパートナー", rule=a_rule(), is_not="住民票ではありません。")


def person(**more: str) -> dict[str, str]:
    form = {**PERSON, "client_key": str(uuid4())} | more
    return {name: value for name, value in form.items() if value}


def rows(town: Organization) -> list[Registration]:
    with scope.of_organization(town.pk):
        return list(Registration.objects.select_related("case_file").order_by("pk"))


def test_a_visitor_reads_applies_and_withdraws(ina: Organization, register: Register, places: None) -> None:
    browser = Client()
    page = browser.get("/ina/furusato/r/partner/").content.decode()
    assert "国のふるさと住民登録とは別のもの" in page
    assert "住民票ではありません。" in page
    assert browser.get("/ina/furusato/").status_code == 200
    assert browser.get("/ina/furusato/r/partner/apply/").status_code == 200
    form = person(place="東京都千代田区")
    done = browser.post("/ina/furusato/r/partner/apply/", form)
    assert done.status_code == 302, done.content.decode()
    again = browser.post("/ina/furusato/r/partner/apply/", form)
    assert again.status_code == 302
    [row] = rows(ina)
    assert (row.status, row.case_file.place_code, row.facts["facts"]["applicant.lives_in"]) == (
        "asked", "131016", "13101",
    )  # fmt: skip
    mine = browser.get(done["Location"])
    text = mine.content.decode()
    assert row.number in text
    assert "国のふるさと住民登録の写し" in text
    assert "森" not in text, "no name: whoever finds the link learns nothing"
    assert browser.get(done["Location"].replace("/ina/", "/sado/")).status_code == 404
    assert browser.post(f"{done['Location']}withdraw/", {"why": ""}).status_code == 302
    assert rows(ina)[0].status == "withdrawn"


def test_a_minor_is_asked_for_the_guardian(ina: Organization, register: Register) -> None:
    browser = Client()
    minor = {"birth_on_year": str(timezone.now().year - 15)}
    refused = browser.post("/ina/furusato/r/partner/apply/", person(**minor))
    assert refused.status_code == 422
    assert "保護者のお名前を書いてください" in refused.content.decode()
    guardian = {"guardian_name": "森 父", "guardian_relation": "父", "guardian_agrees": "on"}
    assert browser.post("/ina/furusato/r/partner/apply/", person(**minor, **guardian)).status_code == 302
    assert rows(ina)[0].guardian_name == "森 父"


@pytest.mark.parametrize("wrong", [{"agree": ""}, {"email": ""}, {"birth_on_year": "2999"}])
def test_what_is_wrong_is_said(ina: Organization, register: Register, wrong: dict[str, str]) -> None:
    assert Client().post("/ina/furusato/r/partner/apply/", person(**wrong)).status_code == 422
    assert rows(ina) == []


def test_a_paused_or_unknown_register(ina: Organization, register: Register) -> None:
    with scope.of_organization(ina.pk):
        Register.objects.update(status="paused")
    assert "受付を休んでいます" in Client().get("/ina/furusato/r/partner/").content.decode()
    assert Client().post("/ina/furusato/r/partner/apply/", person()).status_code == 302
    assert rows(ina) == []
    assert Client().get("/ina/furusato/r/other/").status_code == 404


def test_who_is_protected_has_no_page_by_link(
    ina: Organization, hana: Person, register: Register, log_in: LogIn
) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        file = make_file(person=hana)
        row = make.a_registration(register, file=file, at=now)
        token = new_page(registration=row, by=system("test"), at=now)
        casefiles.protect(file=file, starts_on=date(2026, 1, 1), basis="申出", by=system("test"), at=now)
    assert Client().get(f"/ina/furusato/a/{token}/").status_code == 404
    own = log_in(hana.user)
    assert own.get(f"/ina/furusato/a/{row.number}/").status_code == 200
    assert row.number in own.get("/me/").content.decode()


def test_renewing_ones_own(ina: Organization, register: Register) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        file = make_file(place_code="131041")
        row = make.a_registration(register, file=file, valid_until=local_date(now), at=now, since=date(2026, 1, 1))
        token = new_page(registration=row, by=system("test"), at=now)
    browser = Client()
    page = browser.get(f"/ina/furusato/a/{token}/").content.decode()
    assert "いまのままでは更新できません" in page
    browser.post(f"/ina/furusato/a/{token}/renew/")
    assert rows(ina)[0].valid_until == local_date(now)
    with scope.of_organization(ina.pk):
        make.a_sign_up(make.an_activity(), file=file, on=local_date(now), is_confirmed=True)
    assert "更新する" in browser.get(f"/ina/furusato/a/{token}/").content.decode()
    browser.post(f"/ina/furusato/a/{token}/renew/")
    after = rows(ina)[0].valid_until
    assert after is not None
    assert after > local_date(now)


def test_one_tells_the_town_of_one_s_national_registration(ina: Organization, register: Register, places: None) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        row = make.a_registration(register, at=now)
        confirmed = make.a_national_status(
            row.case_file, body_code="202100", certainty="confirmed", external_id="F-9", on=local_date(now)
        )
        token = new_page(registration=row, by=system("test"), at=now)
    browser, page = Client(), f"/ina/furusato/national/{token}/"
    assert page in browser.get(f"/ina/furusato/a/{token}/").content.decode()
    wrong = {"body": "長野県伊那市", "tier": "premium", "registered_on": "2026-11-02", "renew_by": "2026-11-01"}
    assert "登録した日より後" in browser.post(page, wrong).content.decode()
    assert browser.post(page, {"body": "どこか", "tier": "premium"}).status_code == 422
    said = {"body": "長野県伊那市", "tier": "premium", "renew_by": "2099-01-01"}
    for _ in range(2):
        assert browser.post(page, said).status_code == 302
    shown = browser.get(page).content.decode()
    assert "本人の申告" in shown
    assert "長野県伊那市の登録は終わりました" in shown
    with scope.of_organization(ina.pk):
        told = NationalStatus.objects.get(body_code="202096")
        assert (told.tier, told.certainty) == ("premium", "claimed")
    again = browser.post(page, {"body": "長野県駒ヶ根市", "tier": "premium"}, follow=True).content.decode()
    assert "申告では変わりません" in again
    browser.post(page, {"ends": str(confirmed.pk)})
    browser.post(page, {"ends": str(told.pk)})
    with scope.of_organization(ina.pk):
        kept = NationalStatus.objects.filter(standing="active", is_automatic=False)
        assert list(kept.values_list("body_code", "tier")) == [("202100", "basic")]
    assert Client().get("/ina/furusato/national/wrong/").status_code == 404


def test_the_office_takes_a_call_and_decides(
    ina: Organization, head: Member, register: Register, log_in: LogIn
) -> None:
    desk, base = log_in(head.user), "/ina/staff/furusato"
    taken = desk.post(f"{base}/registers/{register.pk}/take/", person(channel="telephone", place=""))
    assert taken.status_code == 302, taken.content.decode()
    [row] = rows(ina)
    assert row.facts["facts"]["applicant.lives_in"] == "abroad"
    one = f"{base}/registrations/{row.pk}/"
    for page in (f"{base}/", f"{base}/?words=森", one, f"{base}/renewals/", f"{base}/registers/"):
        assert desk.get(page).status_code == 200, page
    assert desk.post(f"{one}register/", {"why": ""}).status_code == 422, "the conditions are not met"
    assert desk.post(f"{one}register/", {"why": "区長の推薦"}).status_code == 302
    assert desk.get(one).status_code == 200
    corrected = {"version": "2", "since": "2026-11-01", "valid_until": "2027-10-31", "why": "書きまちがい"}
    assert desk.post(f"{one}correct/", corrected).status_code == 302
    assert desk.post(f"{one}end/", {"reason": "other", "on": "2026-11-20", "why": "町の都合"}).status_code == 302
    assert desk.post(f"{one}restore/", {"why": "まちがい"}).status_code == 302
    assert desk.post(f"{one}withdraw/", {"why": ""}).status_code == 302
    assert desk.post(f"{one}nonsense/", {"why": ""}).status_code == 404
    assert rows(ina)[0].status == "withdrawn"


def test_a_register_is_defined_published_paused(
    ina: Organization, head: Member, register: Register, log_in: LogIn
) -> None:
    desk, base = log_in(head.user), "/ina/staff/furusato/registers/"
    form = {
        "key": "second", "name": "第2町民", "summary": "便りを届けます。", "decided_by": "rule", "renewal_days": "60",
        "step": "1", "falls_to": "", "rule": "", "valid_months": "",
    }  # fmt: skip
    made = desk.post(f"{base}new/", form)
    assert made.status_code == 302, made.content.decode()
    assert Client().get("/ina/furusato/r/second/").status_code == 404, "a draft is nobody's business"
    page = made["Location"]
    assert desk.get(page).status_code == 200
    assert desk.post(f"{page}publish/").status_code == 302
    assert Client().get("/ina/furusato/r/second/").status_code == 200
    changed = desk.post(f"{page}edit/", form | {"name": "第二町民", "version": "2", "falls_to": str(register.pk)})
    assert changed.status_code == 302, changed.content.decode()
    assert "第二町民" in Client().get("/ina/furusato/").content.decode()
    stale = desk.post(f"{page}edit/", form | {"version": "1"})
    assert stale.status_code == 422
    assert desk.post(f"{base}new/", form).status_code == 422, "the key is taken"


def test_the_mirror_at_the_office(ina: Organization, head: Member, places: None, log_in: LogIn) -> None:
    desk, base, now = log_in(head.user), "/ina/staff/furusato", timezone.now()
    with scope.of_organization(ina.pk):
        file = make_file(name="森 千夏", birth_on=date(1990, 4, 1))
    friend = f"{base}/files/{file.pk}/"
    assert "不明" in desk.get(friend).content.decode()
    claim = {"what": "claim", "body": "長野県伊那市", "tier": "premium", "renew_by": local_date(now).isoformat()}
    assert desk.post(friend, claim).status_code == 302
    assert "本人の申告" in desk.get(friend).content.decode()
    first, second = "F-1,202096,プレミアム,森 千夏,1990-04-01", "F-2,202096,ベーシック,林 一,"  # no day of renewal
    sheet = f"国側登録ID,団体コード,種類,氏名,生年月日\n{first}\n{second}\n"
    upload = SimpleUploadedFile("国.csv", sheet.encode())
    assert desk.post(f"{base}/national/", {"upload": upload}).status_code == 302
    page = desk.get(f"{base}/national/").content.decode()
    assert "国のファイルで確認" in page
    assert "林 一" in page
    wrong = SimpleUploadedFile("国.csv", "国側登録ID,団体コード,種類\n,1,2\n".encode())
    assert desk.post(f"{base}/national/", {"upload": wrong}).status_code == 422
    out = desk.post(f"{base}/national/out/")
    assert "F-1" in out.content.decode("utf-8-sig")
    with scope.of_organization(ina.pk):
        waiting = RegistryRow.objects.get(state="waiting")
        other = make_file(name="林 一")
    assert desk.post(f"{base}/national/rows/{waiting.pk}/", {"number": other.number}).status_code == 302
    with scope.of_organization(ina.pk):
        assert NationalStatus.objects.get(case_file=other, external_id="F-2").tier == "basic"
        mine = NationalStatus.objects.get(external_id="F-1")
    moved = {"what": "move", "place": "長野県伊那市", "on": local_date(now).isoformat()}
    assert desk.post(friend, moved).status_code == 302
    with scope.of_organization(ina.pk):
        mine.refresh_from_db()
        assert (mine.tier, mine.certainty) == ("basic", "unknown")
    death: dict[str, Any] = {"what": "death", "on": local_date(now).isoformat()}
    assert desk.post(friend, death).status_code == 422, "it must be sure"
    assert desk.post(friend, death | {"sure": "on"}).status_code == 302
    assert desk.post(friend, {"what": "claim"}).status_code == 422


def test_the_officer_of_another_town_sees_nothing(
    ina: Organization, sado_officer: Member, register: Register, log_in: LogIn
) -> None:
    with scope.of_organization(ina.pk):
        row = make.a_registration(register)
    other = log_in(sado_officer.user)
    assert other.get(f"/sado/staff/furusato/registrations/{row.pk}/").status_code == 404
    assert other.get(f"/ina/staff/furusato/registrations/{row.pk}/").status_code in {403, 404}
    assert row.number not in other.get("/sado/staff/furusato/").content.decode()


def test_names_of_protected_people_stand_on_no_list(
    ina: Organization, head: Member, register: Register, log_in: LogIn
) -> None:
    with scope.of_organization(ina.pk):
        file = make_file(name="秘密 花子")
        row = make.a_registration(register, file=file, valid_until=local_date(timezone.now()), since=date(2026, 1, 1))
        casefiles.protect(file=file, starts_on=date(2026, 1, 1), basis="申出", by=system("test"), at=timezone.now())
    desk = log_in(head.user)
    for page in ("", "?words=秘密", "renewals/", f"registrations/{row.pk}/", f"files/{file.pk}/"):
        assert "秘密 花子" not in desk.get(f"/ina/staff/furusato/{page}").content.decode(), page
    assert row.number not in desk.get("/ina/staff/furusato/?words=秘密").content.decode()


def test_a_file_that_is_known_fills_the_form(
    ina: Organization, head: Member, register: Register, log_in: LogIn
) -> None:
    with scope.of_organization(ina.pk):
        file: CaseFile = make_file(name="知人 一郎", phone="0265-78-4111")
    page = log_in(head.user).get(f"/ina/staff/furusato/registers/{register.pk}/take/?file={file.pk}").content.decode()
    assert "知人 一郎" in page
