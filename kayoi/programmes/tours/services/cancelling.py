"""A date does not take place: whoever had a place, or wished for nothing else, is told at once."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.tours.models import Party, TourDate
from kayoi.programmes.tours.selectors.dates import left_without
from kayoi.programmes.tours.selectors.doors import open_doors
from kayoi.programmes.tours.selectors.giving import locked
from kayoi.programmes.tours.selectors.words import days_in_words
from kayoi.programmes.tours.services.doors import offer_doors
from kayoi.programmes.tours.services.openings import renew_opening
from kayoi.programmes.tours.services.telling import Teller, tell_party
from kayoi.programmes.tours.states import PARTY
from kayoi.programmes.tours.states.giving import Mail


@transaction.atomic
def cancel_date(*, teller: Teller, date: TourDate, why: str, by: Actor, at: datetime) -> list[Party]:
    """Let a date not take place (中止する) and tell those whom it leaves without one; return them. Raises UnableToMove.

    Who also wished for another date that is still to come goes on waiting for that one. All others are told why and
    shown other doors; who has no mail address is telephoned: a follow-up says so.
    """
    tour = locked(date.tour_id)
    left = left_without(date)
    audit.move(date, "cancel", by=by, at=at, why=why, also={"why": why})
    renew_opening(tour=tour, by=by, at=at)
    doors = open_doors(tour, at=at) if left else []
    for party in left:
        audit.move(party, "cancel", by=by, at=at, why=why, also={"ended_at": at, "why": why})
        steps = offer_doors(party=party, found=doors, by=by, at=at)
        tell_party(teller=teller, party=party, mail=Mail.CANCELLED, doors=steps, date=date, by=by, at=at)
        if not party.case_file.email:
            _call(party, date, by=by, at=at)
    return left


def _call(party: Party, date: TourDate, *, by: Actor, at: datetime) -> None:
    followups.plan_follow_up(
        title=f"「{date.tour.name}」({days_in_words(date)})の中止を電話で知らせる"[:200], due_on=local_date(at),
        case_file=party.case_file, cause=PARTY, reference=str(party.pk), by=by, at=at,
    )  # fmt: skip
