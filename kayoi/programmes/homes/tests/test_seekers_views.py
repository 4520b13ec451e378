"""Pages of seekers: register, one's own page; for staff: callers, letters, viewings, contracts, no price talk."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, system
from kayoi.kit.dates import local_date, local_time
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Home, Inquiry, Seeker, Viewing
from kayoi.programmes.homes.tests.seekers import (
    applied,
    contract_fields,
    make_inquiry,
    make_seeker,
    make_shown,
    make_viewing,
)
from tests.cast import LogIn, Member

pytestmark = pytest.mark.django_db
BY = system("test")
NAME = "山田 花"
REGISTER = {
    "name": NAME, "email": "hana@example.jp", "household": "大人2人", "wish": "庭のある家", "shows_wish": "on",
    "pledge": "on", "agree": "on",
}  # fmt: skip


def url(name: str, **kwargs: Any) -> str:
    return reverse(f"homes:{name}", kwargs={"organization": "ina", **kwargs})


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def desk(officer: Member, log_in: LogIn) -> Client:
    return log_in(officer.user)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def home(ina: Organization, now: datetime) -> Home:
    with scope.of_organization(ina.pk):
        return make_shown(make_file(name="田中 所有者"), by=BY, at=now)


@pytest.fixture
def done(ina: Organization, now: datetime) -> services.Applied:
    with scope.of_organization(ina.pk):
        made = applied(make_file(name=NAME), by=BY, at=now)
        services.register_seeker(seeker=made.seeker, by=BY, at=now)
        return made


def test_registering_leads_to_ones_own_page_without_a_name(client: Client, ina: Organization) -> None:
    page = url("register_as_seeker")
    refused = client.post(page, {"name": NAME})
    assert refused.status_code == 422
    assert "誓約いただけない場合は" in text(refused)
    sent = REGISTER | {"client_key": str(uuid4())}
    first, second = client.post(page, sent), client.post(page, sent)
    assert (first.status_code, second.status_code) == (302, 302)
    with scope.of_organization(ina.pk):
        assert (Seeker.objects.count(), Seeker.objects.get().shows_wish) == (1, True)
    shown = text(client.get(first["Location"]))
    assert "申請中" in shown
    assert NAME not in shown
    assert "hana@example.jp" not in shown


def test_registering_in_english(client: Client, ina: Organization) -> None:
    page = client.get(url("register_as_seeker"), headers={"accept-language": "en"})
    assert "I do not buy in order to resell at a profit." in text(page)
    client.post(url("register_as_seeker"), REGISTER, headers={"accept-language": "en"})
    with scope.of_organization(ina.pk):
        assert Seeker.objects.get().case_file.language == "en"


def test_prices_are_not_written_to_owners(client: Client, home: Home, done: services.Applied) -> None:
    refused = client.post(url("register_as_seeker"), REGISTER | {"wish": "300万円までなら買います"})
    assert refused.status_code == 422
    sent = {"number": home.number, "letter": "少し安くなりませんか。値引きをお願いします。"}
    refused = client.post(url("ask", key=done.token), sent)
    assert "ここでは書けません" in text(refused)


def test_asking_withdrawing_and_ending_on_ones_own_page(
    client: Client, ina: Organization, home: Home, done: services.Applied, now: datetime
) -> None:
    key = {"key": done.token}
    assert client.post(url("ask", **key), {"number": "空2026-9999"}).status_code == 422
    assert client.post(url("ask", **key), {"number": home.number, "letter": "庭が好きです"}).status_code == 302
    with scope.of_organization(ina.pk):
        row = Inquiry.objects.get()
        assert row.status == "chosen"
    viewing = {"number": home.number, "wishes": "土曜の朝", "persons": 2}
    assert client.post(url("ask_viewing", **key), viewing).status_code == 302
    shown = text(client.get(url("mine", **key)))
    assert "商談中" in shown
    assert "日時を調整しています" in shown
    end = url("end_mine", **key, what="inquiry", pk=row.pk)
    assert client.post(end, {"why": ""}).status_code == 422
    assert client.post(end, {"why": "都合が変わった"}).status_code == 302
    again = client.post(end, {"why": "都合が変わった"})
    assert again.status_code == 422
    assert client.post(url("renew_mine", **key), {"pledge": "on"}).status_code == 302
    client.post(url("end_mine", **key, what="registration", pk=done.seeker.pk), {"why": "ほかの理由"})
    with scope.of_organization(ina.pk):
        assert (Inquiry.objects.get().status, Seeker.objects.get().status) == ("withdrawn", "withdrawn")


def test_a_key_opens_only_what_is_its_own(
    client: Client, log_in: LogIn, ina: Organization, sado: Organization, ken: Person, hana: Person, home: Home,
    done: services.Applied, now: datetime,
) -> None:  # fmt: skip
    with scope.of_organization(ina.pk):
        other = applied(make_file(person=hana), by=BY, at=now)
        services.register_seeker(seeker=other.seeker, by=BY, at=now)
        row = make_inquiry(home, other.seeker, by=BY, at=now)
    assert client.get(url("mine", key="x")).status_code == 404
    assert client.get(url("mine", key=other.seeker.number)).status_code == 404
    assert client.get(url("mine", key=done.token).replace("/ina/", "/sado/")).status_code == 404
    for what, pk in (("inquiry", row.pk), ("registration", other.seeker.pk), ("nothing", 1)):
        assert client.get(url("end_mine", key=done.token, what=what, pk=pk)).status_code == 404
    assert log_in(ken.user).get(url("mine", key=other.seeker.number)).status_code == 404
    hers = log_in(hana.user)
    assert hers.get(url("mine", key=other.seeker.number)).status_code == 200
    assert hers.get(url("talk"))["Location"] == url("mine", key=other.seeker.number) + "?home="
    assert other.seeker.number in text(hers.get("/me/"))
    assert client.get(url("talk")).status_code == 200


def test_a_browser_that_opened_its_page_is_led_back_to_it_from_a_house(
    client: Client, ina: Organization, home: Home, done: services.Applied
) -> None:
    client.get(url("mine", key=done.token))
    page = client.get(url("talk") + f"?home={home.number}", follow=True)
    assert page.redirect_chain[0][0].startswith(url("mine", key=done.token))
    assert f"物件番号: {home.number}" in text(page)
    asking = client.get(url("ask_viewing", key=done.token) + f"?home={home.number}")
    assert f'value="{home.number}"' in text(asking)


def test_staff_register_a_caller_approve_and_refuse(desk: Client, ina: Organization) -> None:
    sent = {"name": NAME, "channel": "telephone", "pledge": "on", "agree": "on", "client_key": str(uuid4())}
    assert desk.post(url("new_seeker"), sent | {"name": ""}).status_code == 422
    page = desk.post(url("new_seeker"), sent)["Location"]
    with scope.of_organization(ina.pk):
        seeker = Seeker.objects.get()
    assert NAME in text(desk.get(url("seekers")))
    desk.post(url("approve_seeker", pk=seeker.pk))
    assert "登録中" in text(desk.get(page))
    desk.post(url("approve_seeker", pk=seeker.pk))
    assert desk.post(url("withdraw_seeker", pk=seeker.pk), {"why": "本人の電話"}).status_code == 302
    assert desk.post(url("refuse_seeker", pk=seeker.pk), {"why": "x"}).status_code == 422
    again = desk.post(url("new_seeker"), sent | {"file": seeker.case_file_id, "client_key": str(uuid4())})
    assert again["Location"] == page
    desk.post(url("refuse_seeker", pk=seeker.pk), {"why": "誓約に反するため"})
    assert "誓約に反するため" in text(desk.get(page))


def test_owner_chooses_with_the_letters_side_by_side(
    desk: Client, ina: Organization, home: Home, done: services.Applied, now: datetime
) -> None:
    with scope.of_organization(ina.pk):
        services.change_home(home=home, changes={"choose_by": "window"}, version=None, by=BY, at=now)
        other = make_seeker(make_file(name="鈴木 健"), by=BY, at=now)
        make_inquiry(home, other, by=BY, at=now, letter="大工です")
    sent = {"seeker": done.seeker.number, "channel": "telephone", "letter": "犬がいます"}
    assert desk.post(url("ask_for_caller", pk=home.pk), sent | {"seeker": "9"}).status_code == 422
    assert desk.post(url("ask_for_caller", pk=home.pk), sent).status_code == 302
    shown = text(desk.get(url("inquiries", pk=home.pk)))
    assert shown.index("大工です") < shown.index("犬がいます")
    assert shown.count("所有者がこの人を選んだ") == 2
    paper = desk.get(url("inquiry_letters", pk=home.pk))
    assert paper.content.startswith(b"%PDF")
    with scope.of_organization(ina.pk):
        second = Inquiry.objects.get(seeker=done.seeker)
    desk.post(url("choose_inquiry", pk=second.pk))
    assert "所有者がこの人を選んだ" not in text(desk.get(url("inquiries", pk=home.pk)))
    desk.post(url("choose_inquiry", pk=second.pk))
    assert desk.post(url("inquiry", pk=second.pk), {"how": "fall_through", "why": "家族の反対"}).status_code == 302
    with scope.of_organization(ina.pk):
        assert sorted(Inquiry.objects.values_list("status", flat=True)) == ["fell_through", "waiting"]


def test_wishes_for_an_owner(desk: Client, client: Client, home: Home, done: services.Applied) -> None:
    assert "庭で野菜を作りたい" in text(desk.get(url("wishes")))
    made = text(desk.post(url("share_wishes", pk=home.pk)))
    path = made.partition("http://testserver")[2].partition("<")[0].strip()
    shown = text(Client().get(path))
    assert "庭で野菜を作りたい" in shown
    assert NAME not in shown
    assert done.seeker.number not in shown
    assert Client().get(url("wishes_for_owner", token="x")).status_code == 404


def test_a_viewing_is_fixed_and_called_off(
    desk: Client, ina: Organization, home: Home, done: services.Applied, now: datetime
) -> None:
    sent = {"seeker": done.seeker.number, "channel": "counter", "wishes": "土曜", "persons": 2}
    assert desk.post(url("viewing_for_caller", pk=home.pk), sent | {"seeker": "9"}).status_code == 422
    page = desk.post(url("viewing_for_caller", pk=home.pk), sent)["Location"]
    tomorrow = local_date(now) + timedelta(days=1)
    time = {"on": tomorrow.isoformat(), "starts": "10:00", "ends": "11:00", "attended_by": "職員"}
    assert desk.post(page, time | {"ends": "09:00"}).status_code == 422
    assert desk.post(page, time).status_code == 302
    with scope.of_organization(ina.pk):
        viewing = Viewing.objects.get()
    assert desk.post(url("finish_viewing", pk=viewing.pk), {"note": "x"}).status_code == 422
    assert desk.post(url("cancel_viewing", pk=viewing.pk), {"why": "雪"}).status_code == 302
    assert "雪" in text(desk.get(page))


def test_two_viewings_in_the_same_hour(
    desk: Client, ina: Organization, home: Home, done: services.Applied, now: datetime
) -> None:
    tomorrow = local_time(now + timedelta(days=1)).replace(hour=10, minute=0, second=0, microsecond=0)
    with scope.of_organization(ina.pk):
        make_viewing(home, done.seeker, by=BY, at=now, starts_at=tomorrow)
        second = make_viewing(home, make_seeker(make_file(name="別"), by=BY, at=now), by=VISITOR, at=now)
    time = {"on": tomorrow.date().isoformat(), "starts": "10:30", "ends": "11:30"}
    refused = desk.post(url("viewing", pk=second.pk), time)
    assert refused.status_code == 422
    assert "この時間には、ほかの方の見学があります" in text(refused)
    assert desk.post(url("viewing", pk=second.pk), time | {"starts": "11:00", "ends": "12:00"}).status_code == 302


def test_keys_are_lent_and_returned(desk: Client, home: Home, now: datetime) -> None:
    page = url("viewings", pk=home.pk)
    sent = {"holder": "伊那不動産", "due_on": (local_date(now) - timedelta(days=1)).isoformat()}
    assert desk.post(page, sent).status_code == 302
    assert "返却が遅れています" in text(desk.get(page))
    assert desk.post(page, sent).status_code == 422
    key = text(desk.get(page)).partition("/staff/homes/keys/")[2].partition("/")[0]
    assert "伊那不動産" in text(desk.get(url("key", pk=int(key))))
    desk.post(url("key", pk=int(key)))
    desk.post(url("key", pk=int(key)))
    assert "返却が遅れています" not in text(desk.get(page))


def test_contract_page_and_sublease_reminder(
    desk: Client, ina: Organization, home: Home, done: services.Applied, now: datetime
) -> None:
    with scope.of_organization(ina.pk):
        make_inquiry(home, done.seeker, by=BY, at=now)
        services.change_home(home=home, changes={"offer": "rent"}, version=None, by=BY, at=now)
    page = url("contracts", pk=home.pk)
    today = local_date(now).isoformat()
    sent = {"kind": "sublease", "contracted_on": today, "reported_by": "NPO"}
    assert "戸数にかかわらず" in text(desk.get(page))
    assert desk.post(page, sent | {"ends_on": today}).status_code == 422
    assert desk.post(page, sent | {"kind": "sale"}).status_code == 422
    made = desk.post(page, sent)["Location"]
    assert "200戸以上" in text(desk.get(made))
    pk = int(made.rstrip("/").rpartition("/")[2])
    refused = desk.post(made, {"on": today, "why": "300万円で折り合わず"})
    assert "取扱業者に取り次ぐ" in text(refused)
    desk.post(url("complete_contract", pk=pk))
    desk.post(url("complete_contract", pk=pk))
    assert "不成立を記録する" not in text(desk.get(made))


def test_staff_who_note_a_price_are_refused_and_can_hand_it_over(
    desk: Client, ina: Organization, home: Home, done: services.Applied, now: datetime
) -> None:
    with scope.of_organization(ina.pk):
        row = make_inquiry(home, done.seeker, by=BY, at=now)
    page = url("inquiry", pk=row.pk)
    refused = desk.post(page, {"how": "decline", "why": "350万円なら買うと言われた"})
    assert refused.status_code == 422
    assert "宅地建物取引業法" in text(refused)
    assert url("hand_to_broker", pk=home.pk) in text(refused)
    assert "取り次げます" not in text(desk.get(page))
    mail.outbox.clear()
    handed = desk.post(url("hand_to_broker", pk=home.pk), follow=True)
    assert "対応ボードに入れました" in text(handed)
    assert "350万" not in text(handed)
    with scope.of_organization(ina.pk):
        assert Inquiry.objects.get().why == ""


def test_the_other_town_sees_nothing(
    log_in: LogIn, sado_officer: Member, ina: Organization, home: Home, done: services.Applied, now: datetime
) -> None:
    with scope.of_organization(ina.pk):
        row = make_inquiry(home, done.seeker, by=BY, at=now)
        services.report_contract(home=home, fields=contract_fields(local_date(now)), by=BY, at=now)
    theirs = log_in(sado_officer.user)
    for page in (url("seeker", pk=done.seeker.pk), url("inquiry", pk=row.pk), url("inquiry_letters", pk=home.pk)):
        assert theirs.get(page.replace("/ina/", "/sado/")).status_code == 404
