"""Write a round, start it, stop it."""

from datetime import datetime
from typing import Any, TypedDict

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.jobs import enqueue
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Refused
from kayoi.programmes.rounds.models import Round
from kayoi.programmes.rounds.rules import may_write
from kayoi.programmes.rounds.states import Purpose, RoundStatus


class RoundFields(TypedDict):
    """What can be written on a round."""

    title: str
    purpose: str
    criteria: dict[str, Any]
    source: str
    subject: str
    body: str
    subject_en: str
    body_en: str


class UnableToWriteRound(Refused):
    """The text names places that nobody fills, or does not say where the address came from."""


@transaction.atomic
def make_round(*, fields: RoundFields, by: Actor, at: datetime) -> Round:
    """Write a round as a draft (声かけを作る). Raises UnableToWriteRound."""
    _check(fields)
    row = Round.objects.create(**fields, made_at=at)
    audit.record("rounds.make", row, by=by, at=at, after={"purpose": row.purpose, "criteria": row.criteria})
    return row


@transaction.atomic
def change_round(*, row: Round, fields: RoundFields, version: int, by: Actor, at: datetime) -> None:
    """Change a draft (声かけを書き換える). Raises UnableToWriteRound, or ChangedMeanwhile when it has been started."""
    _check(fields)
    if Round.objects.select_for_update().get(pk=row.pk).status != RoundStatus.DRAFT:
        raise ChangedMeanwhile
    audit.change(row, dict(fields), version=version, by=by, at=at)


@transaction.atomic
def start_round(*, row: Round, by: Actor, at: datetime) -> None:
    """Begin to send (声かけを送る): the worker chooses the people and sends in pieces. Raises UnableToMove."""
    audit.move(row, "start", by=by, at=at, also={"started_at": at})
    enqueue("rounds.send", organization=row.organization_id, round=row.pk)


@transaction.atomic
def stop_round(*, row: Round, by: Actor, at: datetime) -> None:
    """Stop a round (声かけを止める): whoever has not been sent to is not sent to any more. Raises UnableToMove."""
    audit.move(row, "stop", by=by, at=at, also={"ended_at": at})


def _check(fields: RoundFields) -> None:
    texts = [fields[name] for name in ("subject", "body", "subject_en", "body_en")]
    answer = may_write(texts, purpose=Purpose.of(fields["purpose"]), source=fields["source"])
    if answer.refused:
        raise UnableToWriteRound(answer)
