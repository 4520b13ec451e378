"""What the worker does for grants: binders for the auditor, a piece a transaction; forget those that are old."""

from datetime import timedelta

from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.documents import NoFont
from kayoi.kit.jobs import daily, task
from kayoi.programmes.schemes.models import Binder
from kayoi.programmes.schemes.selectors.binders.contents import bound
from kayoi.programmes.schemes.selectors.binders.files import files_of
from kayoi.programmes.schemes.selectors.binders.reading import Case, cases_in, read_cases
from kayoi.programmes.schemes.services import binders as services
from kayoi.programmes.schemes.states.binders import CHUNK, KEPT_DAYS


@task
def make_binder(organization: int, binder: int) -> None:
    """Make the papers of a scheme and a year. Killed and run again, it begins anew: nothing is kept until the end."""
    by, now = system("schemes.make_binder"), timezone.now()
    with scope.of_organization(organization):
        row = Binder.objects.defer("pdf", "xlsx").select_related("procedure").get(pk=binder)
        pks = cases_in(row.procedure, row.fiscal_year)
        attempt = services.begin_binder(binder_id=binder, total=len(pks), by=by, at=now)
    if attempt is None:
        return
    try:
        cases: list[Case] = []
        for first in range(0, len(pks), CHUNK):
            with scope.of_organization(organization):
                cases += read_cases(pks[first : first + CHUNK], on=local_date(now))
                mine = services.note_progress(
                    binder_id=binder, attempt=attempt, done=len(cases), by=by, at=timezone.now()
                )
            if not mine:
                return
        with scope.of_organization(organization):
            found = bound(row.procedure, row.fiscal_year, cases, on=local_date(now))
            made = files_of(found, Organization.objects.get(pk=organization), by_name=row.by_name)
            services.finish_binder(binder_id=binder, attempt=attempt, made=made, by=by, at=timezone.now())
    except Exception as error:  # the binder must not seem to go on; the log has the rest
        problem = str(error) if isinstance(error, NoFont) else type(error).__name__
        with scope.of_organization(organization):
            services.fail_binder(binder_id=binder, attempt=attempt, problem=problem, by=by, at=timezone.now())
        raise


@daily("03:50")
def forget_binders(context: object, timestamp: int) -> None:
    """Forget binders after a month."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            services.forget_binders(before=now - timedelta(days=KEPT_DAYS), by=system("schemes.forget_binders"), at=now)
