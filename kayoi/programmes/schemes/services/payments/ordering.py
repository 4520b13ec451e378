"""What is to be paid: asked for, dropped, sent back by the bank."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.ledger.services import KeyReused
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, verdict
from kayoi.programmes.schemes.models import BatchRow, Commitment, Payment
from kayoi.programmes.schemes.selectors.budget.commitments import locked_commitment
from kayoi.programmes.schemes.services.budget import UnableToBook, reopen_payment
from kayoi.programmes.schemes.states.payments import UNPAID, PayeeStatus


@transaction.atomic
def ask_payment(
    *, commitment: Commitment, case_file: CaseFile, amount_yen: int, summary: str, asked_on: date, key: str, by: Actor,
    at: datetime,
) -> Payment:  # fmt: skip
    """Say that somebody is to be paid (支払いを起こす), once the amount is fixed and asked for. The same key is one.

    Raises UnableToBook where less is bound than all payments that are still to come.
    """
    row = locked_commitment(commitment.pk)
    known = Payment.objects.filter(key=key).first()
    if known is not None:
        if (known.commitment_id, known.amount_yen) != (row.pk, amount_yen):
            raise KeyReused(key)
        return known
    waiting = row.payments.filter(status__in=UNPAID)
    open_yen = row.open_yen - (waiting.aggregate(total=Sum("amount_yen"))["total"] or 0)
    if amount_yen > open_yen:
        UnableToBook.unless(verdict([Reason("schemes.more_than_open", {"open": f"{open_yen:,}"})]))
    payment = Payment.objects.create(
        commitment=row, case_file=case_file, key=key, amount_yen=amount_yen, summary=summary, asked_on=asked_on
    )
    audit.record("schemes.ask_payment", payment, by=by, at=at, after={"yen": amount_yen, "commitment": row})
    return payment


@transaction.atomic
def drop_payment(*, payment: Payment, why: str, by: Actor, at: datetime) -> None:
    """Take a payment back before it is handed over (支払いを取りやめる). Raises UnableToMove."""
    audit.move(payment, "drop", by=by, at=at, why=why, also={"why": why})


@transaction.atomic
def return_payment(*, payment: Payment, why: str, on: date, by: Actor, at: datetime) -> None:
    """Take in what the bank sent back (組戻し): it is to be paid again, and to another account.

    Raises UnableToBook after 31 May, UnableToMove where it was not paid.
    """
    entry = payment.entry
    audit.move(payment, "return", by=by, at=at, why=why, also={"why": why, "paid_on": None, "entry": None})
    assert entry is not None
    reopen_payment(entry=entry, on=on, note=why, by=by, at=at)
    account = BatchRow.objects.filter(payment=payment).select_related("account").order_by("-pk")[0].account
    if account.status == PayeeStatus.CONFIRMED:
        audit.move(account, "bounce", by=by, at=at, why=why, also={"why": why})
