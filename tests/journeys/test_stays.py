"""Trial stays, role by role: whoever runs the houses, decides, gives a room in an emergency, looks from another town.

The family and the caller have journeys of their own in a browser: tests/browser/test_stay_*.py.
"""

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.engines.messages.models import Message
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.stays.models import InspectionPicture, Room, Stay
from kayoi.programmes.stays.tests.factories import a_house, a_procedure, a_room, a_stay
from tests.cast import LogIn, Member, make_member
from tests.clock import NOW

pytestmark = pytest.mark.django_db
STAYS = "/ina/staff/stays/"
TODAY = local_date(NOW)
CALLER = {
    "who": "self", "name": "電話の人", "phone": "090-0000-0000", "address": "長野県松本市", "birth_on_year": "1990",
    "birth_on_month": "4", "birth_on_day": "4", "with0-name": "連れ", "pledge": "on", "agree": "on",
}  # fmt: skip


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def a_room_in(town: Organization, **fields: Any) -> Room:
    with scope.of_organization(town.pk):
        return a_room(a_house(at=NOW, **fields), at=NOW)


def taken_by_telephone(desk: Client, room: Room) -> str:
    """Write an application down that somebody makes on the telephone; return the page of its stay."""
    take = f"{STAYS}houses/{room.house_id}/take/"
    key = re.findall(r'name="client_key" value="([^"]*)"', desk.get(take).content.decode())[0]
    wish = {"channel": "telephone", "first": TODAY, "last": day(3), "adults": 2, "children": 0, "client_key": key}
    page = desk.post(take, wish)["Location"]
    names = set(re.findall(r'name="([^"]*-name)"', desk.get(page).content.decode()))
    version = re.findall(r'name="version" value="(\d+)"', desk.get(page).content.decode())[0]
    written = CALLER | dict.fromkeys(names, "連れ") | {"version": version, "send": "1"}
    done = desk.post(page, written)
    assert done.status_code == 302, done.content.decode()
    return re.sub(r"take/$", "", page)


def status_of(town: Organization, page: str) -> str:
    with scope.of_organization(town.pk):
        return str(Stay.objects.get(pk=page.rstrip("/").rpartition("/")[2]).status)


def test_a_contractor_runs_the_house_and_decides_nothing(log_in: LogIn, ina: Organization, head: Member) -> None:
    room = a_room_in(ina)
    desk = log_in(make_member(ina, "contractor", "委託 相談員").user)
    page = taken_by_telephone(desk, room)
    assert desk.post(f"{page}propose/", {"outcome": "approved"}).status_code == 302
    for path in (f"{page}decide/", f"{STAYS}houses/{room.house_id}/pause/", f"{STAYS}emergency/"):
        assert desk.post(path, {}).status_code == 403
    assert desk.get(f"{STAYS}register/").status_code == 403
    assert log_in(head.user).post(f"{page}decide/").status_code == 302
    desk = log_in(make_member(ina, "contractor", "委託 相談員").user)
    assert "電話の人" in desk.get(f"{STAYS}arrivals/").content.decode()
    assert "電話の人" in desk.get(f"{STAYS}board/?length=season").content.decode()
    assert desk.post(f"{page}check-in/", {"why": ""}).status_code == 302
    assert desk.post(f"{page}check-out/", {"left_on": TODAY}).status_code == 302
    photo = BytesIO(picture())
    photo.name = "window.jpg"
    found = {"inspected_on": TODAY, "findings": "窓", "damage_yen": 0, "uploads": photo}
    assert desk.post(f"{page}inspect/", found).status_code == 302
    assert status_of(ina, page) == "closed"
    with scope.of_organization(ina.pk):
        stay = Stay.objects.select_related("booking").get()
        shown = InspectionPicture.objects.get()
        counted = Engagement.objects.get(cause="stays.Stay")
        assert (int(counted.quantity), counted.unit) == (2, "人泊"), "one night of two: they left on the first day"
        assert not Message.objects.exists(), "nobody has written a mail to somebody without an address"
    assert desk.get(f"{STAYS}findings/{shown.pk}/").getvalue().startswith(b"\xff\xd8")
    cleaned = {f"c{stay.booking_id}-done_by": "清掃社"}
    assert desk.post(f"{STAYS}cleaning/{stay.booking_id}/", cleaned).status_code == 302
    assert "1組・2人・1泊・2人泊" in desk.get(f"{STAYS}figures/").content.decode()


def test_the_department_head_decides_last_and_does_not_run_the_desk(
    log_in: LogIn, ina: Organization, officer: Member, head: Member
) -> None:
    with scope.of_organization(ina.pk):
        house = a_house(at=NOW, procedure=a_procedure(at=NOW, steps=["section_head", "department_head"]))
        stay = a_stay(a_room(house, at=NOW), at=NOW, arrives_on=day(20), leaves_on=day(23))
    page = f"{STAYS}{stay.pk}/"
    assert log_in(officer.user).post(f"{page}propose/", {"outcome": "approved"}).status_code == 302
    log_in(head.user).post(f"{page}decide/")
    assert status_of(ina, page) == "asked", "approved by the section, not decided"
    top = log_in(make_member(ina, "department_head", "部長").user)
    assert page in top.get(f"{STAYS}?mine=on").content.decode()
    assert "許可済み" in top.post(f"{page}decide/", follow=True).content.decode()
    assert status_of(ina, page) == "allowed"
    for step in ("check-in", "move", "cancel", "guest"):
        assert top.post(f"{page}{step}/", {}).status_code == 403
    assert top.get(f"{STAYS}figures/").status_code == 200


def test_the_section_head_gives_a_room_in_an_emergency(
    log_in: LogIn, ina: Organization, officer: Member, head: Member
) -> None:
    with scope.of_organization(ina.pk):
        room, other = a_room(at=NOW), a_room(at=NOW)
        stay = a_stay(room, at=NOW, is_allowed=True, arrives_on=day(1), leaves_on=day(4))
        CaseFile.objects.update(email="guest@example.jp")
    assert log_in(officer.user).get(f"{STAYS}emergency/").status_code == 403
    desk = log_in(head.user)
    key = re.findall(r'name="key" value="([^"]*)"', desk.get(f"{STAYS}emergency/").content.decode())[0]
    needed = {
        "room": room.pk, "first": TODAY, "last": day(3), "adults": 2, "children": 1, "name": "避難 さん", "phone": "",
        "why": "住宅の火災", "key": key,
    }  # fmt: skip
    looked = desk.post(f"{STAYS}emergency/", needed | {"action": "look"}).content.decode()
    assert f"予約 {stay.booking.reference}" in looked
    assert f"{other.unit.name} に移します" in looked
    page = desk.post(f"{STAYS}emergency/", needed | {"action": "do"})["Location"]
    assert desk.post(f"{STAYS}emergency/", needed | {"action": "do"})["Location"] == page, "pressed twice"
    with scope.of_organization(ina.pk):
        moved = Stay.objects.get(pk=stay.pk)
        assert (moved.room_id, moved.arrives_on, moved.leaves_on) == (other.pk, day(1), day(4))
        assert "guest@example.jp" in Message.objects.values_list("to_address", flat=True)
        assert Entry.objects.filter(why__contains="住宅の火災").exists()
    assert desk.post(f"{page}check-in/", {"why": ""}).status_code == 302
    assert status_of(ina, page) == "staying"


def test_somebody_finds_a_house_in_another_town(client: Client, ina: Organization, sado: Organization) -> None:
    room = a_room_in(ina)
    with scope.of_organization(ina.pk):
        a_stay(room, at=NOW, arrives_on=day(18), leaves_on=day(40))
    elsewhere = a_room_in(sado, name="島の家", key="island", place_code="152242")
    wish: dict[str, Any] = {"first": day(20).isoformat(), "last": day(23).isoformat(), "adults": 2, "children": 0}
    page = client.get(f"/ina/stays/{room.house.key}/", wish).content.decode()
    assert "空いていません" in page
    assert "島の家" in page
    assert '"/sado/stays/island/' in page
    begun = client.post("/sado/stays/island/", wish)
    assert begun.status_code == 302
    with scope.of_organization(sado.pk):
        stay = Stay.objects.get()
        assert (stay.room_id, stay.arrives_on, stay.leaves_on) == (elsewhere.pk, day(20), day(23))


def test_a_daughter_asks_for_her_mother(client: Client, log_in: LogIn, ina: Organization, officer: Member) -> None:
    room = a_room_in(ina)
    wish = {"first": day(20).isoformat(), "last": day(23).isoformat(), "adults": 1, "children": 0}
    page = client.post(f"/ina/stays/{room.house.key}/", wish)["Location"]
    assert "代わりに申し込むとき" in client.get(page).content.decode()
    told = {
        **CALLER, "who": "other", "name": "娘 文", "email": "fumi@example.jp", "relation": "子", "version": "1",
        "principal_name": "母 松", "principal_birth_on_year": "1950", "principal_birth_on_month": "1",
        "principal_birth_on_day": "2", "principal_address": "長野県松本市2", "send": "1",
    }  # fmt: skip
    done = client.post(page, told, follow=True).content.decode()
    assert "申請を受け付けました" in done
    assert "委任状" in done, "the mandate is a paper that is still lacking"
    with scope.of_organization(ina.pk):
        stay = Stay.objects.select_related("case_file", "application__case_file", "application__proxy").get()
        assert stay.case_file is not None
        assert stay.application is not None
        assert stay.application.case_file is not None
        assert (stay.case_file.name, stay.application.case_file.name) == ("母 松", "娘 文")
        assert stay.application.proxy is not None
        [mail] = Message.objects.all()
        assert mail.to_address == "fumi@example.jp"
    desk = log_in(officer.user)
    assert "母 松" in desk.get(f"{STAYS}?status=asked").content.decode()
    assert f"{STAYS}{stay.pk}/" in desk.get(f"{STAYS}?words=娘").content.decode()
    shown = desk.get(f"{STAYS}{stay.pk}/").content.decode()
    for words in ("代理: ", "娘 文", "(子)", "090-0000-0000", "代理について"):
        assert words in shown, words
    assert "母 松(申請した人)" not in shown
