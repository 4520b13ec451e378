"""Write who counts as 移住者, from a day on."""

from datetime import date, datetime
from typing import TypedDict

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.tokens import new_reference
from kayoi.programmes.settling.models import MoveDefinition


class DefinitionFields(TypedDict):
    """What a version of a definition says."""

    name: str
    starts_on: date
    origin: str
    excluded_reasons: list[str]
    years_at_least: int
    supported_only: bool
    turns: list[str]
    counted_on: str
    unit: str


@transaction.atomic
def define_movers(*, fields: DefinitionFields, key: str = "", by: Actor, at: datetime) -> MoveDefinition:
    """Write a new definition, or with `key` a new version of one (移住者の定義を書く). Earlier versions stay.

    Raises IntegrityError where a version begins on that very day.
    """
    row = MoveDefinition.objects.create(key=key or new_reference(), made_at=at, **fields)
    audit.record("settling.define_movers", row, by=by, at=at, after={**fields})
    return row
