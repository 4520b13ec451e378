"""The report counts representatives, and every number leads to its rows."""

import re
from datetime import date

import pytest
from django.test import Client

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.identity import services as identity
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.states import Shared
from kayoi.kit.actor import system
from kayoi.programmes.tours.models import Attendance, Outcome, Party, Tour, TourDate
from kayoi.programmes.tours.selectors.published import consortia
from kayoi.programmes.tours.selectors.report import Scope, applied, came_to, dates_in, report
from kayoi.programmes.tours.selectors.roll_up import rolled_up
from kayoi.programmes.tours.services.outcomes import Told, UnableToRecord, record_outcome
from kayoi.programmes.tours.states import OutcomeKind
from kayoi.programmes.tours.tests.factories import a_date, a_party
from tests.cast import LogIn, Member
from tests.clock import NOW

pytestmark = pytest.mark.django_db
TODAY, BY = date(2026, 11, 20), system("test")
THIS = Scope(2026)


@pytest.fixture
def held(ina: Organization, head: Member) -> TourDate:
    """Three parties of five persons came; one stayed away, one was refused, one declined."""
    with scope.of_organization(ina.pk):
        day = a_date(status="held", starts_on=date(2026, 10, 3), capacity=4)
        one = a_party(day, status="attended", persons=3)
        a_party(day, status="attended", sex="male", age_band="50s", occupation="", past_visits="often")
        hidden = make_file(name="守")
        casefiles.protect(file=hidden, starts_on=date(2026, 4, 1), basis="申出", by=head.actor, at=NOW)
        a_party(day, status="attended", file=hidden, prefecture="27")
        Attendance.objects.create(
            party=one, date=day, key="0b7a1f0e-0000-4000-8000-000000000001", way="list", persons=3, nights=1,
            came_at=NOW, received_at=NOW,
        )  # fmt: skip
        for status in ("absent", "refused", "declined"):
            a_party(day, status=status, persons=2)
        a_party(a_date(day.tour, status="cancelled", why="雪", starts_on=date(2026, 10, 9)), persons=4)
        a_party(a_date(status="held", starts_on=date(2027, 4, 2)), status="attended")
        return day


def test_the_report_counts_representatives_and_persons_apart(ina: Organization, held: TourDate) -> None:
    with scope.of_organization(ina.pk):
        found = report(THIS, on=TODAY)
    assert (found.tours, found.held, found.came) == (1, 1, 3)
    demand = found.demand
    assert (demand.capacity, demand.applications, demand.persons, demand.took_part) == (4, 6, 11, 5)
    assert (str(demand.applications_times), str(demand.persons_times)) == ("1.5", "2.8")
    assert found.ages.base == 3, "companions are left out"
    told = {one.key: {line.key: str(line.percent) for line in shares.lines} for one, shares in found.dimensions}
    assert told["prefecture"] == {"13": "66.7", "": "33.3"}, "where the third lives is not said"
    assert told["occupation"] == {"employee": "66.7", "": "33.3"}
    assert told["size"] == {"1": "66.7", "3": "33.3"}
    assert (found.person_nights, found.person_days) == (3 + 2 + 2, 6 + 3 + 3)
    assert str(found.days_each) == "4.0"


def test_every_number_has_its_rows(log_in: LogIn, ina: Organization, held: TourDate, officer: Member) -> None:
    client = log_in(officer.user)
    page = client.get("/ina/staff/tours/report/?year=2026").content.decode()
    links = set(re.findall(r'href="(/ina/staff/tours/report/rows/[^"]+)">(\\d+)<', page))
    links |= set(re.findall(r'href="(/ina/staff/tours/report/rows/[^"]+)">(\d+)<span', page))
    assert len(links) > 20
    for address, number in links:
        rows = client.get(address.replace("&amp;", "&")).content.decode()
        assert f"<p>{number}組・" in rows, address
    assert "応募 6件" in client.get("/ina/staff/tours/report/rows/?year=2026&applied").content.decode()
    assert client.get("/ina/staff/tours/report/rows/?year=2026&format=csv").status_code == 200
    assert client.get("/ina/staff/tours/report/?year=2026&format=xlsx").status_code == 200
    assert "この年度の日程はありません" in client.get("/ina/staff/tours/report/?year=2020").content.decode()


def test_where_those_who_applied_came_from(log_in: LogIn, ina: Organization, held: TourDate, officer: Member) -> None:
    client, address = log_in(officer.user), "/ina/staff/tours/report/"
    assert "広報の符号</h2>" not in client.get(f"{address}?year=2026").content.decode()
    with scope.of_organization(ina.pk):
        Tour.objects.filter(pk=held.tour_id).update(segment="families", campaigns=["jal"])
        Party.objects.filter(tour=held.tour, persons=3).update(campaign="jal")
        [(_, key, segments), (_, _, campaigns)] = report(THIS, on=TODAY).reached
    assert [(one.words, one.applications, one.persons, one.came) for one in segments] == [("子育て", 6, 11, 3)]
    assert [(one.words, one.applications, one.came) for one in campaigns] == [("jal", 1, 1), ("符号なし", 5, 2)]
    assert key == "segment"
    assert "広報の符号</h2>" in client.get(f"{address}?year=2026").content.decode()
    rows = client.get(f"{address}rows/?year=2026&applied&campaign=").content.decode()
    assert "応募 5件" in rows
    assert "<p>2組・2人</p>" in client.get(f"{address}rows/?year=2026&campaign=").content.decode()
    assert "<p>1組・3人</p>" in client.get(f"{address}rows/?year=2026&campaign=jal&segment=families").content.decode()
    assert "広報の符号: 符号なし" in rows
    assert client.get(f"{address}?year=2026&format=xlsx").status_code == 200


def test_a_party_counts_once_for_the_date_that_it_got(ina: Organization, held: TourDate) -> None:
    with scope.of_organization(ina.pk):
        other = a_date(held.tour, status="held", starts_on=date(2026, 10, 20))
        party = a_party(held, wishes=[held.key, other.key], persons=2)
        Party.objects.filter(pk=party.pk).update(status="attended", date=other)
        lines = {one.date.pk: one.demand.applications for one in report(THIS, on=TODAY).dates}
        assert (lines[held.pk], lines[other.pk]) == (6, 1)
        dates = dates_in(Scope(2026, held.tour_id))
        assert len(applied(dates)) == 7
        assert party.pk in {row.party.pk for row in came_to(dates, on=TODAY)}


def test_what_came_of_it_is_written_once(log_in: LogIn, ina: Organization, held: TourDate, officer: Member) -> None:
    with scope.of_organization(ina.pk):
        came, away = (
            Party.objects.filter(date=held, status="attended")[0],
            Party.objects.get(date=held, status="absent"),
        )
        with pytest.raises(UnableToRecord):
            record_outcome(party=away, told=Told(OutcomeKind.GIFT, TODAY, 1), by=BY, at=NOW)
    client, page = log_in(officer.user), f"/ina/staff/tours/parties/{came.pk}/outcome/"
    fields = {"kind": "stayed", "happened_on": "2026-11-01", "quantity": "12", "note": ""}
    for _ in range(2):
        assert client.post(page, fields).status_code == 302
    assert client.post(page, {**fields, "happened_on": "2099-01-01"}).status_code == 422
    with scope.of_organization(ina.pk):
        assert Outcome.objects.count() == 1
    assert "延べ12日" in client.get("/ina/staff/tours/report/?year=2026").content.decode()
    rows = client.get("/ina/staff/tours/report/outcomes/stayed/?year=2026").content.decode()
    assert came.number in rows


def test_the_printed_tables_and_what_does_not_add_up(log_in: LogIn, ina: Organization, officer: Member) -> None:
    page = log_in(officer.user).get("/ina/staff/tours/report/printed/").content.decode()
    assert [f"母数{base}人" in page for base in (38, 31, 20)] == [True] * 3
    assert "22÷38は57.9%(原資料は57.8%)" in page


def test_the_casebook_is_searched_on_a_page(log_in: LogIn, ina: Organization, officer: Member) -> None:
    client = log_in(officer.user)
    page = client.get("/ina/staff/tours/casebook/?words=浦賀").content.decode()
    assert "住まい・なりわい・コミュニティ" in page
    assert page.count("/ina/staff/tours/casebook/") < 5
    assert "当てはまる団体はありません" in client.get("/ina/staff/tours/casebook/?words=無い言葉").content.decode()
    for case in consortia():
        assert case.name in client.get(f"/ina/staff/tours/casebook/{case.number}/").content.decode()
    assert client.get("/ina/staff/tours/casebook/99/").status_code == 404


def test_a_party_is_led_to_its_questions(client: Client, ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        a_party(token="x" * 43, status="placed")
    page = f"/ina/tours/a/{'x' * 43}/questions/before/"
    assert "受け付けていません" in client.get(page).content.decode()
    assert client.get(page.replace("before", "other")).status_code == 404
    assert client.get(page.replace("xx", "yy")).status_code == 404


def test_a_consortium_sees_numbers_of_those_who_share(
    ina: Organization, sado: Organization, nagano: Organization, held: TourDate, head: Member
) -> None:
    with scope.of_organization(ina.pk):
        identity.share(giver=ina, reader=nagano, what=Shared.FIGURES, starts_on=date(2026, 4, 1), by=head.actor, at=NOW)
        for _ in range(4):
            a_party(held, status="attended", persons=2)
    with scope.of_organization(sado.pk):
        a_party(a_date(status="held", starts_on=date(2026, 10, 3)), status="attended", persons=9)
    found = dict(rolled_up(nagano, 2026, on=TODAY).lines)
    assert found["伊那市"] == found["計"] == ("1", "4", "10", "19", "7", "13", "23")
    assert "佐渡市" not in found
    assert rolled_up(sado, 2026, on=TODAY).lines == []
