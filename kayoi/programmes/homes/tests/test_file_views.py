"""Pages of the house file through the client."""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Home, Listing, LocalFacility, Picture, Survey
from kayoi.programmes.homes.states import HomeStatus
from kayoi.programmes.homes.tests.factories import make_shown_picture
from kayoi.programmes.homes.tests.houses import make_home
from tests.cast import LogIn, Member


@pytest.fixture
def client(officer: Member, log_in: LogIn) -> Client:
    return log_in(officer.user)


@pytest.fixture
def home(ina: Organization, officer: Member, at: datetime) -> Home:
    with scope.of_organization(ina.pk):
        return make_home(by=officer.actor, at=at, details={"roof": "sound"}, lot_number="12")


def whole_form(home: Home, **changes: Any) -> dict[str, Any]:
    return {
        "version": home.version, "kind": "dwelling", "offer": "sale", "price_yen": 3_000_000, "quarter": home.quarter,
        "title": "家", "choose_by": "first_come", "lot_number": "12", "roof": "sound", **changes,
    }  # fmt: skip


def at_home(home: Home, page: str) -> str:
    return f"/ina/staff/homes/{home.pk}/{page}/"


def test_the_file_is_written_by_the_table_of_items(client: Client, ina: Organization, home: Home) -> None:
    answer = client.get(at_home(home, "file"))
    assert answer.status_code == 200
    assert "職員・取扱業者だけ" in answer.content.decode()
    data = whole_form(home, storeys="２", pets="yes", attached=["barn", "garden"], mortgage="no", roof="")
    assert client.post(at_home(home, "file"), data).status_code == 302
    with scope.of_organization(ina.pk):
        home.refresh_from_db()
        assert home.details == {"storeys": 2, "pets": True, "attached": ["barn", "garden"], "mortgage": False}
        assert (home.price_yen, home.version) == (3_000_000, 2)
    assert "3,000,000" in client.get(at_home(home, "file")).content.decode()


def test_the_slower_editor_sees_both_versions(client: Client, ina: Organization, home: Home) -> None:
    assert client.post(at_home(home, "file"), whole_form(home, roof="holes")).status_code == 302
    slow = client.post(at_home(home, "file"), whole_form(home, title="別の見出し"))
    page = slow.content.decode()
    assert slow.status_code == 409
    assert "ほかの人が先に書き換えました" in page
    assert "別の見出し" in page
    assert client.post(at_home(home, "file"), whole_form(home, version=2, title="別の見出し")).status_code == 302


def test_the_same_lot_is_refused_with_a_sentence(
    client: Client, ina: Organization, officer: Member, home: Home, at: datetime
) -> None:
    with scope.of_organization(ina.pk):
        make_home(by=officer.actor, at=at, lot_number="99")
    answer = client.post(at_home(home, "file"), whole_form(home, lot_number="９９番"))
    assert answer.status_code == 422
    assert "同じ地番の空き家" in answer.content.decode()


def test_pictures_are_added_described_and_removed(client: Client, ina: Organization, home: Home) -> None:
    uploads = [SimpleUploadedFile(f"{n}.jpg", picture(size=(30 + n, 20)), "image/jpeg") for n in range(3)]
    assert client.post(at_home(home, "pictures/add"), {"kind": "photo", "uploads": uploads}).status_code == 302
    with scope.of_organization(ina.pk):
        one, two, three = Picture.objects.order_by("position")
    data: dict[str, Any] = {"form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 3}
    for number, row in enumerate((one, two, three)):
        data |= {f"form-{number}-id": row.pk, f"form-{number}-kind": "photo", f"form-{number}-position": row.position}
    data |= {"form-0-caption": "南側", "form-0-is_public": "on", "form-1-position": 9, "form-2-DELETE": "on"}
    assert client.post(at_home(home, "pictures"), data).status_code == 302
    with scope.of_organization(ina.pk):
        rows = Picture.objects.order_by("position").values_list("pk", "caption", "is_public", "position")
        assert list(rows) == [(one.pk, "南側", True, 1), (two.pk, "", False, 9)]
    wrong = client.post(
        at_home(home, "pictures/add"), {"kind": "photo", "uploads": [SimpleUploadedFile("x.jpg", b"x")]}
    )
    assert wrong.status_code == 422
    paper = data | {"form-0-kind": "paper", "form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2}
    assert client.post(at_home(home, "pictures"), paper).status_code == 422


def test_the_public_sees_a_picture_while_it_is_shown(ina: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        shown = make_shown_picture(by=officer.actor, at=at)
    anybody, path = Client(), f"/ina/homes/pictures/{shown.pk}/"
    answer: Any = anybody.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"].startswith("public, max-age=")
    assert answer["Content-Disposition"] == f'inline; filename="photo-{shown.pk}"', "not the name that it was given"
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    assert anybody.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert anybody.get(f"/sado/homes/pictures/{shown.pk}/").status_code == 404
    with scope.of_organization(ina.pk):
        services.move_home(home=shown.home, action="suspend", by=officer.actor, at=at)
    assert anybody.get(path).status_code == 404
    assert anybody.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 404


def test_a_house_is_placed_and_its_hazards_noted(client: Client, ina: Organization, home: Home) -> None:
    data = {"version": 1, "lat": "35.81", "lon": "138.07", "hazard_flood": "inside", "hazard_seen_on": "2026-04-01"}
    assert client.post(at_home(home, "place"), data).status_code == 302
    with scope.of_organization(ina.pk):
        home.refresh_from_db()
    assert (home.lat, home.lon) == (35.81, 138.07)
    assert home.details == {"roof": "sound", "hazard_flood": "inside", "hazard_seen_on": "2026-04-01"}
    assert client.post(at_home(home, "place"), data).status_code == 422, "the version is an old one"
    assert client.post(at_home(home, "place"), data | {"version": 2, "lon": ""}).status_code == 422


def test_facilities_come_one_by_one_or_as_open_data(client: Client, ina: Organization) -> None:
    one = {"kind": "school", "name": "第一小学校", "lat": "35.8", "lon": "138", "as_of": "2026-04-01"}
    assert client.post("/ina/staff/homes/facilities/", one).status_code == 302
    table = "ID,名称,緯度,経度\n1,丸山保育園,35.52,137.81\n2,位置なし,,\n".encode()
    upload = {
        "kind": "nursery",
        "as_of": "2026-04-01",
        "source": "飯田市",
        "upload": SimpleUploadedFile("a.csv", table),
    }
    answer = client.post("/ina/staff/homes/facilities/take/", upload, follow=True)
    assert "1件を取り込みました" in answer.content.decode()
    assert "3行目: 位置なし" in answer.content.decode()
    with scope.of_organization(ina.pk):
        assert list(LocalFacility.objects.order_by("pk").values_list("kind", "name")) == [
            ("school", "第一小学校"), ("nursery", "丸山保育園"),
        ]  # fmt: skip
        pk = LocalFacility.objects.order_by("pk")[0].pk
    wrong = upload | {"upload": SimpleUploadedFile("a.csv", "名前,住所\n1,2\n".encode())}
    assert client.post("/ina/staff/homes/facilities/take/", wrong).status_code == 422
    assert client.post(f"/ina/staff/homes/facilities/{pk}/remove/").status_code == 302


def test_a_survey_from_a_phone_arrives_once(client: Client, ina: Organization, home: Home) -> None:
    token = client.get(at_home(home, "survey/send")).json()["token"]
    assert token
    data = {
        "client_key": str(uuid4()), "surveyed_on": "2026-11-19", "by_whom": "staff", "surveyor": "佐藤",
        "roof": "holes", "into_file": "on",
    }  # fmt: skip
    receipts = {
        client.post(
            at_home(home, "survey/send"), data | {"photos": [SimpleUploadedFile("a.jpg", picture(), "image/jpeg")]}
        ).json()["receipt"]
        for _ in range(2)
    }
    assert len(receipts) == 1
    with scope.of_organization(ina.pk):
        home.refresh_from_db()
        assert home.details == {"roof": "holes"}
        assert (Survey.objects.count(), Picture.objects.count(), Listing.objects.count()) == (1, 1, 0)
    for wrong in ({"surveyor": ""}, {"roof": "gold"}, {"client_key": ""}, {"photos": [SimpleUploadedFile("a", b"x")]}):
        changed = data | {"client_key": str(uuid4())} | wrong
        answer = client.post(at_home(home, "survey/send"), changed)
        assert (answer.status_code, bool(answer.json()["errors"])) == (422, True)


def test_the_survey_without_javascript_and_on_paper(client: Client, ina: Organization, home: Home) -> None:
    data = {"surveyed_on": "2026-11-19", "by_whom": "broker", "surveyor": "田中", "roof": "damaged"}
    assert client.post(at_home(home, "survey"), data).status_code == 302
    page = client.get(at_home(home, "survey")).content.decode()
    assert "屋根: 一部損傷" in page
    assert client.get(at_home(home, "survey/paper")).content.startswith(b"%PDF")
    worker = client.get(at_home(home, "survey/worker"))
    kept = json.loads(worker.content.decode().partition("const KEPT = ")[2].partition(";")[0])
    assert worker["Service-Worker-Allowed"] == at_home(home, "survey")
    assert any(path.startswith("/static/homes/survey") for path in kept)


def test_a_house_before_its_survey_moves_on_from_the_page(
    client: Client, ina: Organization, officer: Member, at: datetime
) -> None:
    with scope.of_organization(ina.pk):
        home = make_home(by=officer.actor, at=at, status=HomeStatus.SURVEY_SCHEDULED)
    client.post(at_home(home, "survey"), {"surveyed_on": "2026-11-19", "by_whom": "staff", "surveyor": "佐藤"})
    with scope.of_organization(ina.pk):
        home.refresh_from_db()
    assert home.status == HomeStatus.SURVEYED
