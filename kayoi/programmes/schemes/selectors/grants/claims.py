"""Claims of a grant: which months are claimed, what more of them gives by the frozen rule, which year is next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kayoi.kit.verdict import Verdict
from kayoi.programmes.schemes.models import Claim, ClaimMonth, Grant, Report
from kayoi.programmes.schemes.rules.claims import may_claim_year, rows_of_claims, years_unreported
from kayoi.programmes.schemes.rules.grants import answer_with
from kayoi.programmes.schemes.states.grants import ClaimStatus, GrantStatus, ReportStatus, Shape

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
    return may_claim_year(
        year, first_year=grant.fiscal_year, years=grant.years, claimed=years_claimed(grant),
        reported=_years_reported(grant), awaits_report=grant.awaits_report, on=on,
    )  # fmt: skip


def unreported_of(grant: Grant, *, before: int) -> list[int]:
    """Return the fiscal years before another whose report a grant still owes, or whose report nobody has inspected."""
    if grant.shape == Shape.YEARLY:
        return years_unreported(years_claimed(grant), _years_reported(grant), before=before)
    owes = (
        grant.shape == Shape.ONCE and grant.needs_report and grant.status in (GrantStatus.DECIDED, GrantStatus.REPORTED)
    )
    return [grant.fiscal_year] if owes and grant.fiscal_year < before else []


def years_claimed(grant: Grant) -> set[int]:
    """Return the fiscal years of a grant over years that were claimed."""
    rows = Claim.objects.filter(grant=grant).exclude(status=ClaimStatus.RETURNED)
    return {year for year in rows.values_list("fiscal_year", flat=True) if year is not None}


def _years_reported(grant: Grant) -> set[int]:
    rows = Report.objects.filter(grant=grant, status=ReportStatus.INSPECTED)
    return set(rows.values_list("fiscal_year", flat=True))


@dataclass(frozen=True)
class Kept:
    """How many years of a grant over years were claimed, and what they came to: a change leaves them as they are."""

    years: int = 0
    yen: int = 0


def kept_of(grant: Grant) -> Kept:
    """Return what a change of a grant leaves as it is; of a grant that is not over years nothing."""
    if grant.shape != Shape.YEARLY:
        return Kept()
    rows = Claim.objects.filter(grant=grant).exclude(status=ClaimStatus.RETURNED)
    claimed = list(rows.values_list("amount_yen", flat=True))
    return Kept(len(claimed), sum(claimed))


def has_open_claims(grant: Grant) -> bool:
    """Tell whether a claim of a grant waits to be looked at or paid."""
    return Claim.objects.filter(grant=grant, status__in=[ClaimStatus.ASKED, ClaimStatus.FIXED]).exists()
