"""Checks of budgets for `manage.py verify`: how many rows of the open organization are not sound."""

from typing import Any

from django.db.models import Sum

from kayoi.programmes.schemes.models import BudgetEntry, BudgetLine, Commitment
from kayoi.programmes.schemes.selectors.budget.commitments import came_back
from kayoi.programmes.schemes.states.budget import EntryKind


def lines_unlike_ledger() -> int:
    """Count lines whose entries do not add up to what their accounts in the ledger hold."""
    sums = _sums("line", free=Sum("free_yen"), committed=Sum("committed_yen"), paid=Sum("paid_yen"))
    rows = BudgetLine.objects.values_list("pk", "free__balance", "committed__balance", "paid__balance")
    return sum(sums.get(pk, (0, 0, 0)) != tuple(balances) for pk, *balances in rows)


def commitments_unlike_entries() -> int:
    """Count commitments whose amounts are not what their entries say."""
    refunded = came_back("amount_yen", (EntryKind.REVENUE,))
    sums = _sums("commitment", open=Sum("committed_yen"), paid=Sum("paid_yen"), refunded=refunded)
    rows = Commitment.objects.values_list("pk", "amount_yen", "paid_yen", "refunded_yen")
    return sum(sums.get(pk) != (amount - paid, paid, refunded) for pk, amount, paid, refunded in rows)


def _sums(by: str, **sums: Any) -> dict[int, tuple[int, ...]]:
    rows = BudgetEntry.objects.exclude(**{by: None}).order_by().values_list(by).annotate(**sums)
    return {pk: tuple(found) for pk, *found in rows}
