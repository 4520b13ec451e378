"""One application decided by many at once: one decision, one letter."""

from datetime import datetime

import pytest

from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application, Decision, Letter
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.schemes.tests.factories import make_proposed
from tests.cast import Member
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race, pytest.mark.xdist_group("races")]
CROWD = 6


def test_a_decision_is_made_once(ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        application = make_proposed(ina, make_procedure(at=at), by=officer.actor, at=at)

    def decide(number: int) -> str:
        with scope.of_organization(ina.pk):
            row = Application.objects.get(pk=application.pk)
            return procedures.decide(application=row, by=head.actor, at=at).letter.number

    results = at_once(CROWD, decide)
    assert sum(isinstance(result, ChangedMeanwhile) for result in results) == CROWD - 1
    with scope.of_organization(ina.pk):
        assert Decision.objects.count() == Letter.objects.count() == 1


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
