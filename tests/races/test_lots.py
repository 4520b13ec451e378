"""Many spend the same points at once, while the night lets some of them run out: never below zero, never twice."""

from collections import Counter

import pytest

from kayoi.engines.ledger import services
from kayoi.engines.ledger.models import Account, Transfer
from kayoi.engines.ledger.selectors import checks
from kayoi.engines.ledger.services import UnableToTransfer
from kayoi.engines.ledger.tests.services.test_lots import BY, DAY, Purse
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from tests.clock import NOW
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
CROWD = 12


@pytest.fixture
def purse(ina: Organization) -> Purse:
    with scope.of_organization(ina.pk):
        found = Purse()
        for number in range(5):
            found.give(20, days=10 + number, key=f"g{number}")
        return found


def sound() -> bool:
    return (checks.lots_unlike_balances(), checks.balances_unlike_transfers(), checks.unbalanced()) == (0, 0, 0)


def test_as_many_spend_as_there_are_points_for(ina: Organization, purse: Purse) -> None:
    def spend(number: int) -> None:
        with scope.of_organization(ina.pk):
            purse.spend(30, key=f"s{number}")

    results = at_once(CROWD, spend)
    assert Counter(type(result) for result in results) == {type(None): 3, UnableToTransfer: CROWD - 3}
    with scope.of_organization(ina.pk):
        assert (purse.balance, sum(purse.left)) == (10, 10)
        assert sound()


def test_one_use_sent_many_times_at_once_is_spent_once(ina: Organization, purse: Purse) -> None:
    def spend(_: int) -> None:
        with scope.of_organization(ina.pk):
            purse.spend(30, key="one")

    assert set(at_once(CROWD, spend)) == {None}
    with scope.of_organization(ina.pk):
        assert purse.balance == 70
        assert Transfer.objects.filter(debit=purse.spent).count() == 1


def test_spending_and_the_night_do_not_take_the_same_points(ina: Organization, purse: Purse) -> None:
    with scope.of_organization(ina.pk):
        purse.give(40, days=-1, key="over")

    def act(number: int) -> None:
        with scope.of_organization(ina.pk):
            if number % 2:
                services.expire_lots(on=DAY, by=BY, at=NOW)
            else:
                purse.spend(25, key=f"s{number}")

    results = at_once(CROWD, act)
    assert {type(result) for result in results} <= {type(None), UnableToTransfer}, results
    with scope.of_organization(ina.pk):
        assert (purse.balance, Account.objects.get(pk=purse.expired).balance) == (0, 40)
        assert sound()
