"""Pages of the room: stand, cards, brochures, the sheets of national counters, with the places of the repository."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from kayoi.engines.casefiles.models import CaseFile, Consent
from kayoi.engines.casefiles.states import CONSENT_TEXTS, ConsentPurpose
from kayoi.foundation.places import services as places
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.sheets import Column, Table, write_csv_cp932, write_xlsx
from kayoi.programmes.fairs import selectors
from kayoi.programmes.fairs.models import Brochure, BrochureRequest, Event, Referral, Visit
from kayoi.programmes.fairs.tests.factories import make_brochure, make_event, make_request, make_visit
from tests.cast import LogIn, Member, log_in_side
from tests.clock import NOW

BY = system("test")
PERSONAL = {"name": "山田 花", "phone": "０９０−１２３４−５６７８", "agree": "on"}


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the places in a transaction around all tests of the module; each test is a savepoint in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        places.load_places(by=system("test"), at=NOW)
        connection.check_constraints()
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_loaded")]


@pytest.fixture
def staff(officer: Member, log_in: LogIn) -> Client:
    return log_in(officer.user)


@pytest.fixture
def event(ina: Organization) -> Event:
    with scope.of_organization(ina.pk):
        return make_event(by=BY, at=NOW)


@pytest.fixture
def brochure(ina: Organization) -> Brochure:
    with scope.of_organization(ina.pk):
        return make_brochure(by=BY, at=NOW)


def at_event(event: Event, page: str = "") -> str:
    return f"/ina/staff/fairs/{event.pk}/{page}"


def text_of(response: Any) -> str:
    return str(response.content.decode())


# --- events ---------------------------------------------------------------------------------------------------------
def test_an_event_is_entered_and_changed(staff: Client, ina: Organization) -> None:
    fields = {"title": "フェア", "kind": "fair", "starts_on": "2026-11-21", "ends_on": "2026-11-22"}
    assert staff.post("/ina/staff/fairs/new/", fields | {"ends_on": "2026-11-20"}).status_code == 422
    assert staff.post("/ina/staff/fairs/new/", fields).status_code == 302
    with scope.of_organization(ina.pk):
        made = Event.objects.get()
    assert (made.starts_on.isoformat(), made.ends_before.isoformat()) == ("2026-11-21", "2026-11-23")
    changed = fields | {"title": "新しい名前", "version": "1"}
    assert staff.post(at_event(made, "edit/"), changed).status_code == 302
    assert staff.post(at_event(made, "edit/"), changed | {"title": "別"}).status_code == 409


def test_tallies_are_counted_once_a_press(staff: Client, event: Event, ina: Organization) -> None:
    key = str(uuid4())
    for _ in range(2):
        assert staff.post(at_event(event, "tally/"), {"persons": "２", "client_key": key}).status_code == 302
    staff.post(at_event(event, "tally/"), {"persons": "3", "groups": "4", "client_key": str(uuid4())})
    with scope.of_organization(ina.pk):
        assert selectors.counted([event.pk])[event.pk] == selectors.Counted(groups=5, persons=14)
    assert staff.post(at_event(event, "tally/"), {"persons": "0"}).status_code == 422
    assert "14" in text_of(staff.get(at_event(event)))


# --- the stand ------------------------------------------------------------------------------------------------------
def test_the_stand_is_an_ordinary_form(staff: Client, event: Event, ina: Organization) -> None:
    given = {"persons": "2", "interests": ["housing"], "prefecture": "130001", **PERSONAL}
    refused = staff.post(at_event(event, "stand/"), given | {"agree": ""})
    assert refused.status_code == 422
    assert "山田 花" in text_of(refused), "what was typed is shown again"
    assert staff.post(at_event(event, "stand/"), given).status_code == 302
    with scope.of_organization(ina.pk):
        file = CaseFile.objects.get()
        assert (file.phone, file.place_code) == ("090-1234-5678", "130001")
        assert Consent.objects.get().text_version == CONSENT_TEXTS[ConsentPurpose.CONSULTATION].version


def test_the_outbox_is_answered(staff: Client, event: Event, ina: Organization) -> None:
    target = at_event(event, "stand/send/")
    assert staff.get(target).json()["token"]
    entry = {"persons": "1", "client_key": str(uuid4()), "visited_at": "2026-11-15T03:00:00Z", **PERSONAL}
    entry["agree_version"] = "2026-01"  # the words that the kept page showed
    first, again = staff.post(target, entry), staff.post(target, entry)
    assert first.json() == again.json()
    refused = staff.post(target, {"persons": "1", "name": "山田"})
    assert (refused.status_code, len(refused.json()["errors"])) == (422, 1)
    assert staff.post(target, {"persons": "1"}).status_code == 422, "without a key nothing could be known again"
    with scope.of_organization(ina.pk):
        assert Visit.objects.get().visited_at.isoformat() == "2026-11-15T03:00:00+00:00"
        assert Consent.objects.get().text_version == "2026-01"


def test_who_is_logged_out_is_told_so(event: Event) -> None:
    assert Client().get(at_event(event, "stand/send/")).status_code == 302
    assert Client().post(at_event(event, "stand/send/"), {"persons": "1"}).status_code == 302


def test_a_token_is_needed(staff: Client, event: Event) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = staff.cookies
    target = at_event(event, "stand/send/")
    entry = {"persons": "1", "client_key": str(uuid4())}
    assert strict.post(target, entry).status_code == 403
    token = strict.get(target).json()["token"]
    assert strict.post(target, entry, headers={"X-CSRFToken": token}).status_code == 200


def test_the_worker_reaches_its_page_only(staff: Client, event: Event) -> None:
    response = staff.get(at_event(event, "stand/worker/"))
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Service-Worker-Allowed"] == at_event(event, "stand/")
    assert f'const PAGE = "{at_event(event, "stand/")}";' in text_of(response)


# --- cards ----------------------------------------------------------------------------------------------------------
def test_a_row_that_cannot_be_read_stops_no_other(staff: Client, event: Event, ina: Organization) -> None:
    rows = {
        "row0-persons": "２", "row0-name": "山田 花", "row0-agree": "1", "row0-prefecture": "東京",
        "row0-age_band": "30", "row0-interests": "13", "row0-household_type": "3", "row0-visited_on": "R8.11.15",
        "row3-persons": "二人", "row3-name": "鈴木 健", "row3-agree": "1",
        "row5-persons": "3",
    }  # fmt: skip
    response = staff.post(at_event(event, "cards/"), rows)
    assert response.status_code == 422
    assert 'value="鈴木 健"' in text_of(response)
    with scope.of_organization(ina.pk):
        kept = {visit.persons: visit for visit in Visit.objects.select_related("case_file")}
    assert set(kept) == {2, 3}
    assert kept[2].interests == ["children", "housing"]
    assert (kept[2].prefecture, kept[2].age_band, kept[2].household_type) == ("130001", "30s", "family")
    assert kept[3].case_file is None
    assert staff.post(at_event(event, "cards/"), {"row0-name": " "}).status_code == 302


def test_one_row_is_kept_at_once(staff: Client, event: Event, ina: Organization) -> None:
    target, row = at_event(event, "cards/row/"), {"name": "山田 花", "agree": "1", "client_key": str(uuid4())}
    answer = staff.post(target, row).json()
    assert answer["file"].startswith("20")
    assert staff.post(target, row).json() == answer
    refused = staff.post(target, {"name": "山田 花", "visited_on": "11/14"})
    assert (refused.status_code, set(refused.json()["errors"])) == (422, {"agree", "visited_on"})
    where = {"prefecture": "東京", "postal_code": "１５４０００１", "address": "世田谷区池尻1-2-3"}
    assert set(staff.post(target, where | {"client_key": str(uuid4())}).json()["errors"]) == {"agree"}
    staff.post(target, where | {"agree": "1", "client_key": str(uuid4())})
    with scope.of_organization(ina.pk):
        file = CaseFile.objects.get(name="")
    assert (file.place_code, file.postal_code, file.address) == ("130001", "154-0001", "世田谷区池尻1-2-3")


def test_a_visit_is_corrected_and_withdrawn_with_a_reason(staff: Client, event: Event, ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        visit = make_visit(event, by=BY, at=NOW, fields=None)
    target = f"/ina/staff/fairs/visits/{visit.pk}/"
    assert target in text_of(staff.get(at_event(event)))
    given = {"persons": "7", "version": "1", "interests": ["work", "housing"]}
    assert "理由を書いてください" in text_of(staff.post(target, given))
    assert staff.post(target, given | {"why": "打ち間違い"}).status_code == 302
    assert staff.post(target, given | {"why": "打ち間違い"}).status_code == 409
    with scope.of_organization(ina.pk):
        visit.refresh_from_db()
    assert (visit.persons, visit.interests) == (7, ["housing", "work"])
    assert staff.post(f"{target}withdraw/", {"version": "2"}).status_code == 422
    done = staff.post(f"{target}withdraw/", {"version": "2", "why": "二度打ち込んだ"}, follow=True)
    assert "取り消し: 二度打ち込んだ" in text_of(done)
    assert staff.get(target).status_code == 404


# --- brochures ------------------------------------------------------------------------------------------------------
ASKED = {
    "name": "山田 花", "postal_code": "１５４０００１", "prefecture": "130001", "address": "世田谷区池尻1-2-3",
    "agree": "on",
}  # fmt: skip


def test_a_visitor_asks_for_a_brochure(ina: Organization, brochure: Brochure) -> None:
    asked = ASKED | {"brochures": [str(brochure.pk)], "client_key": str(uuid4())}
    refused = Client().post("/ina/brochures/", asked | {"brochures": []})
    assert refused.status_code == 422
    assert "山田 花" in text_of(refused)
    first, again = Client().post("/ina/brochures/", asked), Client().post("/ina/brochures/", asked)
    assert first["Location"] == again["Location"]
    receipt = text_of(Client().get(first["Location"]))
    assert "移住の手引き" in receipt
    assert "山田" not in receipt
    with scope.of_organization(ina.pk):
        rows, _ = selectors.label_rows(list(selectors.requests_with("requested")), on=NOW.date())
    assert rows[0].lines == ["〒154-0001", "東京都世田谷区池尻1-2-3", "山田 花 様"]
    assert "Order brochures" in text_of(Client(headers={"Accept-Language": "en"}).get("/ina/brochures/"))


def test_the_town_page_leads_to_brochures_while_there_are_any(
    staff: Client, ina: Organization, brochure: Brochure
) -> None:
    assert "/ina/brochures/" in text_of(Client().get("/ina/"))
    changed = {"title": "手引き", "reorder_at": "1", "version": "1"}  # no longer offered
    assert staff.post(f"/ina/staff/brochures/{brochure.pk}/", changed).status_code == 302
    assert "/ina/brochures/" not in text_of(Client().get("/ina/"))
    changed |= {"offered": "on", "version": "2"}
    assert staff.post(f"/ina/staff/brochures/{brochure.pk}/", changed).status_code == 302
    assert "/ina/brochures/" in text_of(Client().get("/ina/"))


def test_without_brochures_nothing_can_be_asked_for(ina: Organization) -> None:
    assert "いま、お送りできる資料はありません" in text_of(Client().get("/ina/brochures/"))
    assert Client().post("/ina/brochures/", ASKED).status_code == 422


def test_labels_and_sending(staff: Client, ina: Organization, brochure: Brochure) -> None:
    with scope.of_organization(ina.pk):
        request = make_request(brochure, by=BY, at=NOW)
        hidden = make_request(brochure, by=BY, at=NOW, fields={"name": "住所なし"})
    base = "/ina/staff/brochure-requests/"
    assert "池尻1-2-3" in text_of(staff.get(base))
    assert staff.post(f"{base}labels/", {"rows": []}).status_code == 422
    assert staff.post(f"{base}labels/", {"rows": [hidden.pk]}).status_code == 422
    pdf = staff.post(f"{base}labels/", {"rows": [request.pk, hidden.pk], "sheet": "a4-12"})
    assert pdf.content.startswith(b"%PDF")
    assert "住所なし" not in staff.post(f"{base}addresses/", {"rows": [request.pk, hidden.pk]}).content.decode()
    assert staff.post(f"{base}send/", {"rows": [request.pk, hidden.pk]}).status_code == 302
    assert staff.post(f"{base}{hidden.pk}/cancel/", {"why": "住所が分からない"}).status_code == 302
    with scope.of_organization(ina.pk):
        assert set(BrochureRequest.objects.values_list("status", flat=True)) == {"sent", "cancelled"}
        assert Brochure.objects.get().stock == 9


def test_staff_take_a_request_and_keep_the_shelf(staff: Client, ina: Organization, brochure: Brochure) -> None:
    asked = ASKED | {"brochures": [str(brochure.pk)], "channel": "telephone"}
    assert staff.post("/ina/staff/brochure-requests/new/", asked).status_code == 302
    stock = f"/ina/staff/brochures/{brochure.pk}/stock/"
    assert staff.post(stock, {"copies": "-11", "why": "手渡し"}).status_code == 422
    assert staff.post(stock, {"copies": "-8", "why": "手渡し"}).status_code == 302
    assert "増刷する" in text_of(staff.get("/ina/staff/brochures/"))
    changed = {"title": "手引き", "reorder_at": "1", "version": "1"}
    assert staff.post(f"/ina/staff/brochures/{brochure.pk}/", changed).status_code == 302
    with scope.of_organization(ina.pk):
        assert (Brochure.objects.get().title, Brochure.objects.get().stock) == ("手引き", 2)


# --- national counters ----------------------------------------------------------------------------------------------
HEADER = [
    "相談日",
    "相談員",
    "氏名",
    "氏名カナ",
    "年代",
    "居住地",
    "希望地域",
    "家族構成",
    "移住時期",
    "住まい",
    "仕事",
    "相談内容",
    "情報提供可否",
    "電話",
]
ROWS = [
    line.split(",")
    for line in (
        "R8.11.2,星,山田　花,ヤマダ ハナ,30代,東京都,伊那市,夫婦と子,来春,空き家,,雪が心配,可,090-1234-5678",
        "2026/11/3,星,鈴木 健,,50代,神奈川,伊那市,夫婦,未定,,就職,,不可,090-1111-2222",
        "2026/11/4,林,林 一,,若い,,,,,,,,要確認,",
        "いつか,林,森 二,,,,,,,,,,可,",
    )
]


def sheet(kind: str) -> BytesIO:
    columns = [Column(name) for name in HEADER]
    if kind == "xlsx":
        file = BytesIO(write_xlsx([Table("11月第1週", columns, ROWS)]))
    else:
        file = BytesIO(write_csv_cp932(ROWS, columns=columns).data)
    file.name = f"週報.{kind}"
    return file


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_sheet_is_looked_at_and_taken_once(staff: Client, ina: Organization, kind: str) -> None:
    page = staff.post("/ina/staff/national-counter/", {"upload": sheet(kind)})
    assert page.status_code == 200
    for words in ("個票を作る", "数だけ残す", "取り込まない", "連絡可否「要確認」が読めない"):
        assert words in text_of(page)
    with scope.of_organization(ina.pk):
        assert Referral.objects.count() == 0, "looking keeps nothing"
    rows = page.context["take"].initial["rows"]
    for _ in range(2):
        assert staff.post("/ina/staff/national-counter/take/", {"rows": rows}).status_code == 302
    with scope.of_organization(ina.pk):
        assert Referral.objects.count() == 3
        file = CaseFile.objects.get()
        assert (file.name, file.phone, file.age_band) == ("山田　花", "090-1234-5678", "30s")
        assert {wish.interest for wish in file.wishes.all()} == {"housing"}
        assert "雪が心配" in file.notes.get().text
    other = staff.post("/ina/staff/national-counter/", {"upload": sheet("csv" if kind == "xlsx" else "xlsx")})
    assert "新しい行は0件" in text_of(other), "the same rows from another kind of file are the same rows"


def test_a_sheet_without_the_columns_is_refused(staff: Client) -> None:
    file = BytesIO("名前,住所\n山田,東京\n".encode())
    file.name = "x.csv"
    refused = staff.post("/ina/staff/national-counter/", {"upload": file})
    assert refused.status_code == 422
    assert "列が見つかりません" in text_of(refused)
    assert staff.post("/ina/staff/national-counter/take/", {"rows": "forged"}).status_code == 302


def test_prefectures_have_both_names(ina: Organization) -> None:
    with log_in_side():
        assert selectors.prefecture_names()["130001"] == "東京都"
        assert selectors.prefecture_names(english=True)["130001"].startswith("Tokyo")
