"""What the worker does for schemes: duties of grants each morning, trials on very many past applications."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import is_business_day, local_date
from kayoi.kit.jobs import daily, enqueue, task
from kayoi.programmes.schemes.selectors.trials.listed import waiting_trial
from kayoi.programmes.schemes.selectors.trials.running import Frozen, decisions_between, worked
from kayoi.programmes.schemes.services import trials as services
from kayoi.programmes.schemes.services.grants import Sender
from kayoi.programmes.schemes.services.obligations import follow_obligations


@daily("07:10")
def follow_all(context: object, timestamp: int) -> None:
    """Ask for it in each town, on days when the office is open: somebody may call back."""
    today = local_date(timezone.now())
    if not is_business_day(today):
        return
    for organization in Organization.objects.open_on(today).desks():
        enqueue("schemes.follow", organization=organization.pk, on=today.isoformat())


@task
def follow(organization: int, on: str) -> None:
    """Follow the duties of one town; a job that comes late (another day) does nothing."""
    now = timezone.now()
    if local_date(now).isoformat() != on:
        return
    town = Organization.objects.get(pk=organization)
    path = reverse("schemes:state", kwargs={"organization": town.slug, "token": "TOKEN"})
    with scope.of_organization(organization):
        sender = Sender(town, settings.CANONICAL_URL + path.replace("TOKEN", "{token}"))
        follow_obligations(sender=sender, by=system("schemes.follow"), at=now)


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
        for piece in services.pieces_of(ids):
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
