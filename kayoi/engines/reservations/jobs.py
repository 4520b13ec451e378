"""Let holds lapse whose time is over; show the public another day of what is free."""

from django.utils import timezone

from kayoi.engines.reservations.services import lapse_due, show_all_free
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily, every


@every("*/5 * * * *")
def lapse_holds(context: object, timestamp: int) -> None:
    """Let go the holds of every town whose time is over."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            lapse_due(by=system("reservations.lapse_holds"), at=now)


@daily("00:10")
def show_free_days(context: object, timestamp: int) -> None:
    """Let every town's openings show what is free from this day on."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            show_all_free(by=system("reservations.show_free_days"), at=now)
