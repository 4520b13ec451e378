"""Payments are checked before money leaves (支払い前の確認): held back, released by a second person."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.schemes.models import Payment, PaymentFinding
from kayoi.programmes.schemes.rules.guard import holds, may_release
from kayoi.programmes.schemes.rules.guard.values import Finding
from kayoi.programmes.schemes.selectors.guard.gathering import payments_about
from kayoi.programmes.schemes.selectors.guard.standing import found_in
from kayoi.programmes.schemes.states.guard import FindingStatus
from kayoi.programmes.schemes.states.payments import CHECKED, PaymentStatus


class UnableToRelease(Refused):
    """The finding must be put right, or the same person would release what was held at their own step."""


@transaction.atomic
def check_payments(*, payments: Collection[int], on: date, by: Actor, at: datetime) -> list[int]:
    """Check what is to be paid on a day (支払い前に確かめる); return what is held back.

    Cases are worked out anew from what was frozen. What was held before and is right now, is due again.
    """
    rows = [one for one in payments_about(payments, lock=True) if one.status in CHECKED]
    found = found_in(rows, on=on)
    known: dict[int, list[PaymentFinding]] = {row.pk: [] for row in rows}
    for one in PaymentFinding.objects.filter(payment__in=rows).exclude(status=FindingStatus.CLEARED):
        known[one.payment_id].append(one)
    held = [row.pk for row in rows if _keep(row, found[row.pk], known[row.pk], by=by, at=at)]
    for row in rows:
        _move(row, is_held=row.pk in held, by=by, at=at)
    return held


def _keep(
    payment: Payment, found: Sequence[Finding], known: Sequence[PaymentFinding], *, by: Actor, at: datetime
) -> bool:
    """Write down what is new and clear what is found no longer; tell whether something holds the payment back."""
    now = {one.code: one for one in found}
    standing = {}
    for row in known:
        if row.code in now and row.params == dict(now[row.code].params):
            standing[row.code] = row
        # What was released stays so: what is seen only beside the rest of a batch is found again with that.
        elif row.code in now or row.status == FindingStatus.OPEN:
            audit.move(row, "clear", by=by, at=at)
    for code in now.keys() - standing.keys():
        standing[code] = PaymentFinding.objects.create(
            payment=payment, code=code, params=dict(now[code].params), found_at=at, found_by_id=by.membership_id
        )
        audit.record(
            "schemes.find", standing[code], by=by, at=at, after={"payment": payment, "code": code, **now[code].params}
        )  # fmt: skip
    return any(row.status == FindingStatus.OPEN and holds(code) for code, row in standing.items())


@transaction.atomic
def release_finding(*, finding: PaymentFinding, why: str, by: Actor, at: datetime) -> None:
    """Let a payment pass in spite of a finding (理由を残して進める), by another person than whose step it held.

    Raises UnableToRelease or UnableToMove.
    """
    answer = may_release(finding.code, found_by=finding.found_by_id, by=by.membership_id)
    if answer.refused:
        raise UnableToRelease(answer)
    _release(finding, why, by=by, at=at)


@transaction.atomic
def note_finding(*, finding: PaymentFinding, by: Actor, at: datetime) -> None:
    """Say that something that holds nothing back was looked at (確認した). Raises UnableToRelease or UnableToMove."""
    if holds(finding.code):
        raise UnableToRelease(verdict([Reason("schemes.must_be_put_right")]))
    _release(finding, "確認した", by=by, at=at)


def _release(finding: PaymentFinding, why: str, *, by: Actor, at: datetime) -> None:
    audit.move(finding, "release", by=by, at=at, why=why, also={"why": why, "released_by_id": by.membership_id})
    check_payments(payments=[finding.payment_id], on=local_date(at), by=by, at=at)


def _move(payment: Payment, *, is_held: bool, by: Actor, at: datetime) -> None:
    if is_held and payment.status == PaymentStatus.DUE:
        audit.move(payment, "hold", by=by, at=at)
    elif not is_held and payment.status == PaymentStatus.HELD:
        audit.move(payment, "let_go", by=by, at=at)
