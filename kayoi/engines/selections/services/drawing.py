"""Draw: once, with the public number, and tell everybody why."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.selections.models import Place, Selection
from kayoi.engines.selections.rules.allotting import allot
from kayoi.engines.selections.rules.deciding import may_draw
from kayoi.engines.selections.rules.events import Event
from kayoi.engines.selections.rules.lots import plain_number
from kayoi.engines.selections.rules.reasons import DECLINED, explained
from kayoi.engines.selections.selectors import events_of, locked, ordered, terms_of
from kayoi.engines.selections.services.recording import append
from kayoi.engines.selections.states import EventKind, PlaceStatus, SelectionStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, Refused, verdict


class UnableToDraw(Refused):
    """The list is not final, the public number is not out, or it has been drawn with another."""


@transaction.atomic
def draw(*, selection: int, number: str, by: Actor, at: datetime) -> Selection:
    """Draw with the public number (抽選する). The same number twice is one draw. Raises UnableToDraw."""
    row = locked(selection)
    plain = plain_number(number)
    if row.status == SelectionStatus.DRAWN:
        if plain == row.public_number:
            return row
        raise UnableToDraw(verdict([Reason("selections.drawn_before")]))
    answer = may_draw(terms_of(row), row.status, number, at=at)
    if answer.refused:
        raise UnableToDraw(answer)
    audit.move(row, "draw", by=by, at=at, also={"public_number": plain, "drawn_at": at})
    gone = {event.number for event in events_of(row)}
    append(row=row, event=Event(EventKind.DRAWN), key="drawn", by=by, at=at)
    Place.objects.bulk_create(_results(row, gone), batch_size=1000)
    return row


def _results(row: Selection, gone: set[str]) -> list[Place]:
    """Return where each party stands; `gone` are those who declined before the draw."""
    terms, order = terms_of(row), ordered(row)
    found = allot(terms, [one for one in order if one.number not in gone], capacity=terms.capacity, held={})
    places = []
    for turn, party in enumerate(order, 1):
        if party.number in gone:
            status, why = PlaceStatus.DECLINED, DECLINED
        else:
            status = PlaceStatus.PLACED if party.number in found.given else PlaceStatus.RESERVE
            why = explained(party, terms, found, turn=turn, among=len(order))
        offer = found.given.get(party.number, "")
        places.append(
            Place(
                selection=row, number=party.number, turn=turn, status=status, offer=offer, reasons=why.as_data()
            )
        )  # fmt: skip
    return places
