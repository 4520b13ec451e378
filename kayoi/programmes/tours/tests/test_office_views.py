"""The office's pages of tours: made part by part, opened, cancelled, printed, handed over."""

from datetime import UTC, datetime
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sheets import read_sheets
from kayoi.programmes.tours.models import ItineraryItem, Tour, TourDate
from kayoi.programmes.tours.tests.factories import a_date, a_party, a_tour
from tests.cast import LogIn, Member, make_member

pytestmark = pytest.mark.django_db
BASE = "/ina/staff/tours/"


@pytest.fixture
def desk(officer: Member, log_in: LogIn) -> Client:
    return log_in(officer.user)


def test_an_empty_list_says_what_comes_here(ina: Organization, desk: Client) -> None:
    assert "ここに、ツアーや体験が並びます" in desk.get(BASE).content.decode()


def test_a_tour_that_may_not_open(ina: Organization, desk: Client) -> None:
    """From nothing to applications, past everything that speaks against it."""
    made = {"name": "春の仕事体験", "key": "spring", "kind": "working_holiday", "segment": "students"}
    assert desk.post(f"{BASE}new/", made).status_code == 302
    assert "この記号のツアーは、すでにあります" in desk.post(f"{BASE}new/", made).content.decode()
    with scope.of_organization(ina.pk):
        tour = Tour.objects.get()
    date = {
        "key": "mar-6", "starts_on": "2027-03-06", "ends_on": "2027-03-08", "place_code": "202096",
        "meeting_point": "駅 13時", "capacity": "4", "minimum": "2",
    }  # fmt: skip
    assert desk.post(f"{BASE}{tour.pk}/dates/new/", date).status_code == 302
    with scope.of_organization(ina.pk):
        one = TourDate.objects.get()
    page = desk.get(f"{BASE}dates/{one.pk}/").content.decode()
    lacking = ("旅行業法の根拠が選ばれていません", "ページが、まだ公開されていません", "保険がありません")
    for words in lacking:
        assert words in page
    assert "受付を始める</button>" not in page
    refused = desk.post(f"{BASE}dates/{one.pk}/step/open/", follow=True)
    assert "旅行業法の根拠が選ばれていません" in refused.content.decode()
    with scope.of_organization(ina.pk):
        assert TourDate.objects.get().status == "draft"


def test_a_part_is_saved_once_and_not_over_others(ina: Organization, desk: Client) -> None:
    with scope.of_organization(ina.pk):
        tour = a_date().tour
    address, said = f"{BASE}{tour.pk}/part/words/", {"summary": "新", "hard": "寒い", "version": "1"}
    assert desk.post(address, said).status_code == 302
    assert "ほかの人が先に書き換えました" in desk.post(address, said).content.decode()
    ground = {"travel_basis": "exempt", "openly_called": "on", "version": "2"}
    page = desk.post(f"{BASE}{tour.pk}/part/ground/", ground)
    assert page.status_code == 422
    assert "広く募集しないときだけです" in page.content.decode()
    assert desk.get(f"{BASE}{tour.pk}/part/nothing/").status_code == 404


def test_what_an_applicant_meets(ina: Organization, desk: Client) -> None:
    with scope.of_organization(ina.pk):
        one = a_date()
        ItineraryItem.objects.filter(kind="free").delete()
    page = desk.get(f"{BASE}{one.tour_id}/").content.decode()
    assert "申込者から見た状態" in page
    assert "行程に自由時間がありません" in page
    assert "ほかの市町村からの案内に出ません" in page


def test_cancelled_in_two_steps(ina: Organization, desk: Client) -> None:
    with scope.of_organization(ina.pk):
        one = a_date()
        a_party(one, status="placed", file=make_file(email="a@example.jp"))
        a_party(one, file=make_file(phone="090-0000-0000"))
    asked = desk.get(f"{BASE}dates/{one.pk}/cancel/").content.decode()
    assert "合わせて2組" in asked
    assert "メールのない1組" in asked
    done = desk.post(f"{BASE}dates/{one.pk}/cancel/", {"why": "大雪"}, follow=True).content.decode()
    assert "2組にお知らせします" in done
    assert "中止の理由: 大雪" in done
    assert desk.post(f"{BASE}dates/{one.pk}/cancel/", {"why": "雪"}).status_code == 422


@pytest.mark.parametrize(
    ("action", "status"),
    [("dates/{date}/step/close", "open"), ("dates/{date}/cancel", "open"), ("{tour}/step/end", "draft")],
)
def test_who_was_slower_is_told_so(
    ina: Organization, desk: Client, monkeypatch: pytest.MonkeyPatch, action: str, status: str
) -> None:
    with scope.of_organization(ina.pk):
        one = a_date(status=status)
    monkeypatch.setattr("kayoi.foundation.audit.services.move", Mock(side_effect=ChangedMeanwhile))
    address = f"{BASE}{action.format(date=one.pk, tour=one.tour_id)}/"
    assert "ほかの人が先に書き換えました" in desk.post(address, {"why": "雪"}, follow=True).content.decode()


def test_papers_and_the_file_for_the_agency(
    ina: Organization, desk: Client, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scope.of_organization(ina.pk):
        one = a_date()
        a_party(one, status="placed", agrees_agency=True, file=make_file(name="渡す人", kana="わたすひと"))
        a_party(one, status="placed", file=make_file(name="渡さない人"))
    for answer in (desk.get(f"{BASE}dates/{one.pk}/itinerary/"), desk.post(f"{BASE}dates/{one.pk}/participants/")):
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
    early = at.replace(hour=8).astimezone(UTC)  # the day before in Greenwich
    monkeypatch.setattr("kayoi.programmes.tours.views.papers.timezone", SimpleNamespace(now=lambda: early))
    book = read_sheets(desk.post(f"{BASE}dates/{one.pk}/agency/xlsx/").content, name="a.xlsx")
    cells = [cell for sheet in book.sheets for row in sheet.rows for cell in row]
    assert "渡す人" in cells
    assert "渡さない人" not in cells
    assert any(str(cell).startswith("2026年11月20日") for cell in cells)
    assert "渡す人" in desk.post(f"{BASE}dates/{one.pk}/agency/csv/").content.decode("utf-8-sig")
    with scope.of_organization(ina.pk):
        assert Entry.objects.filter(action="tours.hand_to_agency").count() == 2


def test_a_contractor_works_with_dates_and_opens_none(ina: Organization, log_in: LogIn) -> None:
    with scope.of_organization(ina.pk):
        one = a_date(a_tour(), status="draft")
    outside = log_in(make_member(ina, "contractor", "委託").user)
    assert outside.get(f"{BASE}dates/{one.pk}/").status_code == 200
    assert outside.post(f"{BASE}dates/{one.pk}/step/open/").status_code == 403
    assert outside.get(f"{BASE}new/").status_code == 403


def test_a_point_of_the_itinerary_lies_within_the_days(ina: Organization, desk: Client) -> None:
    with scope.of_organization(ina.pk):
        one = a_date(items=False)
    point = {"day": "4", "starts": "10:00", "kind": "free", "title": "自由時間"}
    assert "この日程は3日間です" in desk.post(f"{BASE}dates/{one.pk}/items/new/", point).content.decode()
    assert desk.post(f"{BASE}dates/{one.pk}/items/new/", point | {"day": "3"}).status_code == 302
    with scope.of_organization(ina.pk):
        item = ItineraryItem.objects.get()
    desk.post(f"{BASE}items/{item.pk}/", point | {"day": "2", "title": "散歩"})
    assert "散歩" in desk.get(f"{BASE}dates/{one.pk}/").content.decode()
    desk.post(f"{BASE}items/{item.pk}/remove/")
    assert "まだありません。自由時間も" in desk.get(f"{BASE}dates/{one.pk}/").content.decode()


def test_queries_do_not_grow_with_rows(ina: Organization, desk: Client) -> None:
    with scope.of_organization(ina.pk):
        one = a_date()
        a_party(one, status="placed")
    pages = (BASE, f"{BASE}{one.tour_id}/", f"{BASE}dates/{one.pk}/", f"{BASE}dates/{one.pk}/cancel/")
    before = [_queries(desk, page) for page in pages]
    with scope.of_organization(ina.pk):
        for _ in range(3):
            a_party(a_date(one.tour), status="placed")
            a_party(one, status="placed")
            a_party(a_date())
    assert [_queries(desk, page) for page in pages] == before


def _queries(desk: Client, page: str) -> int:
    desk.get(page)
    with CaptureQueriesContext(connection) as caught:
        desk.get(page)
    return len(caught)
