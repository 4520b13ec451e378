"""Let an amount pass from one account to another, once, and never more than there is."""

from datetime import date, datetime
from typing import Final

from django.db import connection, transaction

from kayoi.engines.ledger import rules
from kayoi.engines.ledger.models import Account, Transfer
from kayoi.foundation.tenancy import scope
from kayoi.kit.actor import Actor
from kayoi.kit.postgresql.base import whole_number
from kayoi.kit.verdict import Reason, Refused, Verdict, verdict

TRANSFER: Final = f"SELECT ledger_transfer({', '.join(['%s'] * 12)})"
# What it has locked and looked at, to say why it refused.
STATES: Final = "SELECT id, measure, balance - held, least, closed_on FROM ledger_account WHERE id IN (%s, %s)"


class UnableToTransfer(Refused):
    """There is not enough, or the accounts do not go together."""


class KeyReused(Exception):
    """The key belongs to another transfer: a mistake of the caller, never of the user."""


def transfer(
    *, debit: int, credit: int, amount: int, key: str, cause: str, reference: str, on: date,
    reverses: int | None = None, by: Actor, at: datetime,
) -> int:  # fmt: skip
    """Let an amount pass from the account `credit` to the account `debit` (振り替える); return the transfer's id.

    The same key twice is one transfer. Raises UnableToTransfer, or KeyReused where the key was another's.
    """
    scope.current().writable_id()
    asked = [key, debit, credit, amount, on, cause, reference, reverses, by.kind, by.name, by.user_id, at]
    if (written := whole_number(TRANSFER, asked)) is not None:
        return written
    known = Transfer.objects.filter(key=key).first()
    if known is None:
        raise UnableToTransfer(_refusal(amount, debit=debit, credit=credit, on=on))
    if (known.debit_id, known.credit_id, known.amount) != (debit, credit, amount):
        raise KeyReused(key)
    return int(known.pk)


def _refusal(amount: int, *, debit: int, credit: int, on: date) -> Verdict:
    """Return why a transfer was refused: both accounts are still locked."""
    with connection.cursor() as cursor:
        cursor.execute(STATES, [debit, credit])
        states = {row[0]: rules.State(*row[1:]) for row in cursor.fetchall()}
    other = None if debit == credit else states.get(debit)
    return rules.may_transfer(amount, credit=states.get(credit), debit=other, on=on)


@transaction.atomic
def reverse(*, original: Transfer, key: str, cause: str, reference: str, on: date, by: Actor, at: datetime) -> int:
    """Take a transfer back by its opposite (取り消しの記録); return the new transfer's id. Each is reversed once.

    Raises UnableToTransfer where the amount has gone on meanwhile.
    """
    accounts = Account.objects.select_for_update(no_key=True).filter(pk__in=[original.debit_id, original.credit_id])
    list(accounts.order_by("pk").values_list("pk"))
    other = Transfer.objects.filter(reverses=original).first()
    if other is not None:
        if other.key == key:
            return int(other.pk)
        raise UnableToTransfer(verdict([Reason("ledger.reversed_before")]))
    return transfer(
        debit=original.credit_id, credit=original.debit_id, amount=original.amount, key=key, cause=cause,
        reference=reference, on=on, reverses=original.pk, by=by, at=at,
    )  # fmt: skip
