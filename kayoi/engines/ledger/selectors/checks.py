"""Checks of the ledger for `manage.py verify`: how many rows of the open organization are not sound."""

from collections import Counter

from django.db.models import Sum

from kayoi.engines.ledger.models import Account, Hold, Lot, LotMove, Transfer
from kayoi.engines.ledger.states import HoldStatus


def balances_unlike_transfers() -> int:
    """Count accounts whose balance is not what came in less what went out."""
    computed: Counter[int] = Counter()
    for account, total in Transfer.objects.values_list("debit").annotate(Sum("amount")).order_by():
        computed[account] += total
    for account, total in Transfer.objects.values_list("credit").annotate(Sum("amount")).order_by():
        computed[account] -= total
    return sum(computed[pk] != balance for pk, balance in Account.objects.values_list("pk", "balance"))


def held_unlike_holds() -> int:
    """Count accounts where what is spoken for is not the sum of its holds."""
    rows = Hold.objects.filter(status=HoldStatus.HELD).values("account").annotate(total=Sum("amount")).order_by()
    computed = {row["account"]: row["total"] for row in rows}
    return sum(computed.get(pk, 0) != held for pk, held in Account.objects.values_list("pk", "held"))


def unbalanced() -> int:
    """Count measures in which all balances together are not zero (貸借の不一致)."""
    rows = Account.objects.values("measure").annotate(total=Sum("balance")).order_by()
    return sum(row["total"] != 0 for row in rows)


def lots_unlike_balances() -> int:
    """Count accounts with lots in which the lots together are not the balance, and lots unlike what left them."""
    rows = Lot.objects.values("account", "account__balance").annotate(total=Sum("left")).order_by()
    moved = dict(LotMove.objects.values_list("lot").annotate(total=Sum("amount")).order_by())
    lots = Lot.objects.values_list("pk", "amount", "left")
    unlike: int = sum(row["total"] != row["account__balance"] for row in rows)
    return unlike + sum(bool(amount - moved.get(pk, 0) != left) for pk, amount, left in lots)
