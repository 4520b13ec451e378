"""What follows from a decision on a house: the application is closed with it, a letter is issued, the owner is told."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import last_day, local_date, wareki
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.selectors.process import contact_of
from kayoi.programmes.homes.services.telling_owners import tell_owner
from kayoi.programmes.homes.states.applying import HomeLetter

OPEN = (ApplicationStatus.SUBMITTED, ApplicationStatus.RETURNED)


@transaction.atomic
def approve_application_of(*, home: Home, by: Actor, at: datetime) -> None:
    """Approve what the owner applied for (申込みを決定する). Raises UnableToApprove while papers are open."""
    if home.application is not None and home.application.status in OPEN:
        procedures.approve_application(application=home.application, by=by, at=at)


@transaction.atomic
def refuse_application_of(*, home: Home, why: str, by: Actor, at: datetime) -> None:
    """Refuse what the owner applied for, with the same reason (申込みを却下する)."""
    if home.application is not None and home.application.status in OPEN:
        procedures.refuse_application(application=home.application, why=why, by=by, at=at)


@transaction.atomic
def tell_decision(
    *,
    organization: Organization,
    home: Home,
    template: str,
    letter: HomeLetter | None = None,
    why: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Issue the letter and tell the owner's side (決定を知らせる): the one place from which decisions go out."""
    file = contact_of(home)
    if letter is not None and file is not None:
        values = _values(home, why, at=at)
        procedures.issue_letter(
            application=home.application, case_file=file, template=letter, values=values, by=by, at=at
        )
    tell_owner(home=home, template=template, why=why, by=by, at=at)


def _values(home: Home, why: str, *, at: datetime) -> dict[str, object]:
    """Return what the letters about a house print, whichever it is."""
    term = ""
    if home.registered_on is not None and home.term_ends_before is not None:
        term = f"{wareki(home.registered_on)}から{wareki(last_day(home.term_ends_before))}まで"
    return {
        "home_number": home.number,
        "home_place": f"{home.quarter}{home.address}",
        "registered_on": "" if home.registered_on is None else wareki(home.registered_on),
        "term": term,
        "decided_on": wareki(local_date(at)),
        "reasons": [why] if why else [],
    }
