"""What a grant does to the budget (予算): money is bound, changed with it, asked to be paid, let go, taken back.

All at once: bound by the decision. By months or years: what is planned for a fiscal year is bound with the decision
or at the beginning of that year, and claims draw on it (years.py). Without a line for its procedure in that year
nothing is bound: the town keeps these books elsewhere, and staff note what was paid.
"""

from datetime import date, datetime

from kayoi.kit.actor import Actor
from kayoi.kit.dates import fiscal_year_start, local_date
from kayoi.programmes.schemes.models import BudgetEntry, Claim, Commitment, Grant
from kayoi.programmes.schemes.selectors.budget.commitments import commitments_of
from kayoi.programmes.schemes.selectors.grants.money import commitments_of_grant, payment_of
from kayoi.programmes.schemes.selectors.grants.years import line_of
from kayoi.programmes.schemes.services import budget, payments
from kayoi.programmes.schemes.services.grants.years import (
    begin_years,
    commitment_to_draw,
    follow_amount,
    let_go_years,
)
from kayoi.programmes.schemes.states.budget import GRANT, UNDONE_BY
from kayoi.programmes.schemes.states.grants import Shape


def bind(*, grant: Grant, by: Actor, at: datetime) -> None:
    """Bind what was decided (支出負担行為). Raises UnableToPlan, or UnableToTransfer where too little is left."""
    if grant.shape != Shape.ONCE:
        begin_years(grant=grant, by=by, at=at)
        return
    line = line_of(grant, grant.fiscal_year)
    if line is not None:
        budget.commit_grant(
            line=line, reference=str(grant.pk), amount_yen=grant.decided_yen, on=grant.decided_on, by=by, at=at
        )


def follow(*, grant: Grant, yen: int, key: str, by: Actor, at: datetime) -> None:
    """Let what is bound follow a new amount (変更・額の確定). Raises UnableToTransfer, UnableToBook, UnableToPlan.

    Of a grant that was carried over the latest year's follows; what earlier years have paid stays with them.
    """
    if grant.shape != Shape.ONCE:
        follow_amount(grant=grant, by=by, at=at)
    rows = list(commitments_of(cause=GRANT, reference=str(grant.pk)))
    if not rows:
        return
    latest, difference = rows[-1], yen - sum(one.amount_yen for one in rows)
    if difference > 0:
        budget.raise_commitment(commitment=latest, by_yen=difference, key=key, on=local_date(at), by=by, at=at)
    elif difference < 0:
        on = _day_of(latest, at)
        budget.reduce_commitment(commitment=latest, by_yen=-difference, key=key, on=on, by=by, at=at)


def let_go_money(*, grant: Grant, key: str, by: Actor, at: datetime) -> None:
    """Let go what is bound and will not be paid (不用額の解除). Raises UnableToBook."""
    for commitment in commitments_of_grant(grant):
        budget.release_commitment(commitment=commitment, key=key, on=_day_of(commitment, at), by=by, at=at)
    let_go_years(grant=grant, by=by, at=at)


def order(*, claim: Claim, by: Actor, at: datetime) -> None:
    """Ask that a claim be paid (支払いを起こす); what the checks before payment find is held back at once.

    Raises UnableToPlan, or UnableToTransfer where too little is left.
    """
    commitment = _commitment_of(claim, by=by, at=at)
    if commitment is not None:
        grant = claim.grant
        payment = payments.ask_payment(
            commitment=commitment, case_file=grant.case_file, amount_yen=claim.amount_yen,
            summary=f"{grant.procedure.title} {grant.application.receipt}"[:100], asked_on=claim.claimed_on,
            key=f"claim:{claim.pk}", by=by, at=at,
        )  # fmt: skip
        payments.check_payments(payments=[payment.pk], on=local_date(at), by=by, at=at)


def call_off(*, claim: Claim, why: str, by: Actor, at: datetime) -> None:
    """Take back that a claim is to be paid (支払いを取りやめる). Raises UnableToMove once it stands in a batch."""
    payment = payment_of(claim)
    if payment is not None:
        payments.drop_payment(payment=payment, why=why[:200], by=by, at=at)


def take_in_refund(*, grant: Grant, amount_yen: int, key: str, on: date, by: Actor, at: datetime) -> None:
    """Book what has come back (戻入・諸収入), from the latest commitment on. Raises UnableToBook."""
    rest = amount_yen
    for commitment in reversed(commitments_of_grant(grant)):
        part = min(rest, commitment.paid_yen - commitment.refunded_yen)
        if part:
            budget.take_back_payment(commitment=commitment, amount_yen=part, key=f"refund:{key}", on=on, by=by, at=at)
        rest -= part


def take_in_interest(*, grant: Grant, amount_yen: int, key: str, on: date, by: Actor, at: datetime) -> None:
    """Book what was paid for being late (延滞分): the town's own. Raises UnableToBook."""
    for commitment in commitments_of_grant(grant)[-1:]:
        budget.take_in_interest(commitment=commitment, amount_yen=amount_yen, key=key, on=on, by=by, at=at)


def take_in_surcharge(*, grant: Grant, amount_yen: int, key: str, on: date, by: Actor, at: datetime) -> None:
    """Book what was paid for having held the money (加算金). Raises UnableToBook."""
    for commitment in commitments_of_grant(grant)[-1:]:
        budget.take_in_surcharge(commitment=commitment, amount_yen=amount_yen, key=key, on=on, by=by, at=at)


def undo_entries(*, grant: Grant, key: str, why: str, by: Actor, at: datetime) -> None:
    """Undo all that was booked under a key as come back. Raises UnableToBook or UnableToTransfer."""
    rows = BudgetEntry.objects.filter(
        commitment__in=commitments_of_grant(grant), kind__in=UNDONE_BY, key__endswith=f":{key}"
    )
    for entry in rows.select_related("transfer").order_by("-pk"):
        budget.undo_refund(entry=entry, note=why[:200], by=by, at=at)


def _commitment_of(claim: Claim, *, by: Actor, at: datetime) -> Commitment | None:
    grant = claim.grant
    if grant.shape == Shape.ONCE:
        found: Commitment | None = commitments_of(cause=GRANT, reference=str(grant.pk)).last()
        return found
    return commitment_to_draw(claim=claim, by=by, at=at)


def _day_of(commitment: Commitment, at: datetime) -> date:
    """Return from when money that is let go is free: of a year that is still to come, from its first day."""
    return max(local_date(at), fiscal_year_start(commitment.line.fiscal_year))
