"""What the worker does for schemes: trials on very many past applications."""

from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.kit.actor import system
from kayoi.kit.jobs import task
from kayoi.programmes.schemes.selectors.trials.listed import waiting_trial
from kayoi.programmes.schemes.selectors.trials.running import Frozen, decisions_between, pieces_of, worked
from kayoi.programmes.schemes.services import trials as services


@task
def work_out(organization: int, trial: int) -> None:
    """Work a trial out, piece by piece. Killed and run again, it begins anew: nothing has been kept yet."""
    by, frozen, done, pieces = system("schemes.work_out"), Frozen(), 0, []
    with scope.of_organization(organization):
        row = waiting_trial(trial)
        ids = decisions_between(row.procedure, row.first_year, row.last_year) if row else []
    if row is None:
        return
    try:
        for piece in pieces_of(ids):
            with scope.of_organization(organization):
                pieces.append(worked(row, piece, frozen))
                done += len(piece)
                services.count_done(trial=row, done=done, by=by, at=timezone.now())
        with scope.of_organization(organization):
            services.finish_trial(trial=row, pieces=pieces, by=by, at=timezone.now())
    except Exception:  # the trial must not seem to go on; the log has the rest
        with scope.of_organization(organization):
            services.fail_trial(trial=row, by=by, at=timezone.now())
        raise
