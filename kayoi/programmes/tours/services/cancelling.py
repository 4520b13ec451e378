"""A date does not take place: whoever had a place, or wished for nothing else, is told at once."""

from datetime import datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.programmes.tours.models import Party, TourDate
from kayoi.programmes.tours.selectors.dates import left_without
from kayoi.programmes.tours.selectors.doors import open_doors
from kayoi.programmes.tours.selectors.giving import locked
from kayoi.programmes.tours.services.openings import renew_opening
from kayoi.programmes.tours.services.standing import call_off
from kayoi.programmes.tours.services.telling import Teller


@transaction.atomic
def cancel_date(*, teller: Teller, date: TourDate, why: str, by: Actor, at: datetime) -> list[Party]:
    """Let a date not take place (中止する) and tell those whom it leaves without one; return them. Raises UnableToMove.

    Who also wished for another date that is still to come goes on waiting for that one. All others are told why and
    shown other doors.
    """
    tour = locked(date.tour_id)
    left = left_without(date)
    audit.move(date, "cancel", by=by, at=at, why=why, also={"why": why})
    renew_opening(tour=tour, by=by, at=at)
    doors = open_doors(tour, at=at) if left else []
    for party in left:
        call_off(teller=teller, party=party, date=date, doors=doors, by=by, at=at)
    return left
