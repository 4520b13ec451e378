"""Remind owners each working morning."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kayoi.engines.followups.services import remind_owners
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import is_business_day, local_date
from kayoi.kit.jobs import daily, enqueue, task


@daily("07:30")
def remind_all(context: object, timestamp: int) -> None:
    """Ask for a reminder of each organization."""
    today = local_date(timezone.now())
    if not is_business_day(today):
        return
    for organization in Organization.objects.open_on(today).desks():
        enqueue("followups.remind", organization=organization.pk, on=today.isoformat())


@task
def remind(organization: int, on: str) -> None:
    """Remind the members of one organization; a job that comes late (another day) does nothing."""
    now = timezone.now()
    if local_date(now).isoformat() != on:
        return
    with scope.of_organization(organization):
        slug = Organization.objects.get(pk=organization).slug
        link = settings.CANONICAL_URL + reverse("workspace:home", kwargs={"organization": slug})
        remind_owners(link=link, by=system("followups.remind"), at=now)
