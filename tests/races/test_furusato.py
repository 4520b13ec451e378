"""Many at once want the last place, the last ticket, the last of a budget, a card while the registration ends."""

from datetime import timedelta
from uuid import uuid4

import pytest

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.credentials.rules.jws import point
from kayoi.engines.credentials.services import rotate_keys
from kayoi.engines.credentials.tests.vectors import PHONE
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.programmes.furusato.models import BenefitUse, Registration, SignUp
from kayoi.programmes.furusato.selectors.benefits import rows_of
from kayoi.programmes.furusato.selectors.card_checks import cards_without_registration, paid_unlike_uses
from kayoi.programmes.furusato.services import benefits, cards, ending, signing
from kayoi.programmes.furusato.tests.factories import BY, a_benefit, a_register, a_registration, an_activity
from tests.clock import NOW
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race, pytest.mark.xdist_group("races")]
CROWD = 6
YEAR = fiscal_year(local_date(NOW))


def test_the_last_places_of_an_activity_go_to_so_many(ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        activity = an_activity(capacity=2)

    def come(number: int) -> None:
        with scope.of_organization(ina.pk):
            signing.sign_up(
                organization=ina, activity=activity, who=signing.Comes({"name": f"山田 {number}"}),
                channel=Channel.PORTAL, link="", client_key=uuid4(), by=VISITOR, at=NOW,
            )  # fmt: skip

    assert at_once(CROWD, come) == [None] * CROWD
    with scope.of_organization(ina.pk):
        rows = SignUp.objects.order_by("number").values_list("number", "status")
        expected = ["signed"] * 2 + ["waiting"] * (CROWD - 2)
        assert list(rows) == list(enumerate(expected, start=1))


def test_the_last_of_a_stock_and_of_a_budget_are_used_once(ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        register = a_register()
        holders = [a_registration(register) for _ in range(CROWD)]
        benefit = a_benefit(register, stock=2, cost_yen=500)
        benefits.set_budget(benefit=benefit, year=YEAR, yen=1_500, key=uuid4(), by=BY, at=NOW)

    def use(number: int) -> None:
        with scope.of_organization(ina.pk):
            told = benefits.Use(benefit.pk, uuid4(), NOW, registration=holders[number].pk)
            benefits.record_use(use=told, by=BY, at=NOW)

    assert at_once(CROWD, use) == [None] * CROWD
    with scope.of_organization(ina.pk):
        said = [row.beyond for row in BenefitUse.objects.order_by("pk")]
        assert [sum(word in one for one in said) for word in ("stock", "budget")] == [CROWD - 2, CROWD - 3]
        assert rows_of([benefit], year=YEAR)[0].left_yen == 0


def test_one_entry_of_an_outbox_sent_at_once_is_one_use(ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        holder, key = a_registration(), uuid4()
        benefit = a_benefit(holder.register)
        benefits.set_budget(benefit=benefit, year=YEAR, yen=9_000, key=uuid4(), by=BY, at=NOW)

    def send(number: int) -> int:
        with scope.of_organization(ina.pk):
            return benefits.record_use(use=benefits.Use(benefit.pk, key, NOW, registration=holder.pk), by=BY, at=NOW).pk

    results = at_once(CROWD, send)
    with scope.of_organization(ina.pk):
        assert results == [BenefitUse.objects.get().pk] * CROWD
        assert paid_unlike_uses() == 0


def test_no_card_outlives_a_registration_that_ends_meanwhile(ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        rotate_keys(by=BY, at=NOW - timedelta(days=1))
        registrations = [a_registration() for _ in range(CROWD)]

    def both(number: int) -> None:
        row = registrations[number // 2]
        with scope.of_organization(ina.pk):
            if number % 2:
                ending.withdraw(registration=row, why="", by=VISITOR, at=NOW)
            else:
                cards.give_phone_card(registration=row, key=point(PHONE.public_key()), by=VISITOR, at=NOW)

    results = at_once(2 * CROWD, both)
    with scope.of_organization(ina.pk):
        assert all(one is None or isinstance(one, cards.UnableToGiveCard) for one in results), results
        assert set(Registration.objects.values_list("status", flat=True)) == {"withdrawn"}
        assert cards_without_registration(on=local_date(NOW)) == 0
