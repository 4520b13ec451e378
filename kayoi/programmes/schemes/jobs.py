"""Follow the duties of grants each morning: what is due, who is to be asked, what is fulfilled."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import is_business_day, local_date
from kayoi.kit.jobs import daily, enqueue, task
from kayoi.programmes.schemes.services.grants import Sender
from kayoi.programmes.schemes.services.obligations import follow_obligations


@daily("07:10")
def follow_all(context: object, timestamp: int) -> None:
    """Ask for it in each town, on days when the office is open: somebody may call back."""
    today = local_date(timezone.now())
    if not is_business_day(today):
        return
    for organization in Organization.objects.open_on(today).desks():
        enqueue("schemes.follow", organization=organization.pk, on=today.isoformat())


@task
def follow(organization: int, on: str) -> None:
    """Follow the duties of one town; a job that comes late (another day) does nothing."""
    now = timezone.now()
    if local_date(now).isoformat() != on:
        return
    town = Organization.objects.get(pk=organization)
    path = reverse("schemes:state", kwargs={"organization": town.slug, "token": "TOKEN"})
    with scope.of_organization(organization):
        sender = Sender(town, settings.CANONICAL_URL + path.replace("TOKEN", "{token}"))
        follow_obligations(sender=sender, by=system("schemes.follow"), at=now)
