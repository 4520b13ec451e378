"""Each of the 44 consortia opens as an organization and runs the same journey, without a line of code of its own."""

from datetime import date
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.programmes.tours.models import Tour, TourDate
from kayoi.programmes.tours.rules.casebook import Consortium
from kayoi.programmes.tours.rules.profiles import profile_of
from kayoi.programmes.tours.selectors.published import consortia, consortium
from kayoi.programmes.tours.selectors.report import Scope, report
from kayoi.programmes.tours.services.attending import Came, finish, take_in
from kayoi.programmes.tours.services.profiles import open_profile
from kayoi.programmes.tours.states import AttendanceWay
from kayoi.programmes.tours.tests.factories import a_party
from tests.cast import log_in_side
from tests.clock import NOW

pytestmark = pytest.mark.django_db
BY, TODAY = system("test"), date(2026, 11, 20)


def opened(case: Consortium) -> Organization:
    with log_in_side():
        return open_profile(profile=profile_of(case), first_day=TODAY, by=BY, at=NOW)


def test_a_profile_says_what_the_list_says() -> None:
    many, none = consortium(6), consortium(34)
    assert many is not None
    assert none is not None
    assert len(profile_of(many).towns) == 8
    assert profile_of(many).towns[0] == "062057"
    assert (profile_of(none).towns, profile_of(none).place) == ((), ""), "北海道か静岡県か決まらない"


@pytest.mark.parametrize("case", consortia(), ids=lambda case: f"{case.number}")
def test_each_consortium_runs_a_tour_to_its_report(case: Consortium, operator_organization: Organization) -> None:
    made = opened(case)
    assert (made.kind, made.name) == ("consortium", case.name)
    assert opened(case).pk == made.pk
    with scope.of_organization(made.pk):
        tour = Tour.objects.get()
        dates = list(TourDate.objects.order_by("pk"))
        assert [one.place_code for one in dates] == list(profile_of(case).towns or ("",))
        assert case.theme in tour.summary
        TourDate.objects.update(status="closed")
        for day in dates:
            party = a_party(day, status="placed", persons=2, file=make_file(name=f"人 {day.pk}"))
            noted = Came(uuid4(), party.pk, AttendanceWay.QR, NOW)
            for _ in range(2):
                take_in(date=day, came=noted, by=BY, at=NOW)
            a_party(day, status="refused", file=make_file(name=f"別 {day.pk}"))
        for day in dates:
            assert finish(date=TourDate.objects.get(pk=day.pk), by=BY, at=NOW) == 0
        found = report(Scope(2026), on=TODAY)
        assert (found.held, found.came, found.demand.took_part) == (len(dates), len(dates), 2 * len(dates))
        assert (found.demand.applications, found.demand.persons) == (2 * len(dates), 3 * len(dates))
        assert Engagement.objects.filter(kind="seminar").count() == len(dates)


def test_the_command_opens_what_is_asked_for(operator_organization: Organization) -> None:
    with log_in_side():
        said = StringIO()
        call_command("load_consortium", "24", stdout=said)
        assert "CHizu Incubation Platform" in said.getvalue()
        with pytest.raises(CommandError, match="45"):
            call_command("load_consortium", "45")
    assert Organization.objects.filter(kind="consortium").count() == 1
