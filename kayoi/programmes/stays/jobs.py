"""What the worker does for stays: registers and what was never sent are forgotten, rent is charged, offers lapse."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily
from kayoi.programmes.stays.services.applying import forget_unsent
from kayoi.programmes.stays.services.asking import ask_guests
from kayoi.programmes.stays.services.desks_fees import charge_fees
from kayoi.programmes.stays.services.desks_members import end_due_members
from kayoi.programmes.stays.services.desks_uses import close_desk_uses
from kayoi.programmes.stays.services.duties import forget_guests
from kayoi.programmes.stays.services.sublets import lapse_proposals
from kayoi.programmes.stays.services.sublets_rent import charge_sublets
from kayoi.programmes.stays.services.tenancies_end import chase_run_out
from kayoi.programmes.stays.services.tenancies_rent import charge_rents
from kayoi.programmes.stays.services.tenancies_waiting import lapse_offers


@daily("03:40")
def forget_registers(context: object, timestamp: int) -> None:
    """Delete the rows of each town's guest register that need not be kept any more."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            forget_guests(by=system("stays.forget_registers"), at=now)


@daily("03:50")
def forget_unsent_stays(context: object, timestamp: int) -> None:
    """Forget the stays of each town that were begun, never sent, and whose room was let go."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            forget_unsent(by=system("stays.forget_unsent"), at=now)


@daily("04:20")
def run_homes_to_live(context: object, timestamp: int) -> None:
    """Charge the rent of each town's homes for the month that has begun; let offers and proposals lapse unanswered."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            charge_rents(by=system("stays.charge_rents"), at=now)
            charge_sublets(by=system("stays.charge_sublets"), at=now)
            chase_run_out(by=system("stays.chase_run_out"), at=now)
            lapse_proposals(by=system("stays.lapse_proposals"), at=now)
            lapse_offers(by=system("stays.lapse_offers"), at=now)


@daily("04:25")
def run_desks(context: object, timestamp: int) -> None:
    """Close the uses of yesterday in each town, end memberships whose day has come, charge members."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            close_desk_uses(by=system("stays.close_desk_uses"), at=now)
            end_due_members(by=system("stays.end_due_members"), at=now)
            charge_fees(by=system("stays.charge_fees"), at=now)


@daily("09:20")
def ask_guests_all(context: object, timestamp: int) -> None:
    """Mail the questionnaires before and after stays, in each town."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).desks():
        kwargs = {"organization": organization.slug, "token": "TOKEN", "which": "WHICH"}
        path = reverse("stays:questions", kwargs=kwargs).replace("TOKEN", "{token}").replace("WHICH", "{which}")
        with scope.of_organization(organization.pk):
            ask_guests(
                organization=organization, link=settings.CANONICAL_URL + path, by=system("stays.ask_guests"), at=now
            )
