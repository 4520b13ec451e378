"""Let holds lapse whose time is over."""

from django.utils import timezone

from kayoi.engines.reservations.services import lapse_due
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import every


@every("*/5 * * * *")
def lapse_holds(context: object, timestamp: int) -> None:
    """Let go the holds of every town whose time is over."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            lapse_due(by=system("reservations.lapse_holds"), at=now)
