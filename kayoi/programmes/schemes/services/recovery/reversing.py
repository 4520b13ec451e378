"""A repayment that was booked by mistake is reversed (納付の取消し): the entry stays, its opposite is added."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Reason, verdict
from kayoi.programmes.schemes.models import Recovery, Repayment, Reversal
from kayoi.programmes.schemes.rules.recovery.deciding import may_reverse
from kayoi.programmes.schemes.rules.recovery.instalments import next_open
from kayoi.programmes.schemes.selectors.recovery.recoveries import instalments_of, locked_recovery, parts_of_plan
from kayoi.programmes.schemes.services.grants.ending import undo_refund
from kayoi.programmes.schemes.services.recovery.paying import UnableToTake
from kayoi.programmes.schemes.services.recovery.telling import plan_recovery
from kayoi.programmes.schemes.states.permissions import Permission
from kayoi.programmes.schemes.states.recovery import RecoveryStatus

R = RecoveryStatus


@transaction.atomic
def reverse_repayment(*, repayment: Repayment, why: str, by: Actor, at: datetime) -> Reversal:
    """Reverse a repayment (納付を取り消す), with the reason: what it paid is owed again.

    Raises UnableToTake where the same person has booked it, ChangedMeanwhile where it is reversed already,
    UnableToBook once the books are closed, or UnableToTransfer where the line has spent it.
    """
    if not by.may(Permission.PAYMENT_MAKE):
        raise UnableToTake(verdict([Reason("schemes.takes_no_money")]))
    row = locked_recovery(repayment.recovery)
    booked_by = repayment.made_by.user_id if repayment.made_by else None
    answer = may_reverse(R.of(row.status), booked_by=booked_by, by=by.user_id)
    if answer.refused:
        raise UnableToTake(answer)
    if Reversal.objects.filter(repayment=repayment).exists():
        raise ChangedMeanwhile
    reversal = Reversal.objects.create(repayment=repayment, why=why, by_name=by.name, at=at)
    audit.record("schemes.reverse_repayment", repayment, by=by, at=at, why=why, after={"recovery": row})
    undo_refund(grant=row.grant, amount_yen=repayment.principal_yen, key=str(repayment.key), why=why, by=by, at=at)
    sums: dict[str, Any] = {
        "received_yen": row.received_yen - repayment.principal_yen,
        "surcharge_yen": row.surcharge_yen - repayment.surcharge_yen,
        "interest_yen": row.interest_yen - repayment.interest_yen, "settled_on": None,
    }  # fmt: skip
    audit.change(row, sums, version=row.version, by=by, at=at)
    _owe_again(row, by=by, at=at)
    plan_recovery(recovery=row, by=by, at=at)
    return reversal


def _owe_again(row: Recovery, *, by: Actor, at: datetime) -> None:
    """Let it be awaited again; what the parts of a plan no longer cover is due with the last of them."""
    parts = instalments_of(row)
    missing = row.rest_yen - sum(part.amount_yen for part in parts)
    if parts and missing > 0:
        parts[-1].amount_yen += missing
        parts[-1].save(update_fields=["amount_yen"])
    if row.rest_yen == 0:
        if row.status == R.SETTLED:
            audit.move(row, "owe_rest_again", by=by, at=at)
        return
    part = next_open(parts_of_plan(row))
    also = {"next_due_on": part.part.due_on if part else row.due_on}
    if row.status in (R.PAID, R.SETTLED):
        audit.move(row, "owe_plan_again" if parts else "owe_again", by=by, at=at, also=also)
    else:
        audit.change(row, also, version=row.version, by=by, at=at)
