"""A grant as the grantee sees it: how far it has come, what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.engines.procedures.models import Application
from kayoi.kit.dates import fiscal_year_end
from kayoi.programmes.schemes.models import Claim, Grant, Hearing, Report
from kayoi.programmes.schemes.selectors.grants.due import years_open
from kayoi.programmes.schemes.selectors.grants.grants import grant_of
from kayoi.programmes.schemes.selectors.hearings import open_hearing
from kayoi.programmes.schemes.selectors.obligations.page import DutyLine, duties_of
from kayoi.programmes.schemes.states.grants import ClaimStatus, GrantStatus, ReportStatus, Shape


@dataclass(frozen=True)
class OwnGrant:
    """What the state page shows of a grant. `returned` says what is to be put right, in a report or a claim."""

    grant: Grant
    claims: Sequence[Claim]
    may_report: bool
    may_claim: bool
    returned: str
    duties: Sequence[DutyLine]
    # Years whose report is due, with the last day for it.
    years_due: Sequence[tuple[int, date]]
    hearing: Hearing | None


def own_grant(application: Application, *, on: date) -> OwnGrant | None:
    """Return the grant of an application as the grantee sees it; None where nothing was granted."""
    grant = grant_of(application)
    if grant is None:
        return None
    claims = list(Claim.objects.filter(grant=grant).order_by("number"))
    report = Report.objects.filter(grant=grant, status=ReportStatus.RETURNED).last()
    back = claims[-1].why if claims and claims[-1].status == ClaimStatus.RETURNED else ""
    words = (report.why if report else "") or back
    duties, hearing = duties_of(grant, on=on), open_hearing(grant, on=on)
    years = [(year, fiscal_year_end(year)) for year in years_open(grant)]
    return OwnGrant(grant, claims, may_report(grant), may_claim(grant), words, duties, years, hearing)


def may_report(grant: Grant) -> bool:
    """Tell whether the grantee can report now."""
    return grant.status == GrantStatus.DECIDED and grant.shape != Shape.MONTHLY


def may_claim(grant: Grant) -> bool:
    """Tell whether the grantee can claim now."""
    if grant.shape == Shape.ONCE:
        return grant.status == GrantStatus.FIXED
    return grant.status == GrantStatus.DECIDED
