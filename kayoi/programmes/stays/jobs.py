"""What the worker does for stays: the guest register is forgotten in time."""

from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily
from kayoi.programmes.stays.services.duties import forget_guests


@daily("03:40")
def forget_registers(context: object, timestamp: int) -> None:
    """Delete the rows of each town's guest register that need not be kept any more."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            forget_guests(by=system("stays.forget_registers"), at=now)
