"""Throw away lists of the residents' register that nobody confirmed."""

from datetime import timedelta

from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily
from kayoi.programmes.settling.services import forget_old_lists
from kayoi.programmes.settling.states import LIST_DAYS


@daily("03:20")
def forget_lists(context: object, timestamp: int) -> None:
    """Throw away old lists of every town."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            forget_old_lists(older_than=timedelta(days=LIST_DAYS), by=system("settling.forget_lists"), at=now)
