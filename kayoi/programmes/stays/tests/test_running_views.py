"""Staff run the houses page by page; guests say that they have come and gone."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kayoi.engines.reservations.rules import nights
from kayoi.engines.reservations.services import block
from kayoi.engines.reservations.tests.factories import BY
from kayoi.foundation.places.services import load_places
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.stays.models import Cleaning, Room, Stay
from kayoi.programmes.stays.tests.factories import a_house, a_procedure, a_room, a_stay, an_address_rule
from tests.cast import LogIn, Member, make_member
from tests.clock import NOW

STAFF = "/ina/staff/stays/"


def days(first: int, last: int) -> dict[str, Any]:
    today = local_date(timezone.now())
    return {"arrives_on": today.fromordinal(today.toordinal() + first),
            "leaves_on": today.fromordinal(today.toordinal() + last)}  # fmt: skip


def here(ina: Organization, **fields: Any) -> Stay:
    with scope.of_organization(ina.pk):
        return a_stay(at=NOW, is_allowed=True, **{**days(0, 3), **fields})


def status_of(ina: Organization, stay: Stay) -> str:
    with scope.of_organization(ina.pk):
        return str(Stay.objects.get(pk=stay.pk).status)


def test_from_the_key_to_the_end_by_pages(log_in: LogIn, ina: Organization, officer: Member) -> None:
    stay, client = here(ina), log_in(officer.user)
    page = f"{STAFF}{stay.pk}/"
    today = local_date(timezone.now()).isoformat()
    assert "到着を記録する" in client.get(page).content.decode()
    seen = []
    for step, fields in (
        ("check-in", {"why": ""}),
        ("check-out", {"left_on": today}),
        ("inspect", {"inspected_on": today, "findings": "窓", "damage_yen": "0"}),
        ("undo", {"why": "誤り"}),
    ):
        assert client.get(f"{page}{step}/").status_code == 200
        answer = client.post(f"{page}{step}/", fields)
        assert answer.status_code == 302, answer.content.decode()
        assert client.get(page).status_code == 200
        seen.append(status_of(ina, stay))
    assert seen == ["staying", "left", "closed", "left"]


def test_where_they_live_now_is_asked_at_the_door(log_in: LogIn, ina: Organization, officer: Member) -> None:
    load_places(by=BY, at=NOW)
    with scope.of_organization(ina.pk):
        room = a_room(a_house(at=NOW, procedure=a_procedure(at=NOW, ruleset=an_address_rule())), at=NOW)
        Room.objects.filter(pk=room.pk).update(arrival_code="K7QM3X")
        stay = a_stay(room, at=NOW, is_allowed=True, lives_in="13101", **days(0, 3))
        receipt = stay.application.receipt if stay.application else ""
    client, page = log_in(officer.user), f"{STAFF}{stay.pk}/check-in/"
    assert "住所を移していないか" in client.get(page).content.decode()
    assert "市区町村を書いてください" in client.post(page, {"why": "", "address": "moved"}).content.decode()
    moved = client.post(page, {"why": "", "address": "moved", "lives_in": "長野県伊那市"})
    assert (moved.status_code, "市の外に住んでいること" in moved.content.decode()) == (422, True)
    sheet = Client().post("/ina/stays/here/", {"receipt": receipt, "code": "K7QM3X"})
    assert 'name="same_address"' in sheet.content.decode()
    assert status_of(ina, stay) == "allowed"
    told = {"receipt": receipt, "code": "K7QM3X", "same_address": "on"}
    assert Client().post("/ina/stays/here/", told).status_code == 200
    assert status_of(ina, stay) == "staying"


def test_refused_on_the_page_with_the_reason(log_in: LogIn, ina: Organization, officer: Member) -> None:
    stay, client = here(ina, **days(2, 4)), log_in(officer.user)
    answer = client.post(f"{STAFF}{stay.pk}/check-in/", {"why": ""})
    assert answer.status_code == 422
    assert "より前です" in answer.content.decode()
    assert client.post(f"{STAFF}{stay.pk}/absent/", {"why": "連絡なし"}).status_code == 422


def test_the_board_shows_and_moves(log_in: LogIn, ina: Organization, officer: Member) -> None:
    stay, client = here(ina), log_in(officer.user)
    with scope.of_organization(ina.pk):
        other = a_room(stay.room.house, at=NOW)
        taken = a_room(stay.room.house, at=NOW)
        today = local_date(timezone.now())
        block(units=[taken.unit], span=nights(today, today.fromordinal(today.toordinal() + 1)), why="修理", by=BY,
              at=timezone.now())  # fmt: skip
    for length in ("month", "season"):
        shown = client.get(f"{STAFF}board/?length={length}").content.decode()
        assert f'data-move="{STAFF}{stay.pk}/move/"' in shown
        assert "修理" in shown
    form = client.get(f"{STAFF}{stay.pk}/move/?room={other.pk}&first={stay.arrives_on}").content.decode()
    assert f'<option value="{other.pk}" selected' in form
    wanted = {"room": taken.pk, "first": stay.arrives_on, "why": "雨もり"}
    refused = client.post(f"{STAFF}{stay.pk}/move/", wanted)
    assert refused.status_code == 422
    assert "雨もり" in refused.content.decode()  # what was written is not lost
    assert client.post(f"{STAFF}{stay.pk}/move/", wanted | {"room": other.pk}).status_code == 302
    with scope.of_organization(ina.pk):
        row = Stay.objects.select_related("booking").get(pk=stay.pk)
        assert (row.room_id, row.booking.unit_id) == (other.pk, other.unit_id)


def test_coming_going_and_cleaning_without_names(log_in: LogIn, ina: Organization, officer: Member) -> None:
    stay, client = here(ina), log_in(officer.user)
    assert stay.case_file is not None
    name = stay.case_file.name
    today = client.get(f"{STAFF}arrivals/").content.decode()
    assert name in today
    assert f"{STAFF}{stay.pk}/check-in/" in today
    client.post(f"{STAFF}{stay.pk}/check-in/", {"why": ""})
    assert name not in client.get(f"{STAFF}arrivals/").content.decode()
    assert name in client.get(f"{STAFF}arrivals/?days=week").content.decode()
    client.post(f"{STAFF}{stay.pk}/check-out/", {"left_on": local_date(timezone.now())})
    assert f"{STAFF}{stay.pk}/inspect/" in client.get(f"{STAFF}arrivals/").content.decode()
    cleaning = client.get(f"{STAFF}cleaning/").content.decode()
    assert stay.room.unit.name in cleaning
    assert name not in cleaning
    done = f"{STAFF}cleaning/{stay.booking_id}/"
    assert client.post(done, {f"c{stay.booking_id}-done_by": ""}, follow=True).status_code == 200
    assert client.post(done, {f"c{stay.booking_id}-done_by": "清掃社"}).status_code == 302
    with scope.of_organization(ina.pk):
        assert Cleaning.objects.get().done_by == "清掃社"


def test_a_room_gets_a_code_that_hangs_in_it(log_in: LogIn, ina: Organization, officer: Member, head: Member) -> None:
    stay = here(ina)
    client = log_in(officer.user)
    assert client.post(f"{STAFF}rooms/{stay.room_id}/arrival-code/").status_code == 302
    with scope.of_organization(ina.pk):
        code = Room.objects.get(pk=stay.room_id).arrival_code
        receipt = Stay.objects.select_related("application").get(pk=stay.pk).application.receipt  # type: ignore[union-attr]
    assert code in client.get(f"{STAFF}rooms/{stay.room_id}/poster/").content.decode()
    guest = Client()
    page = guest.get(f"/ina/stays/here/?code={code}").content.decode()
    assert f'value="{code}"' in page
    wrong = guest.post("/ina/stays/here/", {"receipt": "x", "code": code})
    assert wrong.status_code == 422
    assert guest.post("/ina/stays/here/", {"receipt": receipt, "code": code.lower()}).status_code == 200
    assert status_of(ina, stay) == "staying"


@pytest.mark.parametrize("step", ["check-in", "check-out", "absent", "undo", "move", "inspect"])
def test_who_only_reads_changes_nothing(log_in: LogIn, ina: Organization, step: str) -> None:

    stay = here(ina)
    client = log_in(make_member(ina, "department_head", "部長").user)
    assert client.get(f"{STAFF}board/").status_code == 200
    assert client.post(f"{STAFF}{stay.pk}/{step}/", {}).status_code == 403


def test_by_telephone_staff_write_it_down_and_it_is_asked(log_in: LogIn, ina: Organization, officer: Member) -> None:
    with scope.of_organization(ina.pk):
        house = a_room(a_house(at=timezone.now()), at=timezone.now()).house
    client, day = log_in(officer.user), local_date(timezone.now()).fromordinal
    first = local_date(timezone.now()).toordinal() + 10
    wish = {"channel": "telephone", "first": day(first), "last": day(first + 3), "adults": 2, "children": 0}
    assert client.get(f"{STAFF}houses/{house.pk}/take/").status_code == 200
    assert client.post(f"{STAFF}houses/{house.pk}/take/", wish | {"last": day(first)}).status_code == 422
    key = re.findall(
        r'name="client_key" value="([^"]*)"', client.get(f"{STAFF}houses/{house.pk}/take/").content.decode()
    )
    wish["client_key"] = key[0]
    page = client.post(f"{STAFF}houses/{house.pk}/take/", wish).headers["Location"]
    assert client.post(f"{STAFF}houses/{house.pk}/take/", wish).headers["Location"] == page, "pressed twice"
    assert client.get(page).status_code == 200
    written = {
        "who": "self", "name": "電話の人", "phone": "090-0000-0000", "address": "長野県松本市", "birth_on_year": "1990",
        "birth_on_month": "4", "birth_on_day": "4", "companion0-name": "連れ", "version": 1, "send": "1",
    }  # fmt: skip
    refused = client.post(page, written)
    assert refused.status_code == 422  # what is read aloud was not confirmed
    names = re.findall(r'name="([^"]*-name)"', refused.content.decode())
    version = re.findall(r'name="version" value="(\d+)"', refused.content.decode())[0]
    whole = written | {"pledge": "on", "agree": "on", "version": version} | dict.fromkeys(names, "連れ")
    done = client.post(page, whole)
    assert done.status_code == 302, done.content.decode()
    with scope.of_organization(ina.pk):
        stay = Stay.objects.select_related("application", "case_file").get()
        assert stay.application is not None
        assert (stay.application.channel, stay.application.status) == ("telephone", "submitted")
    again = client.post(page, whole)
    assert again.headers["Location"] == f"{STAFF}{stay.pk}/", "it is no draft any more"
