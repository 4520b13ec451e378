"""Remind of tomorrow's consultations."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily, enqueue, task
from kayoi.programmes.appointments.services import remind_tomorrow


@daily("09:00")
def remind_all(context: object, timestamp: int) -> None:
    """Ask for the reminders of each town, on holidays too: the consultation may be tomorrow."""
    today = local_date(timezone.now())
    for organization in Organization.objects.open_on(today).desks():
        enqueue("appointments.remind", organization=organization.pk, on=today.isoformat())


@task
def remind(organization: int, on: str) -> None:
    """Remind the people of one town; a job that comes late (another day) does nothing."""
    now = timezone.now()
    if local_date(now).isoformat() != on:
        return
    town = Organization.objects.get(pk=organization)
    path = reverse("appointments:booking", kwargs={"organization": town.slug, "key": "KEY"})
    with scope.of_organization(organization):
        remind_tomorrow(
            organization=town,
            link=settings.CANONICAL_URL + path.replace("KEY", "{token}"),
            by=system("appointments.remind"),
            at=now,
        )
