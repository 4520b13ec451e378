"""Keep the register each night: terms that end, reminders, licences."""

from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily
from kayoi.programmes.homes import services


@daily("03:10")
def keep_terms(context: object, timestamp: int) -> None:
    """Remind of terms, extend or end them, suspend brokers whose licence is over, in every town."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).filter(programmes__contains=["homes"]):
        with scope.of_organization(organization.pk):
            services.keep_terms(organization=organization, by=system("homes.keep_terms"), at=now)
