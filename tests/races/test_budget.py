"""Many decide on the last of a budget at once: nothing is overdrawn, exactly as many are decided as there is money."""

from collections import Counter
from datetime import datetime
from uuid import uuid4

import pytest

from kayoi.engines.ledger.selectors import checks as ledger_checks
from kayoi.engines.ledger.services import UnableToTransfer
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.schemes.models import Batch, BatchRow, BudgetEntry, BudgetLine, Commitment
from kayoi.programmes.schemes.selectors.budget import checks
from kayoi.programmes.schemes.services import budget, payments
from kayoi.programmes.schemes.services.budget import UnableToBook
from kayoi.programmes.schemes.services.payments import UnableToBatch
from kayoi.programmes.schemes.tests.budgets import (
    BY,
    commit,
    make_account,
    make_line,
    make_payee,
    make_payment,
    pots,
)
from tests.cast import Member
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race, pytest.mark.xdist_group("races")]
# Two hundred decisions by as many threads as a small server has connections for.
THREADS, EACH = 50, 4


def sound() -> bool:
    ledger = ledger_checks.balances_unlike_transfers() + ledger_checks.unbalanced()
    return ledger + checks.lines_unlike_ledger() + checks.commitments_unlike_entries() == 0


def test_two_hundred_decisions_on_one_budget(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        line = make_line(100_000_000 + 500_000, at=at)

    def decide(number: int) -> list[type]:
        return [_decided(ina, line, f"{number}-{turn}", at) for turn in range(EACH)]

    results = Counter(one for found in at_once(THREADS, decide) if isinstance(found, list) for one in found)
    assert results == {Commitment: 100, UnableToTransfer: 100}
    with scope.of_organization(ina.pk):
        assert pots(line) == (500_000, 100_000_000, 0)
        assert Commitment.objects.values("number").distinct().count() == 100
        assert sound()


def _decided(town: Organization, line: BudgetLine, reference: str, at: datetime) -> type:
    try:
        with scope.of_organization(town.pk):
            return type(commit(line, 1_000_000, reference, at=at))
    except UnableToTransfer as refused:
        return type(refused)


def test_one_grant_is_bound_paid_and_taken_back_once(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        line = make_line(1_000_000, at=at)

    def all_of_it(number: int) -> int:
        with scope.of_organization(ina.pk):
            commitment, on = commit(line, 600_000, at=at), local_date(at)
            budget.pay_commitment(commitment=commitment, amount_yen=400_000, key="p", on=on, by=BY, at=at)
            budget.take_back_payment(commitment=commitment, amount_yen=100_000, key="b", on=on, by=BY, at=at)
            return commitment.pk

    results = at_once(12, all_of_it)
    assert len(set(map(str, results))) == 1, results
    with scope.of_organization(ina.pk):
        assert pots(line) == (500_000, 200_000, 300_000)
        assert BudgetEntry.objects.count() == 4
        assert sound()


def test_what_is_bound_is_paid_no_more_than_once_over(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        line = make_line(1_000_000, at=at)
        commitment = commit(line, 600_000, at=at)

    def pay(number: int) -> int:
        with scope.of_organization(ina.pk):
            return budget.pay_commitment(
                commitment=commitment, amount_yen=200_000, key=str(number), on=local_date(at), by=BY, at=at
            ).pk

    results = at_once(12, pay)
    assert Counter(type(one) for one in results) == {int: 3, UnableToBook: 9}
    with scope.of_organization(ina.pk):
        assert pots(line) == (400_000, 0, 600_000)
        assert sound()


def test_a_batch_pressed_often_is_one_and_a_payment_stands_in_one(
    ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    with scope.of_organization(ina.pk):
        file = make_payee(at)
        payments.confirm_account(account=make_account(file, by=officer.actor, at=at), by=head.actor, at=at)
        due = make_payment(commit(make_line(1_000_000, at=at), 600_000, at=at), file, 600_000, at=at)
    same = uuid4()

    def press(number: int) -> int:
        with scope.of_organization(ina.pk):
            return payments.make_batch(
                payments=[due.pk], pays_on=local_date(at), client_key=same if number % 2 else uuid4(), by=BY, at=at
            ).pk

    results = at_once(12, press)
    made = {one for one in results if isinstance(one, int)}
    assert len(made) == 1, results
    assert {type(one) for one in results} <= {int, ChangedMeanwhile, UnableToBatch}
    with scope.of_organization(ina.pk):
        assert (Batch.objects.count(), BatchRow.objects.count()) == (1, 1)
