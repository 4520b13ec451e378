"""Pages of people who want to stay, as browsers use them."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kayoi.engines.messages.models import Message
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.tests.factories import YOU
from kayoi.engines.reservations.models import Booking
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.dates import local_date
from kayoi.kit.sealing import seal
from kayoi.programmes.stays.models import House, Room, Stay
from kayoi.programmes.stays.states import KEY_CODE
from kayoi.programmes.stays.tests.factories import DEPOSIT, a_house, a_room, a_stay, some_prices

pytestmark = pytest.mark.django_db
BIRTH = {"birth_on_year": "1990", "birth_on_month": "5", "birth_on_day": "1"}


def soon(days: int) -> date:
    return local_date(timezone.now()) + timedelta(days=days)


@pytest.fixture
def house(ina: Organization) -> House:
    with scope.of_organization(ina.pk):
        made = a_house(at=timezone.now(), hard="冬は朝の室温が3度まで下がる")
        room = a_room(made, at=timezone.now())
        Room.objects.filter(pk=room.pk).update(key_code=seal("4821", purpose=KEY_CODE))
        return made


def wish(first: int = 20, last: int = 23, **party: int | str) -> dict[str, Any]:
    return {"first": soon(first).isoformat(), "last": soon(last).isoformat(), "adults": 2, "children": 0, **party}


def begun(client: Client, house: House) -> str:
    """Hold a time and return the address of the application."""
    answer = client.post(f"/ina/stays/{house.key}/", wish())
    assert answer.status_code == 302
    return answer.headers["Location"]


def filled(**more: Any) -> dict[str, Any]:
    return {
        **YOU,
        **BIRTH,
        "address": "松本市1",
        "who": "self",
        "version": 1,
        "purpose": "",
        "with0-name": "配偶者",
        **more,
    }


def test_the_list_and_a_house_say_what_is_hard_and_what_is_free(client: Client, house: House) -> None:
    assert house.name in client.get("/ina/stays/").content.decode()
    page = client.get(f"/ina/stays/{house.key}/").content.decode()
    assert "室温が3度" in page
    assert "4821" not in page
    assert house.address not in page
    assert "空きあり" in page


@pytest.mark.parametrize("month", ["x", "2020-01", "9999-12", "1" * 30 + "-1", "2026-13"])
def test_a_month_that_is_none_shows_this_one(client: Client, house: House, month: str) -> None:
    today = local_date(timezone.now())
    page = client.get(f"/ina/stays/{house.key}/", {"month": month})
    assert page.status_code == 200
    assert f"{today.year}年{today.month}月" in page.content.decode()


def test_a_deposit_is_worked_out_in_the_open(client: Client, ina: Organization, house: House) -> None:
    with scope.of_organization(ina.pk):
        rule = some_prices("stay-deposit", DEPOSIT)
        House.objects.filter(pk=house.pk).update(deposit_rule=rule, price_rule=some_prices())
    page = client.get(f"/ina/stays/{house.key}/", wish()).content.decode()
    assert "預り金(退去のあと、お返しします): 料金の2割" in page
    assert "このほかに、預り金 2,400円" in page
    assert "このほかに、預り金 2,400円" in client.get(begun(client, house)).content.decode()


def test_from_the_calendar_to_the_receipt(client: Client, ina: Organization, house: House) -> None:
    shown = client.get(f"/ina/stays/{house.key}/", wish()).content.decode()
    assert "この日程で申し込む" in shown
    path = begun(client, house)
    page = client.get(path)
    assert page.status_code == 200
    assert "いっしょに滞在する人(1人目)" in page.content.decode()
    wrong = client.post(path, filled(send="1"))
    assert wrong.status_code == 422  # neither pledged nor agreed
    done = client.post(path, filled(send="1", pledge="on", agree="on"), follow=True)
    body = done.content.decode()
    with scope.of_organization(ina.pk):
        stay = Stay.objects.select_related("application", "booking").get()
        assert Message.objects.count() == 1
    assert stay.application is not None
    assert stay.application.receipt in body
    assert (stay.booking.status, stay.booking.lapses_at) == ("held", None)
    assert "4821" not in body
    assert house.address not in body
    assert client.get(path).headers["Location"] == path.replace("apply/", ""), "it can be written in no more"


def test_pressed_twice_is_one_application(client: Client, ina: Organization, house: House) -> None:
    shown = client.get(f"/ina/stays/{house.key}/", wish()).content.decode()
    [key] = re.findall(r'name="client_key" value="([^"]*)"', shown)
    paths = [client.post(f"/ina/stays/{house.key}/", wish(client_key=key)).headers["Location"] for _ in range(2)]
    with scope.of_organization(ina.pk):
        assert Stay.objects.count() == Booking.objects.count() == 1
    whole = filled(send="1", pledge="on", agree="on")
    first, second = (client.post(path, whole).headers["Location"] for path in paths)
    assert [client.get(page).status_code for page in (first, second)] == [200, 200]
    with scope.of_organization(ina.pk):
        assert Message.objects.count() == 1
    assert client.post(f"/ina/stays/{house.key}/", wish(client_key="x")).status_code == 422  # taken, and no key


def test_kept_without_sending_and_shown_again(client: Client, ina: Organization, house: House) -> None:
    path = begun(client, house)
    assert client.post(path, filled(keep="1", purpose="冬を知りたい")).status_code == 302
    page = client.get(path).content.decode()
    assert "冬を知りたい" in page
    assert "配偶者" in page
    with scope.of_organization(ina.pk):
        assert Stay.objects.get().case_file is None


def test_a_taken_time_opens_another_door(client: Client, ina: Organization, house: House) -> None:
    with scope.of_organization(ina.pk):
        a_stay(house.rooms.get(), arrives_on=soon(21), leaves_on=soon(25), at=timezone.now())
    page = client.get(f"/ina/stays/{house.key}/", wish()).content.decode()
    assert "空いていません" in page
    assert "ほかの予約があります" in page
    assert f"first={soon(18):%Y-%m-%d}&amp;last={soon(21):%Y-%m-%d}" in page
    assert client.post(f"/ina/stays/{house.key}/", wish()).status_code == 422


@pytest.mark.parametrize(("days", "shows"), [(-1, False), (0, True), (3, True), (4, False)])
def test_the_key_is_shown_on_the_days_of_the_stay_only(
    client: Client, ina: Organization, house: House, days: int, shows: bool
) -> None:
    now = timezone.now()
    with scope.of_organization(ina.pk):
        first = soon(-days)
        stay = a_stay(house.rooms.get(), arrives_on=first, leaves_on=first + timedelta(days=3), at=now, is_allowed=True)
        assert stay.application is not None
        token = procedures.new_link(application=stay.application, by=VISITOR, at=now)
    page = client.get(f"/ina/stays/a/{token}/").content.decode()
    assert ("4821" in page) is shows
    assert house.address in page
    entry = client.get(f"/ina/stays/a/{token}/calendar/")
    assert b"BEGIN:VEVENT" in entry.content
    assert b"STATUS:CONFIRMED" in entry.content


def test_given_up_by_the_link(client: Client, ina: Organization, house: House) -> None:
    path = begun(client, house)
    assert client.post(path, filled(send="1", pledge="on", agree="on")).status_code == 302
    state = path.removesuffix("apply/")
    assert "取消料はかかりません" in client.get(f"{state}cancel/").content.decode()
    assert client.post(f"{state}cancel/", {"why": ""}).status_code == 422
    done = client.post(f"{state}cancel/", {"why": "仕事の都合"}, follow=True).content.decode()
    assert "取りやめました" in done
    with scope.of_organization(ina.pk):
        assert Stay.objects.get().status == "cancelled"


def test_days_that_cannot_be(client: Client, house: House) -> None:
    for wrong in (wish(first=-1), wish(first=5, last=5), wish(adults=0)):
        page = client.get(f"/ina/stays/{house.key}/", wrong)
        assert "この日程で申し込む" not in page.content.decode()
        assert client.post(f"/ina/stays/{house.key}/", wrong).status_code == 422


def test_another_town_has_none_of_it(client: Client, house: House, sado: Organization) -> None:
    path = begun(client, house)
    assert client.get(f"/ina/stays/{house.key}/").status_code == 200
    assert client.get(f"/sado/stays/{house.key}/").status_code == 404
    assert client.get(path.replace("/ina/", "/sado/")).status_code == 404


def test_unpublished_is_not_there(client: Client, ina: Organization, house: House) -> None:
    with scope.of_organization(ina.pk):
        House.objects.filter(pk=house.pk).update(status="paused")
    assert client.get(f"/ina/stays/{house.key}/").status_code == 404
    assert house.name not in client.get("/ina/stays/").content.decode()


def test_other_doors_take_as_many_queries_with_many_houses(client: Client, ina: Organization, house: House) -> None:
    with scope.of_organization(ina.pk):
        a_stay(house.rooms.get(), arrives_on=soon(21), leaves_on=soon(25), at=timezone.now())
        a_room(a_house(at=timezone.now(), procedure=house.procedure), at=timezone.now())
    counts = []
    for more in (0, 6):
        with scope.of_organization(ina.pk):
            for _ in range(more):
                a_room(a_house(at=timezone.now(), procedure=house.procedure), at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            assert "近い空き" in client.get(f"/ina/stays/{house.key}/", wish()).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
