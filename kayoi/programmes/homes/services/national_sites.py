"""A house that may no longer stand on the national sites is taken down there by somebody (全国版から下ろす)."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.programmes.homes.models import Home, SentHome
from kayoi.programmes.homes.selectors.exchange.national import is_for_national_sites
from kayoi.programmes.homes.services.tasks import finish_task, plan_task
from kayoi.programmes.homes.states import Task

# Working days within which the operators of the national sites are told.
WITHIN_DAYS = 3


@transaction.atomic
def follow_national_sites(*, home: Home, stood: bool = False, by: Actor, at: datetime) -> None:
    """Let somebody take a house down where it may not stand any more, and nobody where it may (again).

    That it stands there is known of the lists that were sent; `stood` says that it may have been put there by hand.
    """
    if is_for_national_sites(home):
        finish_task(home=home, task=Task.TAKE_DOWN, by=by, at=at)
    elif stood or SentHome.objects.filter(home=home, taken_down_on=None).exists():
        due_on = business_days_later(local_date(at), WITHIN_DAYS)
        plan_task(home=home, task=Task.TAKE_DOWN, due_on=due_on, by=by, at=at)


@transaction.atomic
def take_down(*, homes: Collection[int], on: date, by: Actor, at: datetime) -> int:
    """Keep that houses were taken down from the national sites (全国版から下ろした); return how many."""
    standing = SentHome.objects.filter(home__in=homes, taken_down_on=None).select_related("home")
    taken = {row.home for row in standing}
    standing.update(taken_down_on=on)
    for home in taken:
        audit.record("homes.take_down", home, by=by, at=at, after={"taken_down_on": on})
        finish_task(home=home, task=Task.TAKE_DOWN, by=by, at=at)
    return len(taken)
