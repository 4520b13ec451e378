"""Let holds lapse whose time is over, and lots run out."""

from datetime import timedelta

from django.utils import timezone

from kayoi.engines.ledger.services import expire_lots, lapse_holds
from kayoi.engines.ledger.services.lots import BATCH
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily

# What was used on its last day may be told some days later. Nobody can spend what is over meanwhile.
LATE = timedelta(days=7)


@daily("03:40")
def lapse_ledger_holds(context: object, timestamp: int) -> None:
    """Let go the holds of every town whose time is over."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            lapse_holds(by=system("ledger.lapse_holds"), at=now)


@daily("00:20")
def expire_ledger_lots(context: object, timestamp: int) -> None:
    """Let run out, in every town, what has been over for a week; run twice it changes nothing."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        done = BATCH
        while done == BATCH:
            with scope.of_organization(organization.pk):
                done = expire_lots(on=local_date(now) - LATE, by=system("ledger.expire_lots"), at=now)
