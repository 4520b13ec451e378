"""What of the budget is bound and paid for a grant."""

from collections.abc import Iterable

from kayoi.programmes.schemes.models import Claim, Commitment, Grant, GrantYear, Payment
from kayoi.programmes.schemes.states.budget import GRANT, YEAR
from kayoi.programmes.schemes.states.payments import PaymentStatus


def commitments_of_grant(grant: Grant) -> list[Commitment]:
    """Return what is bound for a grant and for its years, the earliest first."""
    years = [str(pk) for pk in GrantYear.objects.filter(grant=grant).values_list("pk", flat=True)]
    rows = Commitment.objects.filter(cause=GRANT, reference=grant.pk) | Commitment.objects.filter(
        cause=YEAR, reference__in=years
    )
    return list(rows.select_related("line").order_by("line__fiscal_year", "pk"))


def grants_of(commitments: Iterable[Commitment]) -> dict[int, Grant]:
    """Return whose grant each commitment is for, by the commitment; nothing where it is for no grant."""
    # What is bound for something else, by another programme, has a reference of its own kind.
    named = [(one.pk, one.cause, int(one.reference)) for one in commitments if one.reference.isdecimal()]
    years = GrantYear.objects.filter(pk__in=[reference for _, cause, reference in named if cause == YEAR])
    of_years = dict(years.values_list("pk", "grant"))
    wanted = {pk: reference if cause == GRANT else of_years.get(reference) for pk, cause, reference in named}
    found = Grant.objects.select_related("application", "procedure").in_bulk(set(wanted.values()) - {None})
    return {pk: found[grant] for pk, grant in wanted.items() if grant in found}


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
