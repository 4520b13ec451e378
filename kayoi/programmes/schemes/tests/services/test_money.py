"""Money follows a grant: bound by its decision, lowered with it, paid by batches, let go, taken back."""

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from kayoi.engines.ledger.services import UnableToTransfer
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.moves import UnableToMove
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.models import BudgetEntry, BudgetLine, Claim, Grant, Payment
from kayoi.programmes.schemes.selectors.budget import checks
from kayoi.programmes.schemes.selectors.checks import paid_unlike_claims
from kayoi.programmes.schemes.services import grants, paying, payments
from kayoi.programmes.schemes.states.grants import ChangeKind
from kayoi.programmes.schemes.tests.budgets import make_account, make_batch, make_line, pots
from kayoi.programmes.schemes.tests.factories import LINK
from kayoi.programmes.schemes.tests.grants import COST, make_claim, make_fixed, make_grant
from tests.cast import Member

WHOLE = 1_000_000


@pytest.fixture
def sender(ina: Organization) -> grants.Sender:
    return grants.Sender(ina, LINK)


@pytest.fixture
def procedure(in_ina: Organization, at: datetime) -> Procedure:
    return make_procedure(at=at)


@pytest.fixture
def line(procedure: Procedure, at: datetime) -> BudgetLine:
    return make_line(WHOLE, at=at, procedure=procedure)


@pytest.fixture
def grant(
    line: BudgetLine, procedure: Procedure, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> Grant:
    return make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at)


@pytest.fixture
def checked(grant: Grant, sender: grants.Sender, officer: Member, head: Member, at: datetime) -> Claim:
    """A claim of 600,000 yen that is in order."""
    make_fixed(sender.organization, grant, by=officer.actor, head=head.actor, at=at)
    claim = make_claim(sender.organization, grant, at=at)
    grants.check_claim(claim=claim, by=officer.actor, at=at)
    return claim


def pay(claim: Claim, sender: grants.Sender, officer: Member, head: Member, *, at: datetime) -> Payment:
    """Pay a claim by a batch, to an account that two people have seen."""
    account = make_account(claim.grant.case_file, by=officer.actor, at=at)
    payments.confirm_account(account=account, by=head.actor, at=at)
    payment = Payment.objects.get(key=f"claim:{claim.pk}")
    batch = make_batch(payment, at=at, by=head.actor)
    paying.settle_batch(batch=batch, paid_on=local_date(at), sender=sender, by=head.actor, at=at)
    payment.refresh_from_db()
    return payment


def reasons(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def test_money_is_bound_lowered_and_paid_with_the_grant(
    checked: Claim, line: BudgetLine, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    # 650,000 decided, 600,000 fixed.
    assert pots(line) == (400_000, 600_000, 0)
    kinds = BudgetEntry.objects.filter(line=line).order_by("pk").values_list("kind", "amount_yen")
    assert list(kinds) == [("initial", WHOLE), ("committed", 650_000), ("reduced", 50_000)]
    pay(checked, sender, officer, head, at=at)
    assert pots(line) == (400_000, 0, 600_000)
    grant, claim = Grant.objects.get(), Claim.objects.get()
    assert (grant.status, grant.paid_yen, claim.status, claim.paid_on) == ("ended", 600_000, "paid", local_date(at))
    assert checks.commitments_unlike_entries() == checks.lines_unlike_ledger() == paid_unlike_claims() == 0


def test_nothing_is_decided_beyond_the_budget(
    procedure: Procedure, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    line = make_line(649_999, at=at, procedure=procedure)
    with pytest.raises(UnableToTransfer) as refused, transaction.atomic():
        make_grant(in_ina, procedure, by=officer.actor, head=head.actor, at=at)
    assert reasons(refused) == ["ledger.not_enough"]
    assert not Grant.objects.exists()
    assert pots(line) == (649_999, 0, 0)


def test_what_a_batch_pays_is_not_noted_by_hand(
    checked: Claim, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    with pytest.raises(grants.UnableToPay):
        grants.record_payment(claim=checked, paid_on=local_date(at), sender=sender, by=head.actor, at=at)
    pay(checked, sender, officer, head, at=at)
    checked.refresh_from_db()
    with pytest.raises(grants.UnableToPay):
        grants.bounce_payment(claim=checked, why="口座解約", by=head.actor, at=at)


def test_a_claim_given_back_is_paid_no_more(
    checked: Claim, line: BudgetLine, sender: grants.Sender, officer: Member, at: datetime
) -> None:
    grants.return_claim(claim=checked, why="口座の名義が違う", sender=sender, by=officer.actor, at=at)
    assert Payment.objects.get().status == "dropped"
    assert pots(line) == (400_000, 600_000, 0), "it stays bound: it will be claimed again"
    again = make_claim(sender.organization, checked.grant, at=at)
    grants.check_claim(claim=again, by=officer.actor, at=at)
    assert Payment.objects.filter(status="due").count() == 1


def test_what_stands_in_a_batch_is_not_given_back(
    checked: Claim, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    payments.confirm_account(
        account=make_account(checked.grant.case_file, by=officer.actor, at=at), by=head.actor, at=at
    )
    make_batch(Payment.objects.get(), at=at, by=head.actor)
    with pytest.raises(UnableToMove), transaction.atomic():
        grants.return_claim(claim=checked, why="x", sender=sender, by=officer.actor, at=at)
    with pytest.raises(UnableToMove), transaction.atomic():
        grants.cancel_grant(grant=checked.grant, why="x", unheard_ground="条例第13条", by=head.actor, at=at)


def test_what_the_bank_sends_back_waits_to_be_paid_again(
    checked: Claim, line: BudgetLine, sender: grants.Sender, officer: Member, head: Member, at: datetime
) -> None:
    payment = pay(checked, sender, officer, head, at=at)
    paying.return_payment(payment=payment, why="口座解約", on=local_date(at), by=head.actor, at=at)
    checked.refresh_from_db()
    assert (checked.status, Grant.objects.get().status, Grant.objects.get().paid_yen) == ("fixed", "claimed", 0)
    assert pots(line) == (400_000, 600_000, 0)
    pay(checked, sender, officer, head, at=at)
    assert pots(line) == (400_000, 0, 600_000)


@pytest.mark.parametrize("end", ["cancel", "stop"])
def test_what_is_not_used_is_free_again(
    grant: Grant, line: BudgetLine, sender: grants.Sender, officer: Member, head: Member, at: datetime, end: str
) -> None:
    if end == "cancel":
        grants.cancel_grant(grant=grant, why="申請の取下げ", unheard_ground="条例第13条", by=head.actor, at=at)
    else:
        change = grants.ask_change(
            grant=grant, kind=ChangeKind.STOP, why="転出", costs={}, by=officer.actor, at=at
        )  # fmt: skip
        grants.approve_change(change=change, sender=sender, by=head.actor, at=at)
    assert pots(line) == (WHOLE, 0, 0)


@pytest.mark.parametrize(("cost", "bound"), [(1_000_000, 500_000), (1_500_000, 750_000)])
def test_a_change_lowers_and_raises_what_is_bound(
    grant: Grant, line: BudgetLine, sender: grants.Sender, officer: Member, head: Member, at: datetime, cost: int,
    bound: int,
) -> None:  # fmt: skip
    change = grants.ask_change(
        grant=grant, kind=ChangeKind.CHANGE, why="見積の変更", costs={COST: cost}, by=officer.actor, at=at
    )  # fmt: skip
    grants.approve_change(change=change, sender=sender, by=head.actor, at=at)
    assert pots(line) == (WHOLE - bound, bound, 0)


@pytest.mark.parametrize(
    ("on", "after", "revenue"),
    [(date(2027, 5, 31), (1_000_000, 0, 0), 0), (date(2027, 6, 1), (400_000, 0, 600_000), 600_000)],
)
def test_a_refund_goes_back_to_the_line_or_is_revenue(
    checked: Claim, line: BudgetLine, sender: grants.Sender, officer: Member, head: Member, at: datetime, on: date,
    after: tuple[int, int, int], revenue: int,
) -> None:  # fmt: skip
    pay(checked, sender, officer, head, at=at)
    grant = Grant.objects.get()
    grants.take_back_grant(grant=grant, to_return_yen=600_000, why="3年未満の転出", by=head.actor, at=at)
    for part in (250_000, 350_000):
        grants.record_refund(grant=grant, amount_yen=part, on=on, by=head.actor, at=at)
    assert pots(line) == after
    entries = BudgetEntry.objects.filter(kind="revenue")
    assert sum(entry.amount_yen for entry in entries) == revenue
    assert sum(entry.national_yen or 0 for entry in entries) == revenue // 2, "half of it goes back to 国"
    assert Grant.objects.get().status == "returned"


def later(at: datetime, days: int) -> datetime:
    return at + timedelta(days=days)
