"""A repayment that was booked by mistake is reversed: the books, the grant and the refund stand as before it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kayoi.engines.followups.models import FollowUp
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.schemes.models import BudgetEntry, BudgetLine, Commitment, Grant, Recovery, Repayment
from kayoi.programmes.schemes.selectors.budget import checks as budget_checks
from kayoi.programmes.schemes.selectors.recovery import checks
from kayoi.programmes.schemes.selectors.recovery.recoveries import lapse_of, owed, parts_of_plan
from kayoi.programmes.schemes.selectors.recovery.returned import returned_in, sheet_of_returns
from kayoi.programmes.schemes.services import grants, recovery
from kayoi.programmes.schemes.services.budget import UnableToBook
from kayoi.programmes.schemes.states.budget import Payer
from kayoi.programmes.schemes.states.recovery import RECOVERY
from kayoi.programmes.schemes.tests.budgets import make_line
from kayoi.programmes.schemes.tests.factories import LINK
from kayoi.programmes.schemes.tests.grants import make_claim, make_fixed, make_grant, make_terms
from kayoi.programmes.schemes.tests.recoveries import PENALTY, make_demanded, make_recovery, receive
from kayoi.programmes.schemes.tests.services.test_money import pay
from tests.cast import Member, make_member

PAID = 600_000
SURCHARGE: dict[str, Any] = {"surcharge_percent": "10.95", "surcharge_source": "規則第19条第1項"}


@pytest.fixture
def other(ina: Organization) -> Member:
    """Another person who may book payments."""
    return make_member(ina, "section_head", "別の 係長")


@pytest.fixture
def row(in_ina: Organization, officer: Member, head: Member, at: datetime) -> Recovery:
    """All of 600,000 yen is demanded on 20 November 2026, by 10 December, with 加算金 and for being late."""
    procedure = make_procedure(at=at)
    make_terms(procedure, by=head.actor, at=at, **SURCHARGE)
    recovery.define_recovery_terms(fields=PENALTY, version=1, by=head.actor, at=at)
    make_line(1_000_000, at=at, procedure=procedure)
    grant = make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at)
    make_fixed(in_ina, grant, by=officer.actor, head=head.actor, at=at)
    claim = make_claim(in_ina, grant, at=at)
    grants.check_claim(claim=claim, by=officer.actor, at=at)
    pay(claim, grants.Sender(in_ina, LINK), officer, head, at=at)
    row = make_recovery(Grant.objects.get(), on=local_date(at), by=officer.actor, at=at)
    make_demanded(in_ina, row, PAID, by=officer.actor, head=head.actor, at=at)
    return row


def reverse(row: Recovery, by: Member, at: datetime, *, nth: int = 0) -> None:
    repayment = Repayment.objects.filter(recovery=row).order_by("pk")[nth]
    recovery.reverse_repayment(repayment=repayment, why="別の人の納付だった", by=by.actor, at=at)
    row.refresh_from_db()


def sound() -> bool:
    broken = (
        checks.received_unlike_repayments(), checks.parts_unlike_rest(), budget_checks.lines_unlike_ledger(),
        budget_checks.commitments_unlike_entries(),
    )  # fmt: skip
    return not any(broken)


def test_another_person_reverses_it_once(
    row: Recovery, officer: Member, head: Member, other: Member, at: datetime
) -> None:
    before = (BudgetLine.objects.get().free.balance, Commitment.objects.get().paid_yen, lapse_of(row))
    receive(row, 200_000, by=head.actor, at=at + timedelta(days=30))
    with pytest.raises(recovery.UnableToTake, match="takes_no_money"):
        reverse(row, officer, at)
    with pytest.raises(recovery.UnableToTake, match="same_person_booked"):
        reverse(row, head, at)
    reverse(row, other, at + timedelta(days=31))
    assert (row.received_yen, row.status, row.next_due_on) == (0, "demanded", date(2026, 12, 10))
    assert (BudgetLine.objects.get().free.balance, Commitment.objects.get().paid_yen, lapse_of(row)) == before
    assert Repayment.objects.count() == 1, "nothing is taken out of the book"
    with pytest.raises(ChangedMeanwhile):
        reverse(row, other, at + timedelta(days=31))
    assert returned_in(2026).sum_yen == 0
    sheet = sheet_of_returns(returned_in(2026), xlsx=False).decode("utf-8-sig")
    assert [line.split(",")[5] for line in sheet.splitlines()[1:]] == ["200000", "-200000"]
    assert sound()
    # What is booked afterwards begins anew.
    receive(row, 200_000, by=head.actor, at=at + timedelta(days=32))
    assert sound()


def test_what_was_settled_is_owed_again_and_split_as_if_it_had_not_come(
    row: Recovery, head: Member, other: Member, at: datetime
) -> None:
    receive(row, 100_001, on=local_date(at), by=head.actor, at=at)
    receive(row, 499_999, on=local_date(at), by=head.actor, at=at)
    receive(row, 180, on=local_date(at), by=head.actor, at=at)
    assert (row.status, Grant.objects.get().status) == ("settled", "returned")
    reverse(row, other, at, nth=1)
    assert (row.status, Grant.objects.get().status, row.settled_on) == ("demanded", "returning", None)
    assert Grant.objects.get().returned_yen == 100_001
    assert FollowUp.objects.open().filter(cause=RECOVERY).exists()
    receive(row, 499_999, on=local_date(at), by=head.actor, at=at)
    assert row.status == "settled"
    found = returned_in(2026)
    assert [found.sums[payer] for payer in Payer] == [300_090, 150_045, 0, 150_045]
    reverse(row, other, at, nth=2)
    assert (row.status, owed(row, on=local_date(at)).surcharge_yen) == ("paid", 180)
    assert sound()


def test_what_has_come_beside_the_principal_is_given_back_before_the_demand_is_withdrawn(
    row: Recovery, in_ina: Organization, head: Member, other: Member, at: datetime
) -> None:
    receive(row, PAID, on=local_date(at), by=head.actor, at=at)
    receive(row, 180, on=local_date(at), by=head.actor, at=at)
    reverse(row, other, at)
    recovery.contest_recovery(recovery=row, why="審査請求", by=head.actor, at=at)
    with pytest.raises(recovery.UnableToDecide, match="paid_in_already"):
        recovery.withdraw_demand(
            recovery=row, why="認容", sender=grants.Sender(in_ina, LINK), by=head.actor, at=at
        )  # fmt: skip


def test_what_a_plan_no_longer_covers_is_due_with_its_last_part(
    row: Recovery, in_ina: Organization, head: Member, other: Member, at: datetime
) -> None:
    receive(row, 300_000, by=head.actor, at=at)
    plan: dict[str, Any] = {"count": 3, "first_month": date(2026, 12, 1), "why": "収入が少ない"}
    recovery.allow_instalments(recovery=row, sender=grants.Sender(in_ina, LINK), **plan, by=head.actor, at=at)
    reverse(row, other, at)
    assert [one.part.yen for one in parts_of_plan(row)] == [100_000, 100_000, 400_000]
    assert (row.status, row.rest_yen) == ("in_instalments", PAID)
    assert [one.paid_yen for one in parts_of_plan(row)] == [0, 0, 0]
    assert sound()


def test_of_a_year_whose_books_are_closed_nothing_is_undone(
    row: Recovery, head: Member, other: Member, at: datetime
) -> None:
    june = at.replace(year=2027, month=6, day=10)
    receive(row, 100_000, on=date(2027, 5, 31), by=head.actor, at=june)
    with pytest.raises(UnableToBook, match="too_late_to_undo"):
        reverse(row, other, june)
    receive(row, 100_000, on=date(2027, 6, 1), by=head.actor, at=june)
    reverse(row, other, june, nth=1)  # revenue of the year that runs
    assert BudgetEntry.objects.filter(kind="rev_out").count() == 1
    assert Commitment.objects.get().refunded_yen == 0
    assert sound()
