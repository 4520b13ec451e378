"""Applications to the home bank: their houses, holders and consents; houses on the same lot."""

from django.db.models import QuerySet

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.selectors.applications import applications
from kayoi.engines.procedures.states import APPLICATION, OPEN
from kayoi.programmes.homes.models import Home, Party
from kayoi.programmes.homes.rules.lots import lot_key
from kayoi.programmes.homes.states import HomeConsentPurpose, HomeStatus
from kayoi.programmes.homes.states.applying import OFFER
from kayoi.programmes.homes.states.houses import ENDED


def offers() -> QuerySet[Application]:
    """Return the applications to the home bank that were handed in, the latest first."""
    return applications().filter(procedure=OFFER.key)


def home_of(application: Application) -> Home | None:
    """Return the house that an application is about."""
    return Home.objects.filter(application=application).first()


def home_on_lot(quarter: str, lot_number: str) -> Home | None:
    """Return the house that is on the register, or has been found, on the same lot."""
    key = lot_key(quarter, lot_number)
    return Home.objects.filter(lot_key=key).exclude(status__in=ENDED).first() if key else None


def ended_home_on_lot(quarter: str, lot_number: str, file: CaseFile) -> Home | None:
    """Return the house on the same lot that somebody had offered before and that is off the register."""
    key = lot_key(quarter, lot_number)
    rows = Home.objects.filter(lot_key=key, status__in=ENDED, parties__case_file=file)
    return rows.order_by("-opened_at").first() if key else None


def holder_of(application: Application, home: Home) -> Party | None:
    """Return the party whose consents an application tells: the applicant, or for whom they act."""
    file = application.proxy.principal_id if application.proxy else application.case_file_id
    return Party.objects.select_related("case_file").filter(home=home, case_file=file).first()


def consents_said(application: Application) -> frozenset[HomeConsentPurpose]:
    """Return what was ticked in an application, each for itself."""
    answers = application.answers
    return frozenset(purpose for purpose in HomeConsentPurpose if answers.get(f"consent_{purpose}"))


def offers_left_alone() -> int:
    """Count applications that nobody looks at: neither a follow-up nor a house that is being checked (for verify)."""
    waiting = set(FollowUp.objects.open().filter(cause=APPLICATION).values_list("reference", flat=True))
    checked = Home.objects.exclude(application=None).exclude(status__in=[HomeStatus.SUBMITTED, HomeStatus.RETURNED])
    rows = Application.objects.filter(procedure=OFFER.key, status__in=OPEN)
    left = rows.exclude(pk__in=checked.values("application")).values_list("pk", flat=True)
    return sum(str(pk) not in waiting for pk in left)
