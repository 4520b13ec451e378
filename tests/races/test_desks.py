"""The last place of a plan is decided twice at once: one becomes a member. Fees are charged once."""

from collections import Counter

import pytest

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.stays.models import DeskFee, DeskMember
from kayoi.programmes.stays.selectors import desks as selectors
from kayoi.programmes.stays.services.desks_fees import charge_fees
from kayoi.programmes.stays.services.desks_members import UnableToJoin, decide_member
from kayoi.programmes.stays.tests.desks import a_member, a_plan, an_asker
from tests.cast import Member
from tests.clock import NOW
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
CROWD = 6


def test_the_last_place_is_given_once(ina: Organization, officer: Member, head: Member) -> None:
    with scope.of_organization(ina.pk):
        plan = a_plan(by=head.actor, most_members=2)
        a_member(plan, by=officer.actor, head=head.actor)
        rows = [an_asker(plan, by=officer.actor) for _ in range(CROWD)]

    def decide(number: int) -> str:
        with scope.of_organization(ina.pk):
            decide_member(member=rows[number], by=head.actor, at=NOW)
            return "decided"

    results = at_once(CROWD, decide)
    assert Counter(type(result) for result in results) == {str: 1, UnableToJoin: CROWD - 1}
    with scope.of_organization(ina.pk):
        places = DeskMember.objects.filter(status="member").order_by("place").values_list("place", flat=True)
        assert list(places) == [1, 2]
        assert selectors.members_beyond_places() == 0


def test_fees_are_charged_once_though_two_run_the_job(ina: Organization, officer: Member, head: Member) -> None:
    with scope.of_organization(ina.pk):
        a_member(a_plan(by=head.actor), by=officer.actor, head=head.actor)

    def charge(_: int) -> int:
        with scope.of_organization(ina.pk):
            return charge_fees(by=officer.actor, at=NOW)

    results = at_once(CROWD, charge)
    assert sorted(results, key=str) == [0] * (CROWD - 1) + [1]
    with scope.of_organization(ina.pk):
        assert DeskFee.objects.count() == 1
        assert selectors.fees_unlike_ledger() == 0
