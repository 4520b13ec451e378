"""What the worker does for tours: dates with too few people are noticed when applications are over."""

from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily
from kayoi.programmes.tours.services.watching import notice_too_few


@daily("06:10")
def notice_dates(context: object, timestamp: int) -> None:
    """Let each town know of dates that fewer people wish for than they need."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            notice_too_few(by=system("tours.notice_dates"), at=now)
