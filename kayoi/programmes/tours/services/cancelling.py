"""A date does not take place: whoever had a place, or wished for nothing else, is told at once."""

from datetime import datetime

from django.db import transaction
from django.utils import translation

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups import services as followups
from kayoi.engines.messages import services as messages
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.tours.models import Party, TourDate
from kayoi.programmes.tours.selectors.dates import left_without
from kayoi.programmes.tours.selectors.words import days_in_words
from kayoi.programmes.tours.services.openings import renew_opening
from kayoi.programmes.tours.states import CANCELLED_MAIL, PARTY


@transaction.atomic
def cancel_date(
    *, organization: Organization, date: TourDate, why: str, link: str, by: Actor, at: datetime
) -> list[Party]:
    """Let a date not take place (中止する) and tell those whom it leaves without one; return them. Raises UnableToMove.

    Who also wished for another date that is still to come goes on waiting for that one. `link` leads to what else
    there is. Who has no mail address is telephoned: a follow-up says so.
    """
    left = left_without(date)
    audit.move(date, "cancel", by=by, at=at, why=why, also={"why": why})
    renew_opening(tour=date.tour, by=by, at=at)
    for party in left:
        audit.move(party, "cancel", by=by, at=at, why=why, also={"ended_at": at, "why": why})
        _tell(organization, party, date, why=why, link=link, by=by, at=at)
    return left


def _tell(
    organization: Organization, party: Party, date: TourDate, *, why: str, link: str, by: Actor, at: datetime
) -> None:
    file: CaseFile = party.case_file
    if not file.email:
        title = f"「{date.tour.name}」({days_in_words(date)})の中止を電話で知らせる"[:200]
        followups.plan_follow_up(
            title=title, due_on=local_date(at), case_file=file, cause=PARTY, reference=str(party.pk), by=by, at=at
        )
        return
    english = file.language == "en"
    with translation.override("en" if english else "ja"):
        days = days_in_words(date)
    messages.send(
        template=CANCELLED_MAIL,
        language="en" if english else "ja",
        to_address=file.email,
        values={
            "name": file.name or ("Visitor" if english else "お客さま"),
            "organization": (organization.name_en if english else "") or organization.name,
            "tour": (date.tour.name_en if english else "") or date.tour.name,
            "days": days, "why": why, "number": party.number, "link": link, "phone": organization.phone,
        },
        case_file=file, cause=PARTY, reference=str(party.pk), by=by, at=at,
    )  # fmt: skip
