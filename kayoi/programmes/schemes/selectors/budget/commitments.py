"""What is bound by decisions."""

from django.db.models import F, QuerySet

from kayoi.programmes.schemes.models import Commitment


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
