"""Give the places of a tour: terms, final list, draw, more places; parties decline or are refused."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.engines.selections import services as selections
from kayoi.engines.selections.models import Selection
from kayoi.engines.selections.selectors import capacity_of, terms_of, told
from kayoi.engines.selections.states import SelectionStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.tours.models import Party, Tour, TourDate
from kayoi.programmes.tours.selectors import giving
from kayoi.programmes.tours.selectors.doors import open_doors
from kayoi.programmes.tours.services.dates import close_date
from kayoi.programmes.tours.services.doors import offer_doors
from kayoi.programmes.tours.services.openings import renew_opening
from kayoi.programmes.tours.services.standing import leave_list, move_up, take_place
from kayoi.programmes.tours.services.telling import Teller, tell_party
from kayoi.programmes.tours.states import COMING, DateStatus, PartyStatus
from kayoi.programmes.tours.states.giving import Mail


class UnableToGive(Refused):
    """The terms cannot be published, or the list cannot become final now."""


@transaction.atomic
def write_terms(*, tour: Tour, fields: dict[str, Any], version: int, by: Actor, at: datetime) -> None:
    """Write how the places will be given (選び方を書く). Raises UnableToGive once it is published; ChangedMeanwhile."""
    row = giving.locked(tour.pk)
    if row.selection_id is not None:
        raise UnableToGive(verdict([Reason("tours.terms_are_published")]))
    audit.change(row, fields, version=version, by=by, at=at)


@transaction.atomic
def publish_terms(*, tour: Tour, by: Actor, at: datetime) -> Selection:
    """Publish how the places are given, with the hash of a secret (選考の条件を公表する). Twice is once.

    From then on dates, capacity and terms stand fixed. Raises UnableToGive.
    """
    row = giving.locked(tour.pk)
    if row.selection is not None:
        return row.selection
    answer = giving.may_publish(row)
    if answer.refused:
        raise UnableToGive(answer)
    made = selections.open_selection(
        key=f"tours:{row.pk}", title=row.name, terms=giving.planned_terms(row), by=by, at=at
    )
    audit.change(row, {"selection": made}, version=None, by=by, at=at)
    renew_opening(tour=row, by=by, at=at)
    return made


@transaction.atomic
def close_list(*, tour: Tour, by: Actor, at: datetime) -> Selection:
    """Make the list of those who applied final and close the dates (名簿を確定する). Twice is once.

    Raises UnableToGive, or UnableToClose where the public number is out.
    """
    row = giving.locked(tour.pk)
    selection = _selection(row)
    if selection.status != SelectionStatus.OPEN:
        return selection
    answer = giving.may_close(row, at=at)
    if answer.refused:
        raise UnableToGive(answer)
    lines = giving.lines_of(row, terms_of(selection), on=local_date(at))
    closed = selections.close_list(selection=selection.pk, parties=lines, by=by, at=at)
    for one in row.dates.select_related("tour").filter(status=DateStatus.OPEN):
        close_date(date=one, by=by, at=at)
    return closed


@transaction.atomic
def draw(*, teller: Teller, tour: Tour, number: str, by: Actor, at: datetime) -> Selection:
    """Draw with the public number and tell every party why (抽選して知らせる). The same number twice is one draw.

    Raises UnableToDraw.
    """
    row = giving.locked(tour.pk)
    before = _selection(row).status
    selection = selections.draw(selection=_selection(row).pk, number=number, by=by, at=at)
    if before == SelectionStatus.DRAWN:
        return selection
    parties = list(row.parties.select_related("case_file", "tour").filter(status=PartyStatus.ASKED).order_by("pk"))
    places = giving.places_of(selection, [party.number for party in parties])
    doors = open_doors(row, at=at)
    for party in parties:
        if (place := places.get(party.number)) is not None:
            take_place(
                teller=teller, party=party, place=place, why=told(place), doors=doors, by=by,
                at=at,
            )  # fmt: skip
    for one in row.dates.filter(status=DateStatus.CLOSED):
        audit.move(one, "settle", by=by, at=at)
    return selection


@transaction.atomic
def add_places(*, teller: Teller, date: TourDate, persons: int, key: str, by: Actor, at: datetime) -> list[Party]:
    """Let more people come to a date (定員を増やす); return who moves up. The same key twice is one addition.

    Raises UnableToAdd, or UnableToGive where nobody comes to it any more.
    """
    row = giving.locked(date.tour_id)
    date.refresh_from_db()
    if date.status not in COMING:
        raise UnableToGive(verdict([Reason("tours.date_not_coming")]))
    before = capacity_of(_selection(row)).get(date.key)
    places = selections.add_places(selection=_selection(row).pk, offer=date.key, persons=persons, key=key, by=by, at=at)
    after = capacity_of(_selection(row)).get(date.key)
    if after != before:
        audit.change(date, {"capacity": after}, version=None, by=by, at=at)
    moved = move_up(teller=teller, tour=row, places=places, by=by, at=at)
    renew_opening(tour=row, by=by, at=at)
    return moved


@transaction.atomic
def decline(*, teller: Teller, party: Party, why: str, by: Actor, at: datetime) -> list[Party]:
    """Let a party decline, in one tap or by telephone (辞退を受け付ける); return who moves up. Twice is once.

    Raises UnableToMove once the tour has been taken part in.
    """
    row, one = _both(party)
    if one.status == PartyStatus.DECLINED:
        return []
    audit.move(one, "decline", by=by, at=at, why=why, also={"date": None, "ended_at": at, "why": why})
    tell_party(teller=teller, party=one, mail=Mail.DECLINED, by=by, at=at)
    return leave_list(teller=teller, tour=row, party=one, why=why, by=by, at=at)


@transaction.atomic
def refuse(*, teller: Teller, party: Party, why: str, by: Actor, at: datetime) -> list[Party]:
    """Refuse a party that does not meet the conditions, or end its waiting (参加をお断りする); return who moves up.

    It is told why and shown other doors. Raises UnableToMove for one that has a place: that is the person's to give up.
    """
    row, one = _both(party)
    audit.move(one, "refuse", by=by, at=at, why=why, also={"decided_at": at, "why": why})
    steps = offer_doors(party=one, found=open_doors(row, at=at, own=False), by=by, at=at)
    tell_party(teller=teller, party=one, mail=Mail.REFUSED, doors=steps, by=by, at=at)
    return leave_list(teller=teller, tour=row, party=one, why=why, by=by, at=at)


def _both(party: Party) -> tuple[Tour, Party]:
    row = giving.locked(party.tour_id)
    one: Party = Party.objects.select_related("case_file", "tour", "date").get(pk=party.pk)
    return row, one


def _selection(tour: Tour) -> Selection:
    assert tour.selection is not None, "the terms are published first"
    return tour.selection
