"""What the guard finds in payments now, without what somebody has released."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kayoi.kit.verdict import Reason
from kayoi.programmes.schemes.models import Batch, BatchRow, Payment, PaymentFinding
from kayoi.programmes.schemes.rules.guard import findings, holds
from kayoi.programmes.schemes.rules.guard.values import Finding
from kayoi.programmes.schemes.selectors.guard.gathering import about_to_pay, payments_about
from kayoi.programmes.schemes.states.guard import CHECKS, FindingStatus


def found_in(payments: Sequence[Payment], *, on: date, batch: Batch | None = None) -> dict[int, list[Finding]]:
    """Return all that the checks find, by payment."""
    about = about_to_pay(payments, on=on, batch=batch)
    return {payment.pk: findings(about[payment.pk]) for payment in payments}


def released(payments: Sequence[Payment]) -> dict[tuple[int, str], Mapping[str, Any]]:
    """Return what somebody has released, with the figures of that time: other figures are found anew."""
    rows = PaymentFinding.objects.filter(payment__in=payments, status=FindingStatus.RELEASED)
    return {(pk, code): params for pk, code, params in rows.values_list("payment", "code", "params")}


def found_in_batch(batch: Batch) -> list[Reason]:
    """Return what stands against handing a batch out, by the numbers of its orders."""
    orders = dict(BatchRow.objects.filter(batch=batch).values_list("payment", "order_number"))
    payments = payments_about(orders)
    known = released(payments)
    return [
        Reason("schemes.batch_stopped", {"order": orders[pk], "title": CHECKS[one.code].title})
        for pk, found in found_in(payments, on=batch.pays_on, batch=batch).items()
        for one in found
        if holds(one.code) and known.get((pk, one.code)) != one.params
    ]
