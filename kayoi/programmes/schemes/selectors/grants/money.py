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


def grants_of(commitments: Iterable[Commitment]) -> dict[int, Grant]:
    """Return whose grant each commitment is for, by the commitment; nothing where it is for no grant."""
    rows = list(commitments)
    owners = {(GRANT, one.reference): one.reference for one in rows if one.cause == GRANT}
    claims = Claim.objects.filter(pk__in=[int(one.reference) for one in rows if one.cause == CLAIM])
    owners |= {(CLAIM, str(pk)): str(grant) for pk, grant in claims.values_list("pk", "grant")}
    found = Grant.objects.select_related("application", "procedure").in_bulk([int(one) for one in owners.values()])
    known = {one.pk: found.get(int(owners.get((one.cause, one.reference), 0))) for one in rows}
    return {pk: grant for pk, grant in known.items() if grant is not None}


def year_of_money(grant: Grant) -> int:
    """Return from which fiscal year's money a grant is paid: that of its decision, until it is carried over."""
    return max([grant.fiscal_year, *(one.line.fiscal_year for one in commitments_of_grant(grant))])


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
