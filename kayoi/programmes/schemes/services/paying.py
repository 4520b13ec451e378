"""Batches are paid, the bank sends money back: the claims of grants follow their payments."""

from datetime import date, datetime

from django.db import transaction

from kayoi.kit.actor import Actor
from kayoi.programmes.schemes.models import Batch, Payment
from kayoi.programmes.schemes.selectors.grants.money import claims_of
from kayoi.programmes.schemes.selectors.payments.batches import payments_of
from kayoi.programmes.schemes.services import grants, payments


@transaction.atomic
def settle_batch(*, batch: Batch, paid_on: date, sender: grants.Sender, by: Actor, at: datetime) -> None:
    """Say that a batch was paid (支払済みにする), and tell the grantees. Raises UnableToBook or UnableToMove."""
    payments.settle_batch(batch=batch, paid_on=paid_on, by=by, at=at)
    for claim in claims_of(payments_of(batch)):
        grants.follow_payment(claim=claim, paid_on=paid_on, sender=sender, by=by, at=at)


@transaction.atomic
def return_payment(*, payment: Payment, why: str, on: date, by: Actor, at: datetime) -> None:
    """Take in what the bank sent back (組戻し): it is to be paid again. Raises UnableToBook or UnableToMove."""
    payments.return_payment(payment=payment, why=why, on=on, by=by, at=at)
    for claim in claims_of([payment]):
        grants.follow_return(claim=claim, why=why, by=by, at=at)
