"""Forget drafts of applications that nobody came back to; move the openings of seasonal procedures on."""

from datetime import timedelta

from django.utils import timezone

from kayoi.engines.procedures.services import forget_old_drafts, renew_seasons
from kayoi.engines.procedures.states import DRAFT_DAYS
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily


@daily("03:20")
def forget_applications(context: object, timestamp: int) -> None:
    """Forget old drafts of every town."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            forget_old_drafts(
                older_than=timedelta(days=DRAFT_DAYS), by=system("procedures.forget_applications"), at=now
            )


@daily("00:05")
def renew_seasonal_openings(context: object, timestamp: int) -> None:
    """Let the openings of every town's procedures with a season say when the next one is."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            renew_seasons(by=system("procedures.renew_seasonal_openings"), at=now)
