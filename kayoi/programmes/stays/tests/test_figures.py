"""The year's figures from rows: 65 groups of 218 persons, 54 groups of 157; every number has its rows."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import protect
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.stays.models import EarlierStay, House, Stay
from kayoi.programmes.stays.rules.figures import Figures
from kayoi.programmes.stays.selectors.figures import Chosen, rows_behind, used_rows, year_of_stays, years_of_stays
from kayoi.programmes.stays.services.bringing import Earlier, bring_earlier
from kayoi.programmes.stays.tests.factories import a_house, a_room, a_stay
from tests.cast import LogIn, Member

ON = date(2027, 4, 1)


def split(persons: int, groups: int) -> list[int]:
    """Return that many persons as that many groups, as even as can be."""
    least, more = divmod(persons, groups)
    return [least + (number < more) for number in range(groups)]


def uses(house: House, groups: int, persons: int, year: int = 2026) -> list[Earlier]:
    first = date(year, 4, 1)
    return [
        Earlier(house, first + timedelta(days=5 * number), first + timedelta(days=5 * number + 3), count, "13")
        for number, count in enumerate(split(persons, groups))
    ]


@pytest.mark.parametrize(("groups", "persons"), [(65, 218), (54, 157)])
def test_what_the_town_has_published_follows_from_rows(
    in_ina: Organization, officer: Member, at: datetime, groups: int, persons: int
) -> None:
    """伊那市: 65組218人, 54組157人."""
    house = a_house(at=at)
    rows = uses(house, groups, persons)
    assert bring_earlier(rows=rows, by=officer.actor, at=at) == groups
    assert bring_earlier(rows=rows, by=officer.actor, at=at) == 0  # the same table again
    found = year_of_stays(2026, on=ON)
    assert (found.whole.groups, found.whole.persons) == (groups, persons)
    assert (found.whole.nights, found.whole.person_nights) == (3 * groups, 3 * persons)
    for lines in (found.by_house, found.by_month, found.by_prefecture):
        assert sum((one.counted for one in lines), Figures()) == found.whole
    behind = rows_behind(2026, Chosen(), on=ON)
    assert sum((adds for _, adds in behind), Figures()) == found.whole


def test_a_stay_over_the_end_of_a_year_is_in_both(in_ina: Organization, at: datetime) -> None:
    stay = a_stay(a_room(at=at), at=at, is_allowed=True, arrives_on=date(2027, 3, 30), leaves_on=date(2027, 4, 2))
    assert year_of_stays(2026, on=ON).whole == Figures()  # nobody has come yet
    Stay.objects.filter(pk=stay.pk).update(status="closed")
    assert year_of_stays(2026, on=ON).whole == Figures(1, 2, 2, 4)
    assert year_of_stays(2027, on=ON).whole == Figures(0, 0, 1, 2)
    assert [one.counted for one in year_of_stays(2026, on=ON).by_month][-1] == Figures(1, 2, 2, 4)
    april = rows_behind(2027, Chosen(month=date(2027, 4, 1)), on=ON)
    assert [adds for _, adds in april] == [Figures(0, 0, 1, 2)]
    assert years_of_stays(on=ON) == [2027, 2026]


def test_where_protected_people_come_from_is_not_said(in_ina: Organization, head: Member, at: datetime) -> None:
    stay = a_stay(a_room(at=at), at=at, is_allowed=True)
    assert stay.case_file is not None
    CaseFile.objects.filter(pk=stay.case_file.pk).update(place_code="131016")
    Stay.objects.filter(pk=stay.pk).update(status="closed")
    assert [row.prefecture for row in used_rows(2026, on=ON)] == ["13"]
    protect(file=stay.case_file, starts_on=date(2026, 1, 1), basis="住民基本台帳法", by=head.actor, at=at)
    assert [row.prefecture for row in used_rows(2026, on=ON)] == [""]


TABLE = """施設\t利用開始日\t利用終了日\t人数\t住所
{house}\t令和8年4月3日\t2026/4/5\t3人\t東京都千代田区
{house}\t2026-05-01\t2026-05-04\t2\t大阪府
{house}\t2026-05-01\t2026-05-04\t2\t大阪府
"""


def test_a_table_is_looked_at_and_then_taken_once(log_in: LogIn, ina: Organization, head: Member) -> None:
    with scope.of_organization(ina.pk):
        house = a_house(at=timezone.now())
    client, page = log_in(head.user), "/ina/staff/stays/figures/bring/"
    table = TABLE.format(house=house.name)
    shown = client.post(page, {"pasted": table, "action": "look"})
    assert shown.status_code == 200, shown.content.decode()
    assert "3件" in shown.content.decode()
    for _ in range(2):
        assert client.post(page, {"pasted": table, "action": "do"}).status_code == 302
    with scope.of_organization(ina.pk):
        assert EarlierStay.objects.count() == 3
    bad = f"{house.name}\tいつか\t2026-05-04\t2\t\n知らない家\t2026-05-01\t2026-05-04\t0\t\n"
    wrong = client.post(page, {"pasted": table + bad})
    assert wrong.status_code == 422
    assert "日付が読めません" in wrong.content.decode()
    assert "知らない家" in wrong.content.decode()


def test_every_number_opens_its_rows_and_goes_into_files(log_in: LogIn, ina: Organization, officer: Member) -> None:
    with scope.of_organization(ina.pk):
        house = a_house(at=timezone.now())
        bring_earlier(rows=uses(house, 3, 7, 2025), by=officer.actor, at=timezone.now())
    client, page = log_in(officer.user), "/ina/staff/stays/figures/"
    shown = client.get(f"{page}?year=2025").content.decode()
    assert "3組・7人・9泊・21人泊" in shown
    rows = client.get(f"{page}rows/?year=2025&house={house.pk}&month=2025-04").content.decode()
    assert rows.count("取り込んだ記録") == 3
    csv = client.get(f"{page}rows/?year=2025&format=csv").content.decode("utf-8-sig")
    assert len(csv.strip().splitlines()) == 4
    book = client.get(f"{page}?year=2025&format=xlsx")
    assert book.content.startswith(b"PK")
    assert client.get(f"{page}rows/?month=x").status_code == 404
