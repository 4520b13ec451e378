"""After the list is final: numbers decline, places are added, the reserve moves up."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.selections.models import Event as EventRow
from kayoi.engines.selections.models import Line, Place
from kayoi.engines.selections.rules.deciding import may_add
from kayoi.engines.selections.rules.events import Event
from kayoi.engines.selections.rules.reasons import DECLINED
from kayoi.engines.selections.selectors import gives_places, locked, terms_of
from kayoi.engines.selections.services.recording import KeyReused, append, give_what_is_free
from kayoi.engines.selections.states import EventKind
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, Refused, verdict


class UnableToDecline(Refused):
    """There is no such number in the final list."""


class UnableToAdd(Refused):
    """Places cannot be added now, or not these."""


@transaction.atomic
def decline(*, selection: int, number: str, by: Actor, at: datetime, why: str = "") -> list[Place]:
    """Let a number decline (辞退を受け付ける); return who moves up in turn. Twice is once. Raises UnableToDecline.

    Before the draw the number is noted, and stays out of it.
    """
    row = locked(selection)
    if not Line.objects.filter(selection=row, number=number).exists():
        raise UnableToDecline(verdict([Reason("selections.no_such_number")]))
    key = f"declined:{number}"
    if EventRow.objects.filter(selection=row, key=key).exists():
        return []
    append(row=row, event=Event(EventKind.DECLINED, number=number), key=key, by=by, at=at, why=why)
    if not gives_places(row):
        return []
    place = Place.objects.get(selection=row, number=number)
    audit.move(place, "decline", by=by, at=at, also={"offer": "", "reasons": DECLINED.as_data()})
    return give_what_is_free(row=row, by=by, at=at)


@transaction.atomic
def add_places(*, selection: int, offer: str, persons: int, key: str, by: Actor, at: datetime) -> list[Place]:
    """Add room for so many persons to an offer (定員を増やす); return who moves up. The same key twice is one addition.

    Raises UnableToAdd with the reasons, KeyReused.
    """
    row = locked(selection)
    known = EventRow.objects.filter(selection=row, key=f"added:{key}").first()
    if known is not None:
        if (known.offer, known.persons) != (offer, persons):
            raise KeyReused(key)
        return []
    answer = may_add(gives_places(row), terms_of(row).capacity, offer, persons)
    if answer.refused:
        raise UnableToAdd(answer)
    added = Event(EventKind.ADDED, offer=offer, persons=persons)
    append(row=row, event=added, key=f"added:{key}", by=by, at=at)
    return give_what_is_free(row=row, by=by, at=at)
