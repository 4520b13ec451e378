"""Forget drafts that nobody came back to; fetch mails."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily, every
from kayoi.programmes.consultations.services import forget_old_drafts
from kayoi.programmes.consultations.services.mails import fetch_mails as fetch_arrived_mails
from kayoi.programmes.consultations.states import DRAFT_DAYS


@daily("03:10")
def forget_drafts(context: object, timestamp: int) -> None:
    """Forget old drafts of every town."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            forget_old_drafts(older_than=timedelta(days=DRAFT_DAYS), by=system("consultations.forget_drafts"), at=now)


@every("*/2 * * * *")
def fetch_mails(context: object, timestamp: int) -> None:
    """Fetch what arrived in the mailboxes of towns that have one (KAYOI_IMAP)."""
    now = timezone.now()
    towns = Organization.objects.open_on(local_date(now)).desks().filter(slug__in=settings.KAYOI_MAILBOXES)
    for organization in towns.filter(programmes__contains=["consultations"]):
        fetch_arrived_mails(
            organization_id=organization.pk,
            address=settings.KAYOI_MAILBOXES[organization.slug],
            by=system("consultations.fetch_mails"),
            at=now,
        )
