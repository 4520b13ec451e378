"""Grants: one to be changed, those of an application, in lists."""

from django.db.models import QuerySet

from kayoi.engines.procedures.models import Application, Paper
from kayoi.programmes.schemes.models import Grant, Report


def grants() -> QuerySet[Grant]:
    """Return all grants with what their lists and pages name, the latest decisions first."""
    rows = Grant.objects.select_related(
        "application__case_file", "procedure", "case_file__assigned_to", "decision", "provision"
    )
    rows = rows.defer("case_file__search", "application__case_file__search")
    return rows.order_by("-decided_on", "-pk")


def locked(grant: Grant) -> Grant:
    """Return a grant that nobody else changes until the end of the transaction."""
    row: Grant = grants().select_for_update(of=["self"]).get(pk=grant.pk)
    return row


def code_of(report: Report) -> str:
    """Return how the codes of the papers of a report begin."""
    return f"report{report.fiscal_year}-"


def papers_of_report(report: Report) -> list[Paper]:
    """Return the papers of a report, those that it needs and that have not come among them."""
    rows = Paper.objects.filter(application=report.grant.application_id, code__startswith=code_of(report))
    return list(rows.order_by("pk"))


def grant_of(application: Application) -> Grant | None:
    """Return the grant of an application."""
    return grants().filter(application=application).first()
