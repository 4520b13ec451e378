"""What is due with a grant, read from its rows."""

from datetime import date, timedelta

from django.db.models import F

from kayoi.kit.dates import fiscal_year, fiscal_year_end
from kayoi.programmes.schemes.models import Claim, Grant, GrantChange, Report
from kayoi.programmes.schemes.rules.due import Due, Stands, due
from kayoi.programmes.schemes.selectors.grants.claims import years_claimed
from kayoi.programmes.schemes.selectors.grants.years import years_to_decide
from kayoi.programmes.schemes.states.grants import (
    ChangeStatus,
    ClaimStatus,
    GrantStatus,
    ReportStatus,
    Shape,
)


def due_of(grant: Grant) -> list[Due]:
    """Return what is due with a grant, the earliest first."""
    reports = list(Report.objects.filter(grant=grant))
    claims = list(Claim.objects.filter(grant=grant))
    change = GrantChange.objects.filter(grant=grant, status=ChangeStatus.ASKED).first()
    shape, status = Shape.of(grant.shape), GrantStatus.of(grant.status)
    yearly = _is_yearly(grant)
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
            years_open=years_open(grant),
            reports_on=received if yearly else (),
            claims_asked_on=[one.claimed_on for one in claims if one.status == ClaimStatus.ASKED],
            claims_fixed_on=[one.claimed_on for one in claims if one.status == ClaimStatus.FIXED],
            change_asked_on=change.asked_on if change else None,
        )
    )


def reports_due(*, until: date) -> list[tuple[Grant, date]]:
    """Return the grants whose report is due until a day and has not come, each with the latest such day.

    Those who were reminded of that day are not among them.
    """
    last = fiscal_year(until + timedelta(days=1)) - 1  # the last year that has ended by then
    rows = Grant.objects.filter(status=GrantStatus.DECIDED).select_related("procedure", "application", "case_file")
    once = rows.filter(shape=Shape.ONCE, report_due_on__lte=until).exclude(reminded_for=F("report_due_on"))
    over_years = rows.filter(shape=Shape.YEARLY, fiscal_year__lte=last).exclude(reminded_for__gte=fiscal_year_end(last))
    found = [(grant, grant.report_due_on) for grant in once.order_by("pk") if grant.report_due_on]
    for grant in over_years.order_by("pk"):
        days = [day for year in years_open(grant) if (day := fiscal_year_end(year)) <= until]
        if days and days[-1] != grant.reminded_for:
            found.append((grant, days[-1]))
    return found


def _year_to_decide(grant: Grant) -> int | None:
    return next((one.fiscal_year for one in years_to_decide(grant)), None)


def years_open(grant: Grant) -> list[int]:
    """Return the years that were claimed and whose report has not come; before any claim the first one."""
    if not _is_yearly(grant):
        return []
    reports = Report.objects.filter(grant=grant).exclude(status=ReportStatus.RETURNED)
    reported = set(reports.values_list("fiscal_year", flat=True))
    return sorted((years_claimed(grant) or {grant.fiscal_year}) - reported)


def _is_yearly(grant: Grant) -> bool:
    return grant.shape == Shape.YEARLY and grant.status == GrantStatus.DECIDED
