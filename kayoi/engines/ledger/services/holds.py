"""Speak for an amount, and take it, let it go, or let its time run out."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from kayoi.engines.ledger import rules
from kayoi.engines.ledger.models import Account, Hold
from kayoi.engines.ledger.services.transfers import KeyReused, UnableToTransfer, transfer
from kayoi.engines.ledger.states import HoldStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, verdict

BATCH = 500


@transaction.atomic
def hold(
    *, account: int, amount: int, key: str, cause: str, reference: str, expires_at: datetime | None = None, by: Actor,
    at: datetime,
) -> Hold:  # fmt: skip
    """Speak for an amount (仮押さえする). The same key twice is one hold. Raises UnableToTransfer, KeyReused."""
    if amount <= 0:
        raise UnableToTransfer(verdict([Reason("ledger.nothing_to_transfer")]))
    row = Account.objects.select_for_update(no_key=True).get(pk=account)
    known = Hold.objects.filter(key=key).first()
    if known is not None:
        if (known.account_id, known.amount) != (account, amount):
            raise KeyReused(key)
        return known
    answer = rules.may_leave(amount, rules.State(row.measure, row.free, row.least, row.closed_on))
    if answer.refused:
        raise UnableToTransfer(answer)
    Account.objects.filter(pk=account).update(held=F("held") + amount)
    made = Hold.objects.create(
        key=key, account_id=account, amount=amount, cause=cause, reference=reference, held_at=at,
        expires_at=expires_at,
    )  # fmt: skip
    audit.record("ledger.hold", made, by=by, at=at, after={"account": account, "amount": amount})
    return made


@transaction.atomic
def take_hold(*, held: Hold, debit: int, amount: int, key: str, on: date, by: Actor, at: datetime) -> int:
    """Let what was spoken for pass (仮押さえを確定する), all of it or a part; the rest is free again.

    Returns the transfer's id. Raises UnableToMove where it is held no more, UnableToTransfer where it is more.
    """
    if amount > held.amount:
        raise UnableToTransfer(
            verdict([Reason("ledger.not_enough", {"left": f"{held.amount:,}", "amount": f"{amount:,}"})])
        )
    _let_go(held, "take", by=by, at=at)
    return transfer(
        debit=debit, credit=held.account_id, amount=amount, key=key, cause=held.cause, reference=held.reference,
        on=on, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def release_hold(*, held: Hold, by: Actor, at: datetime) -> None:
    """Let go what was spoken for (仮押さえを取りやめる). Raises UnableToMove."""
    _let_go(held, "release", by=by, at=at)


def _let_go(held: Hold, action: str, *, by: Actor, at: datetime) -> None:
    Account.objects.select_for_update(no_key=True).get(pk=held.account_id)
    audit.move(held, action, by=by, at=at)
    Account.objects.filter(pk=held.account_id).update(held=F("held") - held.amount)


@transaction.atomic
def lapse_holds(*, by: Actor, at: datetime) -> int:
    """Let go the holds whose time is over (期限の切れた仮押さえを解く); return how many."""
    over = Hold.objects.filter(Q(expires_at__lte=at), status=HoldStatus.HELD).order_by("account_id", "pk")[:BATCH]
    for held in over:
        _let_go(held, "lapse", by=by, at=at)
    return len(over)
