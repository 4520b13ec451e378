"""What the worker does about houses every day."""

from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily
from kayoi.programmes.homes import services


@daily("05:40")
def end_registrations(context: object, timestamp: int) -> None:
    """Remind seekers of the end of their term, and end the terms that are over, in every town."""
    now, by = timezone.now(), system("homes.end_registrations")
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            services.expire_seekers(by=by, at=now)
            services.remind_seekers(by=by, at=now)
