"""What of the budget is bound and paid for a grant."""

from collections.abc import Iterable

from kayoi.programmes.schemes.models import Claim, Commitment, Grant, Payment
from kayoi.programmes.schemes.states.budget import CLAIM, GRANT
from kayoi.programmes.schemes.states.payments import PaymentStatus


def commitments_of_grant(grant: Grant) -> list[Commitment]:
    """Return what is bound for a grant and for its claims, the earliest first."""
    claims = [str(pk) for pk in Claim.objects.filter(grant=grant).values_list("pk", flat=True)]
    rows = Commitment.objects.filter(cause=GRANT, reference=grant.pk) | Commitment.objects.filter(
        cause=CLAIM, reference__in=claims
    )
    return list(rows.select_related("line").order_by("line__fiscal_year", "pk"))


def claims_of(payments: Iterable[Payment]) -> list[Claim]:
    """Return the claims that payments are for, in their order."""
    pks = [int(one.key.removeprefix("claim:")) for one in payments if one.key.startswith("claim:")]
    found = Claim.objects.select_related("grant").in_bulk(pks)
    return [found[pk] for pk in pks]


def is_paid_by_batch(claims: Iterable[Claim]) -> bool:
    """Tell whether a batch says, for any of these claims, that it was paid."""
    rows = Payment.objects.filter(key__in=[f"claim:{claim.pk}" for claim in claims])
    return rows.exclude(status=PaymentStatus.DROPPED).exists()


def payment_of(claim: Claim) -> Payment | None:
    """Return the payment that was asked for, unless it was dropped."""
    rows = Payment.objects.filter(key=f"claim:{claim.pk}").exclude(status=PaymentStatus.DROPPED)
    return rows.select_related("commitment__line").first()
