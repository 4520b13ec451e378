"""What goes to the travel agency: only those who agreed, only what it needs; who made the file stands in the trail."""

from datetime import datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.tours.models import TourDate
from kayoi.programmes.tours.selectors.papers import HandOff, hand_off
from kayoi.programmes.tours.states import TravelBasis


class UnableToHandOff(Refused):
    """There is no agency, or nobody who agreed."""


@transaction.atomic
def hand_to_agency(*, date: TourDate, by: Actor, at: datetime) -> HandOff:
    """Return what is handed to the agency (旅行業者への引渡し), and keep that it was. Raises UnableToHandOff."""
    made = hand_off(date, at=at)
    against = []
    if date.tour.travel_basis != TravelBasis.AGENCY:
        against.append(Reason("tours.no_agency"))
    if not made.parties:
        against.append(Reason("tours.nobody_to_hand_over"))
    if against:
        raise UnableToHandOff(verdict(against))
    after = {"agency": date.tour.agency_name, "parties": made.parties, "persons": made.persons}
    audit.record("tours.hand_to_agency", date, by=by, at=at, after=after)
    return made


@transaction.atomic
def print_participants(*, date: TourDate, by: Actor, at: datetime) -> None:
    """Keep that a list of participants was printed (参加者名簿を印刷した)."""
    audit.record("tours.print_participants", date, by=by, at=at)
