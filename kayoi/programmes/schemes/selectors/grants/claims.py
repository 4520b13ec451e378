"""Claims of a grant: which months are claimed, what more of them gives by the frozen rule, which year is next."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kayoi.kit.verdict import Verdict
from kayoi.programmes.schemes.models import Claim, ClaimMonth, Grant, Report
from kayoi.programmes.schemes.rules.claims import may_claim_year, rows_of_claims
from kayoi.programmes.schemes.rules.grants import answer_with
from kayoi.programmes.schemes.states.grants import ClaimStatus, ReportStatus

CLAIMS = "commuting.claims"


def claimed_months(grant: Grant) -> list[date]:
    """Return the months that are claimed already, the earliest first."""
    return list(ClaimMonth.objects.filter(grant=grant).order_by("month").values_list("month", flat=True))


def live_claims(grant: Grant) -> list[Claim]:
    """Return the claims that were not given back, the earliest first."""
    return list(Claim.objects.filter(grant=grant).exclude(status=ClaimStatus.RETURNED).order_by("number"))


def amount_of_months(grant: Grant, row: Mapping[str, Any]) -> int:
    """Return what a claim gives by the frozen rule: that of all claims less what those before have given."""
    before = live_claims(grant)
    rows = [one.row for one in before if one.row is not None]
    answer = answer_with(grant.decision.inputs, {CLAIMS: rows_of_claims([*rows, row])})
    if answer is None or answer.amount is None:
        return 0
    return max(answer.amount.least - sum(one.amount_yen for one in before), 0)


def may_claim_year_of(grant: Grant, year: int, *, on: date) -> Verdict:
    """Answer whether a year of a grant over years may be claimed on a day."""
    reports = Report.objects.filter(grant=grant, status=ReportStatus.INSPECTED)
    claimed = Claim.objects.filter(grant=grant).exclude(status=ClaimStatus.RETURNED)
    return may_claim_year(
        year, first_year=grant.fiscal_year, years=grant.years, on=on,
        claimed=[one for one in claimed.values_list("fiscal_year", flat=True) if one is not None],
        reported=list(reports.values_list("fiscal_year", flat=True)),
    )  # fmt: skip
