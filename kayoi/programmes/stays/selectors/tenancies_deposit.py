"""Deposits of tenancies, as the ledger keeps them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from kayoi.engines.ledger.models import Account, Transfer
from kayoi.engines.ledger.selectors import accounts
from kayoi.programmes.stays.models import Tenancy
from kayoi.programmes.stays.rules.tenancies_end import DECIDED
from kayoi.programmes.stays.states.tenancies import DEPOSIT, KEEPS, MADE_GOOD, PAYERS


def deposit_key(tenancy: Tenancy) -> str:
    """Return the key of the ledger's account of what the town holds for a tenancy."""
    return f"{DEPOSIT}:{tenancy.pk}"


def deposit_held(tenancy: Tenancy) -> int:
    """Return what the town holds of a tenancy's deposit (預かっている敷金)."""
    account = accounts([deposit_key(tenancy)]).get(deposit_key(tenancy))
    return account.balance if account else 0


def made_good(tenancy: Tenancy) -> bool:
    """Tell whether a deposit was settled and went to a damage (敷金を原状回復に充てた)."""
    return Transfer.objects.filter(credit__key=deposit_key(tenancy), debit__key=MADE_GOOD).exists()


@dataclass(frozen=True)
class DepositLine:
    """What came in or went out of a deposit; `transfer` only where it can be taken back."""

    on: date
    words: str
    yen: int
    by: str
    transfer: int | None = None


def deposit_lines(tenancy: Tenancy) -> list[DepositLine]:
    """Return what came in and went out of a tenancy's deposit, in the order of time (敷金の明細)."""
    key = deposit_key(tenancy)
    rows = Transfer.objects.filter(Q(debit__key=key) | Q(credit__key=key)).select_related("debit", "credit")
    found = list(rows.order_by("on", "pk"))
    undone = {row.reverses_id for row in found}
    is_open = tenancy.status in DECIDED
    return [_line(row, key, may_undo=is_open and row.pk not in undone) for row in found]


def deposit_page(tenancy: Tenancy) -> dict[str, Any]:
    """Return what the page of a tenancy shows of its deposit (敷金), and whether more of it can be noted."""
    held = deposit_held(tenancy)
    takes = tenancy.status in DECIDED and held < tenancy.deposit_yen
    return {"deposits": deposit_lines(tenancy), "deposit_held": held, "takes_deposit": takes}


def _line(row: Transfer, key: str, *, may_undo: bool) -> DepositLine:
    if row.debit.key == key:
        return DepositLine(row.on, "入金", row.amount, row.by_name, row.pk if may_undo else None)
    words = "原状回復の費用に充当" if row.debit.key == MADE_GOOD else "返還・未納の家賃に充当"
    return DepositLine(row.on, "入金の取消し" if row.reverses_id else words, -row.amount, row.by_name)


def deposits_unsettled() -> int:
    """Count deposits that are more than was agreed, or are still held though nobody lives there (for `verify`)."""
    tenancies = {deposit_key(row): row for row in Tenancy.objects.all()}
    held = Account.objects.filter(key__startswith=f"{DEPOSIT}:").exclude(key__in=[PAYERS, MADE_GOOD])
    return sum(
        one.balance > (tenancies[one.key].deposit_yen if tenancies[one.key].status in KEEPS else 0) for one in held
    )
