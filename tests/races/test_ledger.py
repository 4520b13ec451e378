"""Many want the last of a budget at once: nothing is overdrawn, nothing passes twice."""

from collections import Counter
from datetime import datetime

import pytest

from kayoi.engines.ledger import services
from kayoi.engines.ledger.models import Account, Hold, Transfer
from kayoi.engines.ledger.selectors import checks
from kayoi.engines.ledger.tests.factories import make_budget
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
BY = system("race")
CROWD = 16


@pytest.fixture
def accounts(ina: Organization, at: datetime) -> tuple[int, int]:
    with scope.of_organization(ina.pk):
        budget = make_budget(1_000, by=BY, at=at)
        return budget.pk, services.open_account(key="paid", label="支出済み", by=BY, at=at).pk


def sound() -> bool:
    return (checks.balances_unlike_transfers(), checks.held_unlike_holds(), checks.unbalanced()) == (0, 0, 0)


def test_as_many_pass_as_there_is_money_for(ina: Organization, accounts: tuple[int, int], at: datetime) -> None:
    budget, paid = accounts

    def pay(number: int) -> int:
        with scope.of_organization(ina.pk):
            return services.transfer(
                debit=paid, credit=budget, amount=300, key=f"pay-{number}", cause="race", reference=str(number),
                on=local_date(at), by=BY, at=at,
            )  # fmt: skip

    results = at_once(CROWD, pay)
    assert Counter(type(result) for result in results) == {int: 3, services.UnableToTransfer: CROWD - 3}
    with scope.of_organization(ina.pk):
        assert Account.objects.get(pk=budget).balance == 100
        assert sound()


def test_the_same_key_at_once_is_one_transfer(ina: Organization, accounts: tuple[int, int], at: datetime) -> None:
    budget, paid = accounts

    def pay(_: int) -> int:
        with scope.of_organization(ina.pk):
            return services.transfer(
                debit=paid, credit=budget, amount=10, key="one", cause="race", reference="1", on=local_date(at), by=BY,
                at=at,
            )  # fmt: skip

    results = at_once(CROWD, pay)
    assert len(set(results)) == 1
    assert isinstance(results[0], int)
    with scope.of_organization(ina.pk):
        assert Account.objects.get(pk=budget).balance == 990
        assert Transfer.objects.filter(key="one").count() == 1


def test_both_ways_at_once_do_not_block_each_other(ina: Organization, accounts: tuple[int, int], at: datetime) -> None:
    budget, paid = accounts

    def pay(number: int) -> int:
        debit, credit = (paid, budget) if number % 2 else (budget, paid)
        with scope.of_organization(ina.pk):
            return services.transfer(
                debit=debit, credit=credit, amount=1, key=f"way-{number}", cause="race", reference="1",
                on=local_date(at), by=BY, at=at,
            )  # fmt: skip

    results = at_once(CROWD, pay)
    assert {type(result) for result in results} <= {int, services.UnableToTransfer}, results
    with scope.of_organization(ina.pk):
        assert sound()


def test_holds_and_transfers_share_what_is_there(ina: Organization, accounts: tuple[int, int], at: datetime) -> None:
    budget, paid = accounts

    def take(number: int) -> object:
        with scope.of_organization(ina.pk):
            if number % 2:
                return services.hold(
                    account=budget, amount=300, key=f"h{number}", cause="race", reference="1", by=BY, at=at
                )
            return services.transfer(
                debit=paid, credit=budget, amount=300, key=f"t{number}", cause="race", reference="1",
                on=local_date(at), by=BY, at=at,
            )  # fmt: skip

    results = at_once(CROWD, take)
    assert sum(isinstance(result, int | Hold) for result in results) == 3
    with scope.of_organization(ina.pk):
        assert Account.objects.get(pk=budget).free == 100
        assert sound()
