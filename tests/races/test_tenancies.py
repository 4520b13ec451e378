"""Two members of staff offer one room at once: one household gets it. A month's rent is charged once."""

from collections import Counter
from datetime import date

import pytest

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.reservations.services import UnableToBook
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.stays.models import RentCharge, Waiting
from kayoi.programmes.stays.selectors import tenancies as selectors
from kayoi.programmes.stays.services.tenancies_rent import charge_rents
from kayoi.programmes.stays.services.tenancies_waiting import offer_room, wait_for_home
from kayoi.programmes.stays.tests.tenancies import FIRST, LAST, ONE_DAY, a_home, a_tenancy, morning
from tests.cast import Member
from tests.clock import NOW
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
CROWD = 6


def test_one_room_is_offered_to_one(ina: Organization, officer: Member) -> None:
    with scope.of_organization(ina.pk):
        room = a_home("shared")
        rows = [
            wait_for_home(
                house=room.house, case_file=make_file(), is_mover=True, persons=1, children=0, by=officer.actor, at=NOW
            )
            for _ in range(CROWD)
        ]  # fmt: skip

    def offer(number: int) -> str:
        with scope.of_organization(ina.pk):
            offer_room(
                waiting=rows[number], room=room, starts_on=FIRST, ends_before=LAST + ONE_DAY,
                answer_by=date(2026, 11, 25), by=officer.actor, at=NOW,
            )  # fmt: skip
            return "offered"

    results = at_once(CROWD, offer)
    assert Counter(type(result) for result in results) == {str: 1, UnableToBook: CROWD - 1}
    with scope.of_organization(ina.pk):
        assert Waiting.objects.filter(status="offered").count() == 1


def test_rent_is_charged_once_though_two_run_the_job(ina: Organization, officer: Member, head: Member) -> None:
    with scope.of_organization(ina.pk):
        a_tenancy(by=officer.actor, head=head.actor)

    def charge(_: int) -> int:
        with scope.of_organization(ina.pk):
            return charge_rents(by=officer.actor, at=morning(date(2027, 1, 1)))

    results = at_once(CROWD, charge)
    assert sorted(results, key=str) == [0] * (CROWD - 1) + [2]
    with scope.of_organization(ina.pk):
        assert RentCharge.objects.count() == 2
        assert selectors.rents_unlike_ledger() == 0
