"""Sign the lists of all towns anew before they end."""

from django.utils import timezone

from kayoi.engines.credentials.services import publish_list
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily


@daily("03:50")
def publish_status_lists(context: object, timestamp: int) -> None:
    """Publish the list of every town that signs cards."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            publish_list(by=system("credentials.publish_list"), at=now)
