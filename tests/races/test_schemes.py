"""One application decided by many at once: one decision, one letter."""

from collections import Counter
from datetime import date, datetime

import pytest
from django.db import IntegrityError

from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application, Decision, Letter, Stamp
from kayoi.engines.procedures.tests.factories import LIMITS, STEPS, make_procedure
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.schemes import services
from kayoi.programmes.schemes.models import Claim, ClaimMonth, Grant
from kayoi.programmes.schemes.services import grants
from kayoi.programmes.schemes.tests.factories import make_proposed
from kayoi.programmes.schemes.tests.grants import make_grant
from tests.cast import Member, make_member
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
CROWD = 6


def test_a_decision_is_made_once(ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        application = make_proposed(ina, make_procedure(at=at), by=officer.actor, at=at)

    def sign(number: int) -> object:
        with scope.of_organization(ina.pk):
            row = Application.objects.get(pk=application.pk)
            return procedures.sign(application=row, by=head.actor, at=at)

    results = at_once(CROWD, sign)
    assert sum(isinstance(result, ChangedMeanwhile) for result in results) == CROWD - 1
    with scope.of_organization(ina.pk):
        assert Decision.objects.count() == Letter.objects.count() == 1


def test_two_approvers_at_once_stamp_one_step(ina: Organization, officer: Member, at: datetime) -> None:
    heads = [make_member(ina, "section_head", f"係長 {number}") for number in range(CROWD)]
    with scope.of_organization(ina.pk):
        procedure = make_procedure(at=at, steps=STEPS, limits=LIMITS)
        application = make_proposed(ina, procedure, by=officer.actor, at=at)

    def sign(number: int) -> object:
        with scope.of_organization(ina.pk):
            row = Application.objects.get(pk=application.pk)
            return procedures.sign(application=row, by=heads[number].actor, at=at)

    results = at_once(CROWD, sign)
    assert sum(isinstance(result, procedures.Passed) for result in results) == 1
    assert sum(isinstance(result, procedures.UnableToDecide) for result in results) == CROWD - 1
    with scope.of_organization(ina.pk):
        application.refresh_from_db()
        assert (application.waits_for, Stamp.objects.count()) == ("division_head", 2)


def test_approved_and_sent_back_at_once_only_one_of_them_holds(
    ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    division = make_member(ina, "division_head", "伊藤 課長")
    with scope.of_organization(ina.pk):
        procedure = make_procedure(at=at, steps=STEPS, limits=LIMITS)
        rows = [make_proposed(ina, procedure, by=officer.actor, at=at) for _ in range(CROWD)]
        for row in rows:
            procedures.sign(application=row, by=head.actor, at=at)

    def act(number: int) -> object:
        with scope.of_organization(ina.pk):
            row = Application.objects.get(pk=rows[number // 2].pk)
            if number % 2:
                return procedures.sign(application=row, by=division.actor, at=at)
            return procedures.send_back(application=row, why="金額を確かめる", by=head.actor, at=at)

    results = at_once(2 * CROWD, act)
    assert sum(isinstance(result, ChangedMeanwhile) for result in results) == CROWD
    with scope.of_organization(ina.pk):
        status = {row.pk: row.status for row in Application.objects.all()}
        decided = set(Decision.objects.values_list("application", flat=True))
        assert set(Letter.objects.values_list("application", flat=True)) == decided
        assert decided == {pk for pk, one in status.items() if one == "approved"}
        assert set(status.values()) <= {"approved", "submitted"}
        assert Stamp.objects.filter(step=2).count() == len(decided)


def test_many_at_once_get_no_more_than_five_tries(ina: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        application = make_proposed(ina, make_procedure(at=at), by=officer.actor, at=at)

    def guess(number: int) -> bool:
        with scope.of_organization(ina.pk):
            day = at.date().replace(year=1960, month=number + 1)
            found = procedures.ask_status(receipt=application.receipt, birth_on=day, by=officer.actor, at=at)
            return found is not None

    assert at_once(8, guess) == [False] * 8
    with scope.of_organization(ina.pk):
        assert Application.objects.get().tries == 5


def test_a_household_is_granted_once_whoever_decides_at_once(
    ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    """One application each on paper and on the portal, of the same person, decided at the same moment."""
    with scope.of_organization(ina.pk):
        procedure = make_procedure(at=at)
        grants.define_terms(
            procedure=procedure, fields={"once": ["person"], "needs_report": False}, version=1, by=head.actor, at=at
        )
        rows = [make_proposed(ina, procedure, by=officer.actor, at=at) for _ in range(CROWD)]

    def sign(number: int) -> object:
        with scope.of_organization(ina.pk):
            row = Application.objects.get(pk=rows[number].pk)
            return services.sign_application(organization=ina, application=row, link="", by=head.actor, at=at)

    results = at_once(CROWD, sign)
    kinds = Counter(type(result) for result in results)
    assert kinds == {procedures.Decided: 1, grants.UnableToGrant: CROWD - 1}, results
    with scope.of_organization(ina.pk):
        assert Decision.objects.count() == Letter.objects.count() == Grant.objects.count() == 1
        assert Application.objects.filter(status="proposed").count() == CROWD - 1


def test_a_month_is_claimed_once_past_all_locks(ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    """The constraint is the last word, as if a service of ours had forgotten to lock."""
    with scope.of_organization(ina.pk):
        grant = make_grant(ina, make_procedure(at=at), by=officer.actor, head=head.actor, at=at)
        claim = Claim.objects.create(grant=grant, number=1, channel="counter", claimed_on=at.date(), amount_yen=1)

    def insert(_: int) -> int:
        with scope.of_organization(ina.pk):
            return ClaimMonth.objects.create(grant=grant, claimed_in=claim, month=date(2026, 11, 1)).pk

    results = at_once(CROWD, insert)
    assert Counter(type(result) for result in results) == {int: 1, IntegrityError: CROWD - 1}, results
