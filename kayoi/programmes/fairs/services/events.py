"""Make and change events; count groups that left no name."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.tokens import new_reference
from kayoi.programmes.fairs.models import Event, Visit
from kayoi.programmes.fairs.selectors import tally_to_take_back, visit_sent_before
from kayoi.programmes.fairs.states import Way


class EventFields(TypedDict):
    """What is written about an event."""

    title: str
    kind: str
    starts_on: date
    ends_before: date
    place: str
    organiser: str


@transaction.atomic
def make_event(*, fields: EventFields, by: Actor, at: datetime) -> Event:
    """Write an event down (イベントを登録する)."""
    event = Event.objects.create(**fields)
    audit.record("fairs.make_event", event, by=by, at=at, after={"kind": event.kind, "starts_on": event.starts_on})
    return event


@transaction.atomic
def change_event(*, event: Event, fields: EventFields, version: int, by: Actor, at: datetime) -> None:
    """Change what is written about an event (イベントを直す). Raises ChangedMeanwhile."""
    audit.change(event, dict(fields), version=version, by=by, at=at)


@transaction.atomic
def count_groups(
    *,
    event: Event,
    groups: Sequence[int],
    visited_at: datetime,
    by: Actor,
    at: datetime,
    client_key: UUID | None = None,
) -> int:
    """Count groups that left no name (人数だけを数える): one row a group, each with its persons; return how many.

    The same client_key twice counts once: a double press.
    """
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)  # two presses of one button wait for each other
    if visit_sent_before(client_key):
        return 0
    rows = Visit.objects.bulk_create(
        Visit(
            event=event, persons=persons, way=Way.TALLY, visited_at=visited_at, receipt=new_reference(),
            client_key=None if number else client_key,
        )
        for number, persons in enumerate(groups)
    )  # fmt: skip
    audit.record("fairs.count_groups", event, by=by, at=at, after={"groups": len(rows), "persons": sum(groups)})
    return len(rows)


@transaction.atomic
def take_back_tally(*, event: Event, by: Actor, at: datetime) -> int:
    """Take back the last group that was only counted (直前の1組を取り消す); return its persons, 0 for none."""
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    last = tally_to_take_back(event)
    if last is None:
        return 0
    audit.record("fairs.take_back_tally", last, by=by, at=at, before={"event": event, "persons": last.persons})
    persons = last.persons
    last.delete()
    return persons
