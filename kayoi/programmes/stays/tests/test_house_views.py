"""Staff register a house page by page."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from kayoi.engines.procedures.tests.factories import make_ruleset
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.stays.models import House, Room
from kayoi.programmes.stays.tests.factories import a_procedure, a_stay
from tests.cast import LogIn, Member, make_member

HOUSES = "/ina/staff/stays/houses/"


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS = tmp_path


def test_a_house_from_the_first_step_to_publication(log_in: LogIn, ina: Organization, head: Member) -> None:
    with scope.of_organization(ina.pk):
        procedure, prices = a_procedure(at=timezone.now()), make_ruleset(key="price")
        type(prices).objects.filter(pk=prices.pk).update(kind="price")
    client = log_in(head.user)
    new = {"name": "高遠の家", "key": "takato", "kind": "trial", "basis": "inn", "quarter": "高遠町"}
    page = client.post(f"{HOUSES}new/", new).headers["Location"]
    assert client.post(f"{HOUSES}new/", new).status_code == 422  # the address is taken
    shown = client.get(page).content.decode()
    assert "公開までに要るもの" in shown
    assert "宿泊者名簿を作り、3年間保存する" in shown
    with scope.of_organization(ina.pk):
        house = House.objects.get()
    parts: dict[str, dict[str, Any]] = {
        "basic": {"name": "高遠の家", "kind": "trial", "quarter": "高遠町", "address": "1番地", "contact": "係"},
        "basis": {"basis": "inn", "basis_detail": "第12号"},
        "facts": {"summary": "古民家です。", "hard": "坂が急です。"},
        "rules": {"procedure": procedure.pk, "price_rule": prices.pk, "deposit_yen": 10000, "guaranty": "none",
                  "pay_within_days": 14, "hold_minutes": 60},
        "guide": {"guide": "薪は納屋にあります。"},
    }  # fmt: skip
    for name, fields in parts.items():
        with scope.of_organization(ina.pk):
            version = House.objects.get().version
        answer = client.post(f"{page}part/{name}/", fields | {"version": version})
        assert answer.status_code == 302, (name, answer.content.decode())
    assert client.post(f"{page}part/basis/", parts["basis"] | {"version": 1}).status_code == 422  # an old page
    unit = {"kind": "house", "measure": "night", "name": "高遠の家", "capacity": 4, "checkin_at": "15:00", "buffer": 1}
    assert client.post(f"{page}rooms/new/", unit).status_code == 302
    photo = BytesIO(picture())
    photo.name = "居間.jpg"
    assert client.post(f"{page}photos/", {"caption": "居間", "upload": photo}).status_code == 302
    assert client.post(f"{page}publish/", follow=True).status_code == 200
    with scope.of_organization(ina.pk):
        assert House.objects.get().status == "published"
        room = Room.objects.get()
    key = f"/ina/staff/stays/rooms/{room.pk}/key/"
    client.post(key, {"key_code": "4471"})
    assert "4471" not in client.get(f"/ina/staff/stays/rooms/{room.pk}/").content.decode()
    assert "4471" in client.post(f"{key}read/").content.decode()
    assert client.get(f"{HOUSES}{house.pk}/").status_code == 200


def test_a_closing_names_the_booking_in_the_way(log_in: LogIn, ina: Organization, head: Member) -> None:
    with scope.of_organization(ina.pk):
        stay = a_stay(is_allowed=True)
        house, room = stay.room.house, stay.room
    page, client = f"{HOUSES}{house.pk}/closed/", log_in(head.user)
    wanted = {"rooms": [room.pk], "starts_on": "2026-12-02", "ends_on": "2026-12-02", "why": "修理"}
    refused = client.post(page, wanted)
    assert refused.status_code == 422
    assert stay.booking.reference in refused.content.decode()
    assert client.post(page, wanted | {"starts_on": "2027-12-20", "ends_on": "2027-12-21"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "修理" in shown
    closing = shown.partition("/open/")[0].rpartition("/")[2]
    assert client.post(f"{page}{closing}/open/", follow=True).status_code == 200
    assert "これからの期間はありません" in client.get(page).content.decode()


def test_who_only_decides_reads_and_does_not_register(log_in: LogIn, ina: Organization) -> None:
    client = log_in(make_member(ina, "department_head", "部長").user)
    assert client.get(HOUSES).status_code == 200
    assert client.get(f"{HOUSES}new/").status_code == 403
