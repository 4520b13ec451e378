"""Where parties come to stand: with a place, waiting, refused; each is told why and shown another door."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kayoi.engines.selections import services as selections
from kayoi.engines.selections.models import Place
from kayoi.engines.selections.selectors import told
from kayoi.engines.selections.states import PlaceStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Verdict
from kayoi.programmes.tours.models import Party, Tour, TourDate
from kayoi.programmes.tours.rules.doors import Door
from kayoi.programmes.tours.selectors.doors import open_doors
from kayoi.programmes.tours.services.doors import offer_doors
from kayoi.programmes.tours.services.openings import renew_opening
from kayoi.programmes.tours.services.telling import Teller, tell_party
from kayoi.programmes.tours.states import DateStatus
from kayoi.programmes.tours.states.giving import Mail


@transaction.atomic
def take_place(
    *, teller: Teller, party: Party, place: Place, why: Verdict, moved_up: bool = False,
    doors: Iterable[Door] | None = None, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Let a party stand where the selection has it (結果を申込みに写す): a date, or the reserve with other doors."""
    if place.status == PlaceStatus.PLACED:
        date = party.tour.dates.get(key=place.offer)
        if date.status == DateStatus.CANCELLED:  # called off after the list had become final
            call_off(teller=teller, party=party, date=date, doors=open_doors(party.tour, at=at), by=by, at=at)
            return
        audit.move(party, "place", by=by, at=at, verdict=why, also={"date": date, "decided_at": at})
        mail = Mail.MOVED_UP if moved_up else Mail.PLACED
        tell_party(teller=teller, party=party, mail=mail, why=why, by=by, at=at)
        return
    audit.move(party, "wait", by=by, at=at, verdict=why, also={"decided_at": at})
    found = open_doors(party.tour, at=at) if doors is None else doors
    steps = offer_doors(party=party, found=found, by=by, at=at)
    tell_party(
        teller=teller, party=party, mail=Mail.RESERVE, why=why, doors=steps, by=by, at=at
    )  # fmt: skip


@transaction.atomic
def move_up(*, teller: Teller, tour: Tour, places: Iterable[Place], by: Actor, at: datetime) -> list[Party]:
    """Let those who moved up have their place, and tell them (繰上げを知らせる); return them in their order."""
    found = {place.number: place for place in places}
    parties = list(
        tour.parties.select_related("case_file", "tour").filter(number__in=found)
    )  # fmt: skip
    parties.sort(key=lambda party: found[party.number].turn)
    for party in parties:
        place = found[party.number]
        take_place(
            teller=teller, party=party, place=place, why=told(place), moved_up=True, by=by,
            at=at,
        )  # fmt: skip
    return parties


@transaction.atomic
def leave_list(*, teller: Teller, tour: Tour, party: Party, why: str, by: Actor, at: datetime) -> list[Party]:
    """Take a party out of the selection (名簿から外す), if it is in it; return who moves up in its place."""
    selection = tour.selection
    if selection is None or not selection.lines.filter(number=party.number).exists():
        return []
    places = selections.decline(selection=selection.pk, number=party.number, why=why, by=by, at=at)
    moved = move_up(teller=teller, tour=tour, places=places, by=by, at=at)
    renew_opening(tour=tour, by=by, at=at)
    return moved


@transaction.atomic
def call_off(
    *, teller: Teller, party: Party, date: TourDate, doors: Iterable[Door], by: Actor, at: datetime
) -> None:  # fmt: skip
    """Tell a party that its date does not take place (中止を知らせる), and show it other doors."""
    audit.move(party, "cancel", by=by, at=at, why=date.why, also={"ended_at": at, "why": date.why})
    steps = offer_doors(party=party, found=doors, by=by, at=at)
    tell_party(teller=teller, party=party, mail=Mail.CANCELLED, doors=steps, date=date, by=by, at=at)
