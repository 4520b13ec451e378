"""What is bound by decisions."""

from collections.abc import Collection, Iterable
from dataclasses import fields
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from kayoi.programmes.schemes.models import BudgetEntry, Commitment, Payment
from kayoi.programmes.schemes.rules.budget import Split
from kayoi.programmes.schemes.states.budget import UNDONE_BY, EntryKind
from kayoi.programmes.schemes.states.payments import PaymentStatus


def locked_commitment(pk: int) -> Commitment:
    """Return a commitment as it stands, and let nobody change it until the transaction ends."""
    row: Commitment = Commitment.objects.select_for_update(of=["self"]).select_related("line").get(pk=pk)
    return row


def commitments_of(*, cause: str, reference: str) -> QuerySet[Commitment]:
    """Return what is bound for one thing, such as a grant, the earliest year first."""
    rows = Commitment.objects.filter(cause=cause, reference=reference)
    return rows.select_related("line").order_by("line__fiscal_year", "pk")


def open_commitments(year: int) -> QuerySet[Commitment]:
    """Return what of a fiscal year is decided and not all paid, the oldest first."""
    rows = Commitment.objects.filter(line__fiscal_year=year, amount_yen__gt=F("paid_yen"))
    return rows.select_related("line").order_by("committed_on", "pk")


def carried_commitments(year: int) -> QuerySet[Commitment]:
    """Return what was carried over out of a fiscal year into the next one, as it stands there."""
    taken = BudgetEntry.objects.filter(kind=EntryKind.CARRIED, committed_yen__gt=0, line__fiscal_year=year + 1)
    rows = Commitment.objects.filter(pk__in=taken.values("commitment"))
    return rows.select_related("line").order_by("committed_on", "pk")


def taken_back(commitments: Iterable[int]) -> dict[int, int]:
    """Return by commitment what was paid and came back to its line (戻入): it is no longer in what is paid."""
    rows = BudgetEntry.objects.filter(commitment__in=commitments).order_by()
    return dict(rows.values_list("commitment").annotate(back=came_back("amount_yen", (EntryKind.TAKEN_BACK,))))


def given_back(commitment: int, kinds: Collection[EntryKind] = (EntryKind.TAKEN_BACK, EntryKind.REVENUE)) -> Split:
    """Return who got how much of what has come back of a commitment."""
    rows = BudgetEntry.objects.filter(commitment=commitment)
    return Split(**rows.aggregate(**{one.name: came_back(one.name, kinds) for one in fields(Split)}))


def came_back(field: str, kinds: Collection[EntryKind]) -> Any:
    """Return the sum of a field over entries of these kinds, less what was undone of them."""
    undone = [UNDONE_BY[kind] for kind in kinds]
    more, less = (Sum(field, filter=Q(kind__in=wanted), default=0) for wanted in (kinds, undone))
    return more - less


def on_the_way(commitments: Iterable[Commitment]) -> set[int]:
    """Return which of these have a payment that was asked for and has not left yet."""
    waiting = (PaymentStatus.DUE, PaymentStatus.BATCHED)
    rows = Payment.objects.filter(status__in=waiting, commitment__in=[one.pk for one in commitments])
    return set(rows.values_list("commitment", flat=True))
