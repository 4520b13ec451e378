"""What the worker does for schemes: duties and money each morning, trials on past applications, binders."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import is_business_day, local_date
from kayoi.kit.documents import NoFont
from kayoi.kit.jobs import daily, enqueue, task
from kayoi.programmes.schemes.models import Binder
from kayoi.programmes.schemes.selectors.binders.contents import bound
from kayoi.programmes.schemes.selectors.binders.files import files_of
from kayoi.programmes.schemes.selectors.binders.papers import Papers
from kayoi.programmes.schemes.selectors.binders.reading import Case, cases_in, read_cases
from kayoi.programmes.schemes.selectors.trials.listed import waiting_trial
from kayoi.programmes.schemes.selectors.trials.running import Frozen, decisions_between, pieces_of, worked
from kayoi.programmes.schemes.services import binders, trials
from kayoi.programmes.schemes.services.grants import Sender, bind_years, remind_of_reports
from kayoi.programmes.schemes.services.obligations import follow_obligations
from kayoi.programmes.schemes.states.binders import CHUNK, KEPT_DAYS


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
    """Follow the duties of one town, remind of reports, bind what grants over years come to in a year that has begun.

    A job that comes late (another day) does nothing.
    """
    now = timezone.now()
    if local_date(now).isoformat() != on:
        return
    town = Organization.objects.get(pk=organization)
    path = reverse("schemes:state", kwargs={"organization": town.slug, "token": "TOKEN"})
    with scope.of_organization(organization):
        sender = Sender(town, settings.CANONICAL_URL + path.replace("TOKEN", "{token}"))
        follow_obligations(sender=sender, by=system("schemes.follow"), at=now)
        remind_of_reports(sender=sender, by=system("schemes.remind_of_reports"), at=now)
        bind_years(by=system("schemes.bind_years"), at=now)


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
                trials.count_done(trial=row, done=done, by=by, at=timezone.now())
        with scope.of_organization(organization):
            trials.finish_trial(trial=row, pieces=pieces, by=by, at=timezone.now())
    except Exception:  # the trial must not seem to go on; the log has the rest
        with scope.of_organization(organization):
            trials.fail_trial(trial=row, by=by, at=timezone.now())
        raise


@task
def make_binder(organization: int, binder: int) -> None:
    """Make the papers of a scheme and a year. Killed and run again, it begins anew: nothing is kept until the end."""
    by, now = system("schemes.make_binder"), timezone.now()
    with scope.of_organization(organization):
        row = Binder.objects.defer("pdf", "xlsx").select_related("procedure").get(pk=binder)
        pks = cases_in(row.procedure, row.fiscal_year)
        attempt = binders.begin_binder(binder_id=binder, total=len(pks), by=by, at=now)
    if attempt is None:
        return
    try:
        papers, cases = Papers(), list[Case]()
        for first in range(0, len(pks), CHUNK):
            with scope.of_organization(organization):
                cases += read_cases(pks[first : first + CHUNK], on=local_date(now))
            papers.gather(cases[first:])  # takes long: nobody waits for a lock meanwhile
            with scope.of_organization(organization):
                mine = binders.note_progress(
                    binder_id=binder, attempt=attempt, done=len(cases), by=by, at=timezone.now()
                )
            if not mine:
                return
        with scope.of_organization(organization):
            town = Organization.objects.get(pk=organization)
            found = bound(row.procedure, row.fiscal_year, cases, on=local_date(now))
        made = files_of(found, town, by_name=row.by_name, papers=papers)
        with scope.of_organization(organization):
            binders.finish_binder(binder_id=binder, attempt=attempt, made=made, by=by, at=timezone.now())
    except Exception as error:  # the binder must not seem to go on; the log has the rest
        problem = str(error) if isinstance(error, NoFont) else type(error).__name__
        with scope.of_organization(organization):
            binders.fail_binder(binder_id=binder, attempt=attempt, problem=problem, by=by, at=timezone.now())
        raise


@daily("03:50")
def forget_binders(context: object, timestamp: int) -> None:
    """Forget binders after a month."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            binders.forget_binders(before=now - timedelta(days=KEPT_DAYS), by=system("schemes.forget_binders"), at=now)
