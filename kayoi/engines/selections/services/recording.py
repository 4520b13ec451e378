"""What all changes of a selection share: lines, events with their entry, and what becomes free goes to the reserve."""

from collections.abc import Sequence
from datetime import datetime

from kayoi.engines.selections.models import Event as EventRow
from kayoi.engines.selections.models import Line, Place, Selection
from kayoi.engines.selections.rules.events import Event
from kayoi.engines.selections.rules.reasons import moved_up
from kayoi.engines.selections.rules.terms import Party
from kayoi.engines.selections.selectors import free_now
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor


class KeyReused(Exception):
    """The key, or the number, stands for something else already: a mistake of the caller."""


def append(*, row: Selection, event: Event, key: str, by: Actor, at: datetime, why: str = "") -> None:
    """Write down what happened (出来事を記録する); the selection is locked, so the next sequence is free."""
    made = EventRow.objects.create(
        selection=row, sequence=EventRow.objects.filter(selection=row).count() + 1, key=key, kind=event.kind,
        number=event.number, offer=event.offer, persons=event.persons, at=at,
    )  # fmt: skip
    audit.record(f"selections.{event.kind.value}", made, by=by, at=at, why=why, after={"event": event.as_data()})


def add_lines(*, row: Selection, parties: Sequence[Party], by: Actor, at: datetime) -> None:
    """Write parties into the list (名簿に載せる), which is counted in its entry: whom the numbers are is not said."""
    rows = [
        Line(
            selection=row, number=party.number, arrived=party.arrived, size=party.size, wishes=list(party.wishes),
            groups=sorted(party.groups), scores=dict(party.scores),
        )
        for party in parties
    ]  # fmt: skip
    Line.objects.bulk_create(rows, batch_size=1000)
    audit.record("selections.list", row, by=by, at=at, after={"lines": len(rows)})


def give_what_is_free(*, row: Selection, by: Actor, at: datetime) -> list[Place]:
    """Let the reserve move up by the rule (補欠を繰り上げる); return who has a place now, in their order."""
    order, found = free_now(row)
    parties = {party.number: party for party in order}
    moved = list(Place.objects.filter(selection=row, number__in=found.given).order_by("turn"))
    for place in moved:
        answer = moved_up(parties[place.number], found.given)
        also = {"offer": found.given[place.number], "reasons": answer.as_data()}
        audit.move(place, "move_up", by=by, at=at, verdict=answer, also=also)
    return moved
