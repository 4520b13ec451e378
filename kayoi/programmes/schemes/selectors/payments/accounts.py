"""The bank accounts of somebody."""

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import family_ids
from kayoi.programmes.schemes.models import PayeeAccount


def accounts_of(file: CaseFile) -> list[PayeeAccount]:
    """Return the accounts of a file and of those that were merged into it, the latest first."""
    rows = PayeeAccount.objects.filter(case_file__in=family_ids(file)).select_related("proposed_by")
    return list(rows.order_by("-proposed_at", "-pk"))
