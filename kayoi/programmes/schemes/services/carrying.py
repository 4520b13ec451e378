"""Grants that go into another fiscal year (繰越): what is bound for them goes along, and the report is due later."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, verdict
from kayoi.programmes.schemes.models import BudgetLine, Commitment, Provision
from kayoi.programmes.schemes.rules.grants import report_due_on
from kayoi.programmes.schemes.selectors.budget.commitments import locked_commitment, on_the_way
from kayoi.programmes.schemes.selectors.budget.lines import next_line_of
from kayoi.programmes.schemes.selectors.budget.provisions import locked_provision
from kayoi.programmes.schemes.selectors.grants.grants import locked
from kayoi.programmes.schemes.selectors.grants.money import grants_of
from kayoi.programmes.schemes.services import budget
from kayoi.programmes.schemes.services.budget import UnableToBook
from kayoi.programmes.schemes.services.grants.telling import plan
from kayoi.programmes.schemes.states.grants import GrantStatus


@transaction.atomic
def carry_line(
    *, giver: BudgetLine, taker: BudgetLine, amount_yen: int, provision: Provision | None,
    commitments: Iterable[Commitment], on: date, key: str, note: str = "", by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Let free money of a line and what is bound for grants pass into the next fiscal year together (繰り越す).

    The same key twice is one. Raises UnableToBook or UnableToTransfer; then nothing is carried.
    """
    for commitment in sorted(commitments, key=lambda one: one.pk):
        carry_grant(commitment=commitment, taker=taker, provision=provision, on=on, note=note, by=by, at=at)
    if amount_yen:
        budget.carry_over(
            giver=giver, taker=taker, amount_yen=amount_yen, provision=provision, on=on, key=key, note=note, by=by,
            at=at,
        )  # fmt: skip


@transaction.atomic
def carry_grant(
    *, commitment: Commitment, taker: BudgetLine | None = None, provision: Provision | None, on: date, note: str = "",
    by: Actor, at: datetime,
) -> Commitment:  # fmt: skip
    """Let what is bound for a grant and not paid pass into the next fiscal year with it (支出負担行為を繰り越す).

    From then on it is paid from there. Without `provision` it is 事故繰越, with the reason in `note`; without `taker`
    it goes to the same line of the next year. Twice is once. Raises UnableToBook, also while a payment is on the way:
    that one belongs to the year in which it was asked for.
    """
    # The vote first, as when a whole line is carried: nobody waits for each other.
    locked_provision(provision)
    grant = grants_of([commitment]).get(commitment.pk)
    row = locked(grant) if grant else None
    bound = locked_commitment(commitment.pk)
    to = taker or next_line_of(bound.line)
    if to is None:
        raise UnableToBook(verdict([Reason("schemes.no_next_line")]))
    if on_the_way([bound]):
        raise UnableToBook(verdict([Reason("schemes.payment_on_the_way", {"number": bound.number})]))
    carried = budget.carry_commitment_over(
        commitment=bound, taker=to, provision=provision, on=on, note=note, by=by, at=at
    )
    if row is not None and row.status == GrantStatus.DECIDED and row.report_due_on is not None:
        due = report_due_on(finished_on=row.finished_on, fiscal_year=to.fiscal_year)
        audit.change(row, {"report_due_on": due}, version=row.version, by=by, at=at, why=note or "繰越")
        plan(grant=row, by=by, at=at)
    return carried
