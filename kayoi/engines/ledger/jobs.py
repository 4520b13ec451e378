"""Let holds lapse whose time is over, and lots run out."""

from django.utils import timezone

from kayoi.engines.ledger.services import expire_lots, lapse_holds
from kayoi.engines.ledger.services.lots import BATCH
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily


@daily("03:40")
def lapse_ledger_holds(context: object, timestamp: int) -> None:
    """Let go the holds of every town whose time is over."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            lapse_holds(by=system("ledger.lapse_holds"), at=now)


@daily("00:20")
def expire_ledger_lots(context: object, timestamp: int) -> None:
    """Let run out what was good until yesterday, in every town; run twice it changes nothing."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        done = BATCH
        while done == BATCH:
            with scope.of_organization(organization.pk):
                done = expire_lots(on=local_date(now), by=system("ledger.expire_lots"), at=now)
