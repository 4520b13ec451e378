"""Donations as figures: persons by year, gifts and yen, beside what is published."""

from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.strategy.indicators import selectors
from kayoi.strategy.indicators.rules.donations import Donated, donation_value
from kayoi.strategy.indicators.states import DONATIONS, Subject
from tests.cast import LogIn, Member
from tests.clock import NOW

BY = system("test")
TODAY = date(2026, 12, 20)


def give(at: datetime, yen: int, file: CaseFile | None = None) -> CaseFile:
    file = file or casefiles.open_case_file(fields={"name": "寄附 花"}, by=BY, at=at)
    casefiles.add_engagement(file=file, kind="donation", occurred_at=at, quantity=Decimal(yen), by=BY, at=at)
    return file


def test_values_of_donations() -> None:
    gifts = [Donated(1, 7, NOW, 10_000), Donated(2, 7, NOW, 500), Donated(3, 8, NOW, 3_000)]
    assert [donation_value(one.key, gifts) for one in DONATIONS] == [2, 3, 13_500]
    assert [donation_value(one.key, []) for one in DONATIONS] == [0, 0, 0]


def test_donors_are_persons_of_the_fiscal_year(in_ina: Organization, at: datetime) -> None:
    one, other = give(at, 10_000), give(at, 5_000)
    give(at.replace(month=12, day=10), 20_000, one)
    give(at.replace(month=3), 3_000, one)  # the fiscal year before
    lines = {line.indicator.key: line for line in selectors.figures(2026, on=TODAY).lines}
    months = [month.month for month in lines["donors"].first_days]
    assert (lines["donors"].year, lines["donations"].year, lines["donated_yen"].year) == (2, 3, 35_000)
    assert lines["donated_yen"].months[months.index(11)] == 15_000
    assert lines["donors"].months[months.index(1)] is None  # still to come
    casefiles.merge_case_files(source=other, target=one, by=BY, at=at)
    assert selectors.number_of("donors", 2026, None, on=TODAY) == 1
    assert selectors.own_counts(Subject.DONORS, town_code="202096") == {"寄附者数": {2025: 1, 2026: 1}}
    assert selectors.fiscal_years(on=TODAY) == [2026, 2025]


def test_town_without_donors_has_no_such_lines(in_ina: Organization) -> None:
    assert "donors" not in {line.indicator.key for line in selectors.figures(2026, on=TODAY).lines}


def test_each_number_opens_its_donations(ina: Organization, head: Member, log_in: LogIn, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        file = give(at, 12_000)
        give(at.replace(month=12, day=1), 1, file)
    client = log_in(head.user)
    address = reverse("indicators:rows", kwargs={"organization": "ina", "key": "donated_yen"})
    page = client.get(address, {"year": "2026", "month": "2026-11"}).content.decode()
    assert "12,000" in page
    assert file.number in page
    sheet = client.get(address, {"year": "2026", "format": "csv"}).content.decode("utf-8-sig")
    assert [line.split(",")[-1] for line in sheet.splitlines()[1:]] == ["12000", "1"]
    answer = reverse("indicators:answer", kwargs={"organization": "ina", "key": "donors"})
    assert "1人" in client.get(answer, {"year": "2026"}).content.decode()
