"""What the worker does for tours: too few people are noticed; nobody waits for a date that has begun."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily
from kayoi.programmes.tours.forms.refusals import REFUSALS
from kayoi.programmes.tours.services import Teller, end_waiting
from kayoi.programmes.tours.services.watching import notice_too_few


@daily("06:10")
def notice_dates(context: object, timestamp: int) -> None:
    """Let each town know of dates that fewer people wish for than they need."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            notice_too_few(by=system("tours.notice_dates"), at=now)


@daily("09:10")
def end_waiting_everywhere(context: object, timestamp: int) -> None:
    """Tell those who waited in vain, in each town, and show them other doors."""
    now = timezone.now()
    for town in Organization.objects.open_on(local_date(now)).desks():
        path = reverse("tours:state", kwargs={"organization": town.slug, "token": "TOKEN"})
        link = settings.CANONICAL_URL + path.replace("TOKEN", "{token}")
        with scope.of_organization(town.pk):
            end_waiting(teller=Teller(town, link, REFUSALS), by=system("tours.end_waiting"), at=now)
