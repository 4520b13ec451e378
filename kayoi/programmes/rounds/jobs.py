"""Send rounds in the background; end what nobody answered."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily, task
from kayoi.programmes.rounds import services
from kayoi.programmes.rounds.states import AT_ONCE


@task
def send(organization: int, round: int) -> None:
    """Send a round piece by piece until nobody waits or it is stopped; run again, it goes on where it was."""
    slug = Organization.objects.get(pk=organization).slug
    path = reverse("rounds:answer", kwargs={"organization": slug, "token": "TOKEN"})
    address = settings.CANONICAL_URL + path.replace("TOKEN", "{token}")
    done = 1
    while done:
        with scope.of_organization(organization):
            done = services.send_some(
                round_id=round, address=address, most=AT_ONCE, by=system("rounds.send"), at=timezone.now()
            )


@daily("02:40")
def end_silence(context: object, timestamp: int) -> None:
    """End writing to those who did not answer, in every town."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            services.end_silent(by=system("rounds.end_silence"), at=now)
