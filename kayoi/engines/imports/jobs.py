"""What the worker does for imports: read, import, undo, in pieces; and forget old workbooks."""

from datetime import timedelta

from django.utils import timezone

from kayoi.engines.imports import services
from kayoi.engines.imports.states import CHUNK, KEPT_DAYS
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily, task
from kayoi.kit.sheets import Unreadable


@task
def try_rows(organization: int, run: int) -> None:
    """Read every row and keep its plan. Killed and run again, it begins anew: nothing has been imported yet."""
    by, now = system("imports.try_rows"), timezone.now()
    with scope.of_organization(organization):
        attempt = services.begin_trial(run_id=run, by=by, at=now)
    if attempt is None:
        return
    try:
        with scope.of_organization(organization):
            trial = services.plan_rows(run_id=run, by=by, at=now)
    except Unreadable as error:
        with scope.of_organization(organization):
            services.give_up_trial(run_id=run, problem=error.message, by=by, at=timezone.now())
        return
    for first in range(0, max(1, len(trial.rows)), CHUNK):
        with scope.of_organization(organization):
            mine = services.write_rows(
                run_id=run, attempt=attempt, trial=trial, first=first, last=first + CHUNK, by=by, at=timezone.now()
            )
        if not mine:
            return
    with scope.of_organization(organization):
        services.finish_trial(run_id=run, attempt=attempt, trial=trial, by=by, at=timezone.now())


@task
def run_rows(organization: int, run: int) -> None:
    """Import the rows, a piece a transaction; going on where another has stopped."""
    by = system("imports.run_rows")
    more = True
    try:
        while more:
            with scope.of_organization(organization):
                more = services.import_chunk(run_id=run, by=by, at=timezone.now())
        with scope.of_organization(organization):
            services.finish_run(run_id=run, by=by, at=timezone.now())
    except Exception as error:  # the import must not seem to go on; the log has the rest
        with scope.of_organization(organization):
            services.fail_run(run_id=run, problem=type(error).__name__, by=by, at=timezone.now())
        raise


@task
def undo_rows(organization: int, run: int) -> None:
    """Take an import back, a piece a transaction."""
    by = system("imports.undo_rows")
    more = True
    while more:
        with scope.of_organization(organization):
            more = services.undo_chunk(run_id=run, by=by, at=timezone.now())
    with scope.of_organization(organization):
        services.finish_undo(run_id=run, by=by, at=timezone.now())


@daily("03:40")
def forget(context: object, timestamp: int) -> None:
    """Forget workbooks and returned cells after a month."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            services.forget_workbooks(before=now - timedelta(days=KEPT_DAYS), by=system("imports.forget"), at=now)
