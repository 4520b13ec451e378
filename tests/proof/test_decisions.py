"""Two hundred applications are decided at once on a budget that is enough for half of them."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

import pytest

from kayoi.engines.ledger.services import UnableToTransfer
from kayoi.engines.procedures.models import Application, Decision, Letter
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.schemes import services
from kayoi.programmes.schemes.models import Commitment, Grant
from kayoi.programmes.schemes.tests.budgets import make_line, pots
from kayoi.programmes.schemes.tests.factories import make_proposed
from tests.cast import Member
from tests.races.test_budget import sound
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.proof]
# As many threads as a small server has connections for.
THREADS, EACH, YEN = 50, 4, 650_000


def test_half_of_them_are_granted_and_nothing_is_overdrawn(
    ina: Organization, officer: Member, head: Member, at: datetime, say: Callable[[str], None]
) -> None:
    count = THREADS * EACH
    with scope.of_organization(ina.pk):
        procedure = make_procedure(at=at, documents=[], limits={})
        line = make_line(count // 2 * YEN + YEN - 1, at=at, procedure=procedure)
        rows = [
            make_proposed(ina, procedure, by=officer.actor, at=at, name=f"世帯{one}", email="").pk
            for one in range(count)
        ]

    def decide(number: int) -> list[str]:
        return [_decided(ina, rows[number * EACH + turn], head, at) for turn in range(EACH)]

    results = Counter(
        one for found in at_once(THREADS, decide) for one in ([found] if isinstance(found, Exception) else found)
    )
    assert results == {"granted": count // 2, "too little left": count // 2}
    with scope.of_organization(ina.pk):
        assert pots(line) == (YEN - 1, count // 2 * YEN, 0)
        for model in (Grant, Commitment, Decision, Letter):
            assert model.objects.count() == count // 2, "what was refused has left nothing behind"
        assert Application.objects.filter(status="proposed").count() == count // 2
        assert sound()
    say(f"{count} decisions at once on a budget for {count // 2}: {count // 2} granted, nothing overdrawn")


def _decided(town: Organization, pk: int, head: Member, at: datetime) -> str:
    try:
        with scope.of_organization(town.pk):
            services.sign_application(
                organization=town, application=Application.objects.get(pk=pk), link="", by=head.actor, at=at
            )
            return "granted"
    except UnableToTransfer:
        return "too little left"
