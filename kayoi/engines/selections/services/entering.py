"""By first come: each party gets its place, or its place on the reserve, at once."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from kayoi.engines.selections.models import Place
from kayoi.engines.selections.rules.events import Event
from kayoi.engines.selections.rules.publishing import party_as_data
from kayoi.engines.selections.rules.reading import read_parties
from kayoi.engines.selections.rules.reasons import explained
from kayoi.engines.selections.rules.terms import Party
from kayoi.engines.selections.selectors import free_now, locked, parties_of, terms_of
from kayoi.engines.selections.services.recording import KeyReused, add_lines, append
from kayoi.engines.selections.states import EventKind, Method, PlaceStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor


@transaction.atomic
def enter(*, selection: int, party: Party, by: Actor, at: datetime) -> Place:
    """Let a party in by first come (先着順で受け付ける): it has a place now, or waits. The same number twice is one.

    Raises BadSelection for a party that cannot be, KeyReused where the number has another line.
    """
    row = locked(selection)
    terms, known = terms_of(row), parties_of(row)
    assert terms.method is Method.FIRST_COME, "who is drawn by lot comes in by close_list()"
    (read,) = read_parties([party_as_data(party)], terms)
    for other in known:
        if other.number == party.number:
            if replace(read, arrived=other.arrived) != other:
                raise KeyReused(party.number)
            return Place.objects.get(selection=row, number=party.number)
    new = replace(read, arrived=len(known) + 1)
    add_lines(row=row, parties=[new], by=by, at=at)
    entered = Event(EventKind.ENTERED, number=new.number)
    append(row=row, event=entered, key=f"entered:{new.number}", by=by, at=at)
    order, found = free_now(row)
    why = explained(new, terms, found, turn=new.arrived, among=len(order))
    status = PlaceStatus.PLACED if new.number in found.given else PlaceStatus.RESERVE
    place = Place.objects.create(
        selection=row, number=new.number, turn=new.arrived, status=status, offer=found.given.get(new.number, ""),
        reasons=why.as_data(),
    )  # fmt: skip
    audit.record("selections.place", place, by=by, at=at, after={"status": status}, verdict=why)
    return place
