"""Many decide on the last of a budget at once: nothing is overdrawn, exactly as many are decided as there is money."""

from collections import Counter
from datetime import date, datetime
from uuid import uuid4

import pytest

from kayoi.engines.ledger.selectors import checks as ledger_checks
from kayoi.engines.ledger.services import UnableToTransfer
from kayoi.engines.procedures.models import Application
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.schemes.models import Batch, BatchRow, BudgetEntry, BudgetLine, Commitment, Grant
from kayoi.programmes.schemes.selectors.budget import checks
from kayoi.programmes.schemes.selectors.budget.provisions import provided
from kayoi.programmes.schemes.services import budget, carrying, payments
from kayoi.programmes.schemes.services.budget import UnableToBook
from kayoi.programmes.schemes.services.grants import UnableToPlan, plan_years
from kayoi.programmes.schemes.services.payments import UnableToBatch
from kayoi.programmes.schemes.tests.budgets import (
    BY,
    commit,
    make_account,
    make_line,
    make_payee,
    make_payment,
    permit,
    pots,
)
from kayoi.programmes.schemes.tests.factories import accept_papers, make_sent
from kayoi.programmes.schemes.tests.services.test_claims import propose_and_decide
from kayoi.programmes.schemes.tests.services.test_years import make_desk
from tests.cast import Member
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
# Two hundred decisions by as many threads as a small server has connections for.
THREADS, EACH = 50, 4
# Three years of a line: what the first has passes into the second, which has a million of its own.
YEARS = {2026: 1_000_000, 2027: 1_000_000, 2028: 0}


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


def test_together_grants_promise_no_more_than_was_voted(
    ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    """Twelve at once, each with a million for later years, under 債務負担行為 of five."""
    with scope.of_organization(ina.pk):
        desk = make_desk(ina, officer, head, at, "burden")
        line = desk.line(50_000_000, 2026)
        voted = permit(line, 5_999_999, kind="burden", last_year=2028, at=at)
        rows = [make_sent(ina, desk.procedure, at=at, name=f"団体{one}", email="").application for one in range(12)]
        for row in rows:
            accept_papers(row, by=officer.actor, at=at)

    def grant(number: int) -> None:
        with scope.of_organization(ina.pk):
            propose_and_decide(ina, Application.objects.get(pk=rows[number].pk), officer, head, at)

    results = at_once(12, grant)
    assert Counter(type(one) for one in results) == {type(None): 5, UnableToPlan: 7}, results
    with scope.of_organization(ina.pk):
        assert [one.used_yen for one in provided(line)] == [5_000_000]
        assert pots(line) == (47_500_000, 2_500_000, 0)
        granted, less = list(Grant.objects.all()), {2026: 500_000, 2027: 500_000, 2028: 0}
        for one in granted:
            plan_years(grant=one, years=less, by=head.actor, at=at)
        lower = {"limit_yen": 3_999_999, "last_year": 2028}
        budget.change_provision(provision=voted, changes=lower, version=1, by=BY, at=at)

    def plan(number: int) -> None:
        with scope.of_organization(ina.pk):
            plan_years(grant=granted[number], years=less | {2028: 500_000}, by=head.actor, at=at)

    results = at_once(5, plan)
    assert Counter(type(one) for one in results) == {type(None): 2, UnableToPlan: 3}, results
    with scope.of_organization(ina.pk):
        assert [one.used_yen for one in provided(line)] == [3_500_000]
        assert sound()


def test_a_vote_lets_no_more_pass_than_its_limit_however_many_carry(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        line, following = make_line(12_000_000, at=at), make_line(0, year=2027, at=at)
        bound = [commit(line, 1_000_000, str(number), at=at) for number in range(12)]
        voted = permit(line, 5_999_999, at=at)

    def carry(number: int) -> int:
        with scope.of_organization(ina.pk):
            return carrying.carry_grant(
                commitment=bound[number], provision=voted, on=date(2027, 3, 25), by=BY, at=at
            ).pk

    results = at_once(12, carry)
    assert Counter(type(one) for one in results) == {int: 5, UnableToBook: 7}, results
    with scope.of_organization(ina.pk):
        assert (pots(line), pots(following)) == ((0, 7_000_000, 0), (0, 5_000_000, 0))
        assert sound()


def test_two_votes_carry_no_more_than_the_line_has_of_its_own_year(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        before, line, following = (make_line(yen, year=year, at=at) for year, yen in YEARS.items())
        budget.carry_over(
            giver=before, taker=line, amount_yen=1_000_000, provision=permit(before, at=at), on=date(2027, 3, 25),
            key="before", by=BY, at=at,
        )  # fmt: skip
        votes = [permit(line, at=at, matter=f"事項{number}") for number in range(8)]

    def carry(number: int) -> None:
        with scope.of_organization(ina.pk):
            budget.carry_over(
                giver=line, taker=following, amount_yen=200_000, provision=votes[number], on=date(2028, 3, 25),
                key=str(number), by=BY, at=at,
            )  # fmt: skip

    results = at_once(8, carry)
    assert Counter(type(one) for one in results) == {type(None): 5, UnableToBook: 3}, results
    with scope.of_organization(ina.pk):
        assert (pots(line), pots(following)) == ((1_000_000, 0, 0), (1_000_000, 0, 0))
        assert sound()
