"""What came of a tour, as staff learnt it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.tours.models import Outcome, Party
from kayoi.programmes.tours.states import OutcomeKind, PartyStatus


class UnableToRecord(Refused):
    """The party did not take part."""


@dataclass(frozen=True)
class Told:
    """What came of it, when, and how much: cases, or days of a stay."""

    kind: OutcomeKind
    happened_on: date
    quantity: int
    note: str = ""


@transaction.atomic
def record_outcome(*, party: Party, told: Told, by: Actor, at: datetime) -> Outcome:
    """Write down what came of a party's tour (成果を記録する). Raises UnableToRecord for who did not take part.

    The same kind on the same day twice is one.
    """
    locked = Party.objects.select_for_update(no_key=True).get(pk=party.pk)
    if locked.status != PartyStatus.ATTENDED:
        raise UnableToRecord(verdict([Reason("tours.did_not_attend")]))
    row, made = Outcome.objects.get_or_create(
        party=locked, kind=told.kind, happened_on=told.happened_on,
        defaults={"quantity": told.quantity, "note": told.note, "recorded_at": at},
    )  # fmt: skip
    if made:
        audit.record("tours.record_outcome", row, by=by, at=at, after={"party": locked, "kind": told.kind})
    return row
