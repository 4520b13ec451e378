"""The demonstration replays the register of Ina in 2023, and the page of figures shows exactly those numbers."""

import re
from datetime import date, datetime

from kayoi.doors.demo.services import homes as demo
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.programmes.homes.models import Home, Listing
from kayoi.programmes.homes.selectors import checks, counts
from kayoi.programmes.homes.states import Counted
from kayoi.strategy.indicators import selectors
from tests.cast import Member, enter

TODAY = date(2026, 11, 20)


def test_year_2023_is_counted_from_events(ina: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        demo.fill(town=ina, staff=[], by=system("test"), at=at)
        year = {line.what: line.year for line in counts.figures_of_homes(2023)}
        assert (year[Counted.REGISTERED], year[Counted.CONTRACTED]) == (73, 44)
        for what in Counted:
            assert counts.events_counted(what, 2023).count() == year[what]
        indicators = {line.indicator.key: line.year for line in selectors.figures(2023, on=TODAY).lines}
        assert (indicators["homes-registered"], indicators["homes-contracted"]) == (73, 44)
        assert indicators["homes-days"] == 42
        days = {one.status.value: one.days for one in counts.stage_days(2023)}
        assert (days["submitted"], days["checking"], days["registered"]) == (6, 9, 4)
    client = enter(officer.user)
    text = client.get("/ina/staff/homes/figures/?year=2023").content.decode()
    cells = re.findall(r"(新規登録|成約)\(件\)</th>\s*<td class=\"number\">\s*<a href=\"[^\"]+\">(\d+)<", text)
    assert cells == [("新規登録", "73"), ("成約", "44")]
    rows = client.get("/ina/staff/homes/figures/contracted/?year=2023").content.decode()
    assert "44件" in rows
    assert len(set(re.findall(r"空202\d-\d{4}", rows))) == 44


def test_thirty_houses_are_public_and_everything_is_sound(ina: Organization, sado: Organization, at: datetime) -> None:
    for town, public in ((ina, 30), (sado, 6)):
        with scope.of_organization(town.pk):
            demo.fill(town=town, staff=[], by=system("test"), at=at)
            assert Listing.objects.filter(withdrawn_at=None).count() == public
            assert checks.listings_unlike_homes() == checks.shown_unlike_allowed() == 0
            assert checks.events_unlike_states() == checks.assignments_out_of_place() == 0
            numbers = list(Home.objects.values_list("number", flat=True))
            assert len(numbers) == len(set(numbers))
