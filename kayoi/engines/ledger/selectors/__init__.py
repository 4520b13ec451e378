"""Statements of accounts."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet, Sum

from kayoi.engines.ledger.models import Account, Lot, Transfer


def accounts(keys: Iterable[str]) -> dict[str, Account]:
    """Return accounts by their key, in one query."""
    return {account.key: account for account in Account.objects.filter(key__in=list(keys))}


def statement(account: Account) -> QuerySet[Transfer]:
    """Return what passed in and out of an account, the earliest first (勘定の明細)."""
    found: QuerySet[Transfer] = (
        Transfer.objects.filter(Q(debit=account) | Q(credit=account)).select_related("debit", "credit").order_by("pk")
    )
    return found


def balance_on(account: Account, on: date) -> int:
    """Return what was in an account at the end of a day (その日の残高)."""
    rows = Transfer.objects.filter(on__lte=on)
    came = rows.filter(debit=account).aggregate(total=Sum("amount"))["total"] or 0
    went = rows.filter(credit=account).aggregate(total=Sum("amount"))["total"] or 0
    return int(came - went)


def usable_by_account(keys: Iterable[str], *, on: date) -> dict[str, int]:
    """Return what can be spent on a day from accounts with lots, by their key, in one query (使える残高)."""
    rows = Lot.objects.filter(account__key__in=list(keys), left__gt=0, last_day__gte=on)
    return dict(rows.values_list("account__key").annotate(total=Sum("left")).order_by())


def lots_left(keys: Iterable[str], *, on: date) -> QuerySet[Lot]:
    """Return what is left in accounts with lots and still good on a day, the nearest last day first."""
    found: QuerySet[Lot] = Lot.objects.filter(account__key__in=list(keys), left__gt=0, last_day__gte=on)
    return found.order_by("last_day", "pk")
