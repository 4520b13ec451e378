"""What is due with a grant, read from its rows."""

from kayoi.kit.dates import fiscal_year
from kayoi.programmes.schemes.models import Claim, Grant, GrantChange, GrantYear, Report
from kayoi.programmes.schemes.rules.due import Due, Stands, due
from kayoi.programmes.schemes.states.grants import (
    ChangeStatus,
    ClaimStatus,
    GrantStatus,
    ReportStatus,
    Shape,
    YearStatus,
)


def due_of(grant: Grant) -> list[Due]:
    """Return what is due with a grant, the earliest first."""
    reports = list(Report.objects.filter(grant=grant))
    claims = list(Claim.objects.filter(grant=grant))
    change = GrantChange.objects.filter(grant=grant, status=ChangeStatus.ASKED).first()
    shape, status = Shape.of(grant.shape), GrantStatus.of(grant.status)
    yearly = shape is Shape.YEARLY and status is GrantStatus.DECIDED
    received = [one.reported_on for one in reports if one.status == ReportStatus.RECEIVED]
    inspected = [one.inspected_on for one in reports if one.inspected_on]
    return due(
        Stands(
            title=grant.procedure.title,
            status=status,
            shape=shape,
            since=grant.fixed_on or max([*inspected, *received], default=grant.decided_on),
            report_due_on=grant.report_due_on,
            year_to_decide=_year_to_decide(grant) if status is GrantStatus.DECIDED else None,
            years_open=_years_open(grant, reports, claims) if yearly else (),
            reports_on=received if yearly else (),
            claims_asked_on=[one.claimed_on for one in claims if one.status == ClaimStatus.ASKED],
            claims_fixed_on=[one.claimed_on for one in claims if one.status == ClaimStatus.FIXED],
            change_asked_on=change.asked_on if change else None,
        )
    )


def _year_to_decide(grant: Grant) -> int | None:
    rows = GrantYear.objects.filter(grant=grant, status=YearStatus.PLANNED, planned_yen__gt=0)
    return rows.order_by("fiscal_year").values_list("fiscal_year", flat=True).first()


def _years_open(grant: Grant, reports: list[Report], claims: list[Claim]) -> list[int]:
    """Return the years that were claimed and whose report has not come; before any claim the first one."""
    reported = {one.fiscal_year for one in reports if one.status != ReportStatus.RETURNED}
    claimed = {one.fiscal_year for one in claims if one.fiscal_year and one.status != ClaimStatus.RETURNED}
    return sorted((claimed or {fiscal_year(grant.decided_on)}) - reported)
