"""A grant over years is changed for the years to come: those that were claimed stay as they were."""

from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures.models import Procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.dates import JST
from kayoi.programmes.schemes.models import Claim, Grant, GrantYear, PaymentFinding
from kayoi.programmes.schemes.services import grants
from kayoi.programmes.schemes.states.grants import ChangeKind
from kayoi.programmes.schemes.tests.budgets import make_line
from kayoi.programmes.schemes.tests.factories import LINK
from kayoi.programmes.schemes.tests.grants import COST, make_grant, make_terms
from kayoi.programmes.schemes.tests.services.test_money import pay
from kayoi.programmes.schemes.tests.services.test_trials import tried, unchanged
from tests.cast import Member

pytestmark = pytest.mark.django_db
BEFORE, AFTER = 650_000, 500_000


def april(year: int) -> datetime:
    return datetime(year, 4, 1, 8, tzinfo=JST)


@pytest.fixture
def grant(in_ina: Organization, procedure: Procedure, officer: Member, head: Member, at: datetime) -> Grant:
    terms: dict[str, Any] = {"shape": "yearly", "years": 3, "awaits_report": False, "needs_report": False}
    make_terms(procedure, by=head.actor, at=at, **terms)
    for year in (2026, 2027, 2028):
        make_line(5_000_000, year=year, at=at, procedure=procedure)
    return make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at)


def claim(grant: Grant, year: int, *, at: datetime) -> Claim:
    sender = grants.Sender(grant.organization, LINK)
    return grants.claim_year(
        grant=grant, fiscal_year=year, channel=Channel.LETTER, sender=sender, by=VISITOR, at=at
    )  # fmt: skip


def settle(found: Claim, officer: Member, head: Member, *, at: datetime) -> None:
    grants.check_claim(claim=found, by=officer.actor, at=at)
    pay(found, grants.Sender(found.grant.organization, LINK), officer, head, at=at)


def ask(grant: Grant, officer: Member, at: datetime) -> Any:
    return grants.ask_change(
        grant=grant, kind=ChangeKind.CHANGE, why="活動を減らす", costs={COST: 2 * AFTER}, by=officer.actor, at=at
    )


def test_every_year_can_be_claimed_whole_after_a_change(
    in_ina: Organization, grant: Grant, officer: Member, head: Member, at: datetime
) -> None:
    assert (grant.decided_yen, grant.year_yen) == (3 * BEFORE, BEFORE)
    settle(claim(grant, 2026, at=at), officer, head, at=at)
    change = ask(grant, officer, at)
    assert (change.after_yen, change.kept_years, change.kept_yen) == (BEFORE + 2 * AFTER, 1, BEFORE)
    with pytest.raises(grants.UnableToClaim, match="change_open"), transaction.atomic():
        claim(grant, 2027, at=april(2027))
    grants.approve_change(change=change, sender=grants.Sender(in_ina, LINK), by=head.actor, at=at)
    planned = GrantYear.objects.filter(grant=grant).order_by("fiscal_year").values_list("planned_yen", flat=True)
    assert list(planned) == [BEFORE, AFTER, AFTER]
    for year in (2027, 2028):
        grants.decide_year(grant=grant, sender=grants.Sender(in_ina, LINK), by=head.actor, at=april(year))
        found = claim(grant, year, at=april(year))
        assert found.amount_yen == AFTER
        settle(found, officer, head, at=april(year))
    grant.refresh_from_db()
    assert grant.paid_yen == grant.decided_yen == BEFORE + 2 * AFTER
    # The account of the tests is in another name; nothing else is found, the amounts least of all.
    assert set(PaymentFinding.objects.values_list("code", flat=True)) == {"other_holder"}
    result = tried(grant.procedure, unchanged(grant.procedure), officer.actor, april(2028))
    assert (result.totals.now_yen, result.totals.least_yen) == (grant.decided_yen, grant.decided_yen)


def test_not_while_a_claim_waits(grant: Grant, officer: Member, at: datetime) -> None:
    claim(grant, 2026, at=at)
    with pytest.raises(grants.UnableToChange, match="claims_open"):
        ask(grant, officer, at)
