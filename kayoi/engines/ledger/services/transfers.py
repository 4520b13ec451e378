"""Let an amount pass from one account to another, once, and never more than there is."""

from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction

from kayoi.engines.ledger import rules
from kayoi.engines.ledger.models import Account, Transfer
from kayoi.foundation.tenancy import scope
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, Refused, verdict

# Both accounts are locked in one order, so that transfers in opposite directions do not wait for each other.
LOCK: Final = """
SELECT id, measure, balance - held, least, closed_on FROM ledger_account WHERE id IN (%s, %s)
ORDER BY id FOR NO KEY UPDATE
"""
# The transfer, unless its key is there; with it both balances.
WRITE: Final = """
WITH written AS (
    INSERT INTO ledger_transfer (organization_id, key, debit_id, credit_id, amount, "on", cause, reference,
                                 reverses_id, by_kind, by_name, by_user, at)
    VALUES (%(organization)s, %(key)s, %(debit)s, %(credit)s, %(amount)s, %(on)s, %(cause)s, %(reference)s,
            %(reverses)s, %(by_kind)s, %(by_name)s, %(by_user)s, %(at)s)
    ON CONFLICT (organization_id, key) DO NOTHING
    RETURNING id
), moved AS (
    UPDATE ledger_account
    SET balance = balance + CASE WHEN id = %(debit)s THEN %(amount)s ELSE -%(amount)s END
    WHERE id IN (%(debit)s, %(credit)s) AND EXISTS (SELECT 1 FROM written)
)
SELECT id FROM written
"""


class UnableToTransfer(Refused):
    """There is not enough, or the accounts do not go together."""


class KeyReused(Exception):
    """The key belongs to another transfer: a mistake of the caller, never of the user."""


@transaction.atomic
def transfer(
    *, debit: int, credit: int, amount: int, key: str, cause: str, reference: str, on: date,
    reverses: int | None = None, by: Actor, at: datetime,
) -> int:  # fmt: skip
    """Let an amount pass from the account `credit` to the account `debit` (振り替える); return the transfer's id.

    The same key twice is one transfer. Raises UnableToTransfer, or KeyReused where the key was another's.
    """
    values: dict[str, Any] = {
        "organization": scope.current().writable_id(), "key": key, "debit": debit, "credit": credit, "amount": amount,
        "on": on, "cause": cause, "reference": reference, "reverses": reverses, "by_kind": by.kind,
        "by_name": by.name, "by_user": by.user_id, "at": at,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [debit, credit])
        states = {row[0]: rules.State(*row[1:]) for row in cursor.fetchall()}
        other = None if debit == credit else states.get(debit)
        answer = rules.may_transfer(amount, credit=states.get(credit), debit=other, on=on)
        if answer.met:
            cursor.execute(WRITE, values)
            if (written := cursor.fetchone()) is not None:
                return int(written[0])
    known = Transfer.objects.filter(key=key).first()
    if known is None:
        raise UnableToTransfer(answer)
    if (known.debit_id, known.credit_id, known.amount) != (debit, credit, amount):
        raise KeyReused(key)
    return int(known.pk)


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
