"""Activities as people, hosts and staff use them, through the HTTP client. Times are counted from today."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pikepdf
import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.files.models import StoredFile
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.tests.pdf_text import words_of_pages
from kayoi.kit.tokens import new_token, token_hash
from kayoi.programmes.furusato.models import Activity, Evidence, SignUp, SignUpLink
from kayoi.programmes.furusato.services.activities import make_host_link
from kayoi.programmes.furusato.tests import factories as make
from tests.cast import LogIn, Member
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
FORM = {"name": "山田 花", "email": "hana@example.jp", "agree": "on"}


@pytest.fixture
def activity(ina: Organization) -> Activity:
    """An activity tomorrow, for one."""
    with scope.of_organization(ina.pk):
        return make.an_activity(at=timezone.now() - timedelta(days=9), key="tanada", capacity=1, spot_code="K7QM")


def begin(ina: Organization, activity: Activity) -> None:
    """Let the activity have begun a minute ago."""
    with scope.of_organization(ina.pk):
        now = timezone.now()
        Activity.objects.filter(pk=activity.pk).update(
            starts_at=now - timedelta(minutes=1), ends_at=now + timedelta(hours=2)
        )


def statuses(ina: Organization) -> list[str]:
    with scope.of_organization(ina.pk):
        return list(SignUp.objects.order_by("pk").values_list("status", flat=True))


def host_address(ina: Organization, activity: Activity) -> str:
    with scope.of_organization(ina.pk):
        return f"/ina/furusato/hosts/{make_host_link(activity=activity, by=system('test'), at=timezone.now())}/"


def test_from_the_list_to_one_s_own_page(client: Client, ina: Organization, activity: Activity) -> None:
    assert activity.title in client.get("/ina/furusato/activities/").content.decode()
    key = str(uuid4())
    sent = [client.post("/ina/furusato/activities/tanada/", FORM | {"client_key": key}) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [302, 302]
    assert statuses(ina) == ["signed"]
    page = client.get(sent[0]["Location"]).content.decode()
    assert "あと3回" in page
    assert "<svg" in page
    run_jobs()
    [letter] = mail.outbox
    link = re.search(r"http\S+/mine/\S+", str(letter.body))
    assert link
    assert client.get(link[0]).status_code == 200


def test_what_is_missing_is_said_and_nothing_is_lost(client: Client, ina: Organization, activity: Activity) -> None:
    answer = client.post("/ina/furusato/activities/tanada/", {"name": "山田 花"})
    assert answer.status_code == 422
    assert "山田 花" in answer.content.decode()
    assert statuses(ina) == []


def test_when_it_is_full_one_waits_and_moves_up(client: Client, ina: Organization, activity: Activity) -> None:
    first, second = (
        client.post("/ina/furusato/activities/tanada/", FORM | {"email": f"{n}@example.jp"})["Location"] for n in (1, 2)
    )
    assert statuses(ina) == ["signed", "waiting"]
    page = client.get(first).content.decode()
    cancel = re.search(r'href="([^"]+/cancel/\d+/)"', page)
    assert cancel
    client.post(cancel[1], {"why": "体調がよくない"})
    assert statuses(ina) == ["cancelled", "signed"]
    assert "空き待ち" not in client.get(second).content.decode()


def test_the_code_on_the_spot_is_one_tap_on_the_phone_that_signed_up(
    client: Client, ina: Organization, activity: Activity
) -> None:
    client.post("/ina/furusato/activities/tanada/", FORM)
    begin(ina, activity)
    here = "/ina/furusato/here/tanada/K7QM/"
    receipt = re.search(r'name="receipt" value="([^"]+)"', client.get(here).content.decode())
    assert receipt
    assert client.post(here.replace("K7QM", "AAAA"), {"receipt": receipt[1]}).status_code == 422
    assert client.post(here, {"receipt": receipt[1]}).status_code == 200
    assert statuses(ina) == ["confirmed"]
    assert Client().post(here, {"receipt": "AAAA-AAAA-AAAA"}).status_code == 422


def test_a_host_presses_who_came_and_scans_a_person(client: Client, ina: Organization, activity: Activity) -> None:
    client.post("/ina/furusato/activities/tanada/", FORM)
    begin(ina, activity)
    with scope.of_organization(ina.pk):
        receipt = SignUp.objects.get().receipt
    phone, address = Client(), host_address(ina, activity)
    assert "このスマートフォンでは確かめられません" in phone.get(f"/ina/furusato/pass/{receipt}/").content.decode()
    assert "山田 花" in phone.get(address).content.decode()
    phone.post(address, {"number": "1", "came": "no"})
    assert statuses(ina) == ["absent"]
    phone.post(f"/ina/furusato/pass/{receipt}/")
    assert statuses(ina) == ["confirmed"]
    assert Client().get("/ina/furusato/hosts/wrong/").status_code == 404


def test_a_host_sees_all_their_activities_and_adds_who_came_without_a_word(
    client: Client, ina: Organization, activity: Activity
) -> None:
    client.post("/ina/furusato/activities/tanada/", FORM)
    address = host_address(ina, activity)
    add = f"{address}{activity.pk}/add/"
    came = {"name": "林 一", "email": "hajime@example.jp", "agree": "on", "client_key": str(uuid4())}
    phone = Client()
    assert "まだ始まっていません" in phone.post(add, came).content.decode()
    begin(ina, activity)
    with scope.of_organization(ina.pk):
        second = make.an_activity(at=timezone.now(), title="稲刈り", host_email="TANADA@example.jp")
        other = make.an_activity(at=timezone.now(), title="よその活動", host_email="other@example.jp")
    page = phone.get(f"{address}all/").content.decode()
    assert "稲刈り" in page
    assert "よその活動" not in page
    assert phone.get(f"{address}{second.pk}/").status_code == 200
    assert phone.get(f"{address}{other.pk}/").status_code == 404
    assert phone.post(add, {"name": "林 一"}).status_code == 422, "nobody is told without their consent"
    for _ in range(2):
        assert phone.post(add, came).status_code == 302
    assert statuses(ina) == ["signed", "confirmed"], "full, but they were there"
    assert "林 一" in phone.get(address).content.decode()
    run_jobs()
    [letter] = [one for one in mail.outbox if one.to == ["hajime@example.jp"]]
    assert "参加を記録しました" in str(letter.subject)
    with scope.of_organization(ina.pk):
        assert Engagement.objects.filter(kind="activity").count() == 1


def test_staff_see_hosts_and_add_who_came(
    ina: Organization, activity: Activity, officer: Member, log_in: LogIn
) -> None:
    desk, page = log_in(officer.user), f"/ina/staff/furusato/activities/{activity.pk}/"
    begin(ina, activity)
    with scope.of_organization(ina.pk):
        make.a_sign_up(activity, is_confirmed=True)
        Activity.objects.filter(pk=activity.pk).update(status="held")
    assert "申込みなしで来た人を加える" in desk.get(page).content.decode()
    took = {"name": "電話 太郎", "channel": "counter", "agree": "on", "client_key": str(uuid4())}
    assert "来た人として加えました" in desk.post(f"{page}take/", took, follow=True).content.decode()
    assert statuses(ina) == ["confirmed", "confirmed"]
    hosts = desk.get("/ina/staff/furusato/activities/hosts/").content.decode()
    assert "棚田を守る会" in hosts
    assert "来た人 2人" in hosts


def test_a_person_under_protection_is_a_number_to_the_host(
    client: Client, ina: Organization, activity: Activity
) -> None:
    with scope.of_organization(ina.pk):
        file = make_file(name="秘 密子")
        casefiles.protect(
            file=file, starts_on=file.opened_at.date(), basis="支援措置", by=system("test"), at=timezone.now()
        )
        make.a_sign_up(activity, file=file, number=1, note="秘密の事情")
        token = new_token()
        SignUpLink.objects.create(case_file=file, token_hash=token_hash(token), made_at=timezone.now())
    page = client.get(host_address(ina, activity)).content.decode()
    assert "1番の方" in page
    assert "秘 密子" not in page
    assert "秘密の事情" not in page
    assert client.get(f"/ina/furusato/mine/{token}/").status_code == 404


def test_a_report_with_a_photo_is_decided_by_staff(
    client: Client, ina: Organization, activity: Activity, officer: Member, log_in: LogIn, settings: Any, tmp_path: Path
) -> None:
    settings.UPLOADS = tmp_path
    with scope.of_organization(ina.pk):
        file, token = make_file(email="hana@example.jp"), new_token()
        SignUpLink.objects.create(case_file=file, token_hash=token_hash(token), made_at=timezone.now())
    mine = f"/ina/furusato/mine/{token}/"
    photo: Any = BytesIO(picture())
    photo.name = "a.jpg"
    form = {"kind": activity.kind_id, "starts_on": timezone.now().date(), "note": "用水路の泥上げ", "photos": photo}
    client.post(f"{mine}report/", form | {"client_key": str(uuid4())})
    assert statuses(ina) == ["reported"]
    desk = log_in(officer.user)
    assert "用水路の泥上げ" in desk.get("/ina/staff/furusato/activities/reports/").content.decode()
    with scope.of_organization(ina.pk):
        row, evidence = SignUp.objects.get(), Evidence.objects.get()
    shown: Any = desk.get(f"/ina/staff/furusato/activities/photos/{evidence.pk}/")
    assert b"".join(shown.streaming_content)[:2] == b"\xff\xd8", "a JPEG, made anew"
    assert desk.post(f"/ina/staff/furusato/sign-ups/{row.pk}/reject/", {"why": ""}).status_code == 422
    desk.post(f"/ina/staff/furusato/sign-ups/{row.pk}/reject/", {"why": "場所が分かりません"})
    assert "場所が分かりません" in client.get(mine).content.decode()
    client.post(f"{mine}report/{row.pk}/", {"note": "高遠の用水路です"})
    desk.post(f"/ina/staff/furusato/sign-ups/{row.pk}/accept/")
    assert statuses(ina) == ["confirmed"]
    pdf = desk.get(f"/ina/staff/furusato/people/{file.pk}/activities/pdf/")
    assert pdf["Content-Type"] == "application/pdf"
    listed = BytesIO()
    with pikepdf.open(BytesIO(pdf.content)) as papers:
        assert len(papers.pages) == 2, "the list and the photo"
        del papers.pages[1]
        papers.save(listed)
    assert "高遠の用水路" in words_of_pages(listed.getvalue())[0]
    with scope.of_organization(ina.pk):
        assert StoredFile.objects.count() == 1
        assert Engagement.objects.filter(kind="activity").count() == 1


def test_staff_write_open_take_and_call_off(
    ina: Organization, activity: Activity, officer: Member, log_in: LogIn
) -> None:
    desk, day = log_in(officer.user), (timezone.now() + timedelta(days=5)).date()
    form = {
        "title": "稲刈り", "key": "inekari", "kind": activity.kind_id, "place": "長谷", "starts_at": f"{day}T09:00",
        "ends_at": f"{day}T12:00", "host_name": "里の会", "host_email": "sato@example.jp", "insurance": "",
    }  # fmt: skip
    page = desk.post("/ina/staff/furusato/activities/new/", form)["Location"]
    assert "保険を書いてください" in desk.post(f"{page}step/open/", follow=True).content.decode()
    desk.post(f"{page}change/", form | {"insurance": "ボランティア保険", "version": "1"})
    assert "募集を始めました" in desk.post(f"{page}step/open/", follow=True).content.decode()
    take = {"name": "電話 太郎", "phone": "090-1111-2222", "channel": "telephone", "agree": "on"}
    desk.post(f"{page}take/", take | {"client_key": str(uuid4())})
    assert "電話 太郎" in desk.get(page).content.decode()
    assert desk.post(f"{page}cancel/", {"why": ""}).status_code == 422
    desk.post(f"{page}cancel/", {"why": "台風"})
    assert statuses(ina) == ["cancelled"]
    assert "台風" in desk.get("/ina/furusato/activities/inekari/").content.decode()


def test_my_page_needs_a_log_in_and_shows_one_s_own(
    client: Client, ina: Organization, log_in: LogIn, hana: Any
) -> None:
    assert "login" in client.get("/ina/furusato/mine/me/")["Location"]
    page = log_in(hana.user).get("/ina/furusato/mine/me/", follow=True).content.decode()
    assert "この町での活動は、まだありません" in page
    with scope.of_organization(ina.pk):
        file = make_file(person=hana)
        make.a_sign_up(file=file, is_confirmed=True, on=timezone.now().date())
    page = log_in(hana.user).get("/ina/furusato/mine/me/").content.decode()
    assert "あと2回" in page
    assert "/ina/furusato/mine/me/" in log_in(hana.user).get("/me/").content.decode()
