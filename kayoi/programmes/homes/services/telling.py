"""Tell the owner's side of a house, and the brokers, by mail."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.engines.messages import services as messages
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, wareki
from kayoi.programmes.homes.models import Assignment, Home
from kayoi.programmes.homes.selectors.process import contact_of
from kayoi.programmes.homes.services.tasks import plan_task
from kayoi.programmes.homes.states import HOME, Offer, Task


@transaction.atomic
def tell_owner(
    *, organization: Organization, home: Home, template: str, why: str = "", by: Actor, at: datetime
) -> None:
    """Mail whoever is the contact of a house (窓口の方に知らせる), or let somebody call or write.

    People under protection measures are not written to by themselves: others may read the mail.
    """
    today, file = local_date(at), contact_of(home)
    if file is None or not file.email or protected_families([file.pk], on=today):
        plan_task(home=home, task=Task.TELL, due_on=today, by=by, at=at)
        return
    japanese = file.language != "en"
    ends = home.term_ends_before
    messages.send(
        template=f"homes/mail/{template}",
        language="ja" if japanese else "en",
        to_address=file.email,
        values={
            "name": file.name or ("お客さま" if japanese else "Owner"),
            "organization": organization.name if japanese else organization.name_en or organization.name,
            "office": organization.office_name,
            "number": home.number,
            "quarter": home.quarter,
            "until": "" if ends is None else wareki(ends) if japanese else ends.isoformat(),
            "why": why,
            "phone": organization.phone,
        },
        case_file=file,
        cause=HOME,
        reference=str(home.pk),
        by=by,
        at=at,
    )


@transaction.atomic
def tell_broker(*, organization: Organization, assignment: Assignment, link: str, by: Actor, at: datetime) -> None:
    """Ask a broker by mail to take a house (業者に依頼する): number, 町字, kind; nothing about the owner."""
    home, broker = assignment.home, assignment.broker
    messages.send(
        template="homes/mail/asked_broker",
        language="ja",
        to_address=broker.email,
        values={
            "name": broker.name,
            "organization": organization.name,
            "office": organization.office_name,
            "number": home.number,
            "quarter": home.quarter,
            "kind": home.get_kind_display(),
            "offer": Offer.of(home.offer).label if home.offer else "相談中",
            "link": link,
            "phone": organization.phone,
        },
        cause=HOME,
        reference=str(home.pk),
        by=by,
        at=at,
    )
