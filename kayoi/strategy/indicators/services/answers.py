"""Keep what was answered with a figure."""

from datetime import date, datetime
from typing import TypedDict

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.strategy.indicators.models import AnswerSheet


class SheetFields(TypedDict):
    """What an answer sheet says."""

    figure: str
    label: str
    value: str
    definition: str
    as_of: date
    caveat: str
    occasion: str
    answer: str


@transaction.atomic
def keep_answer(*, fields: SheetFields, by: Actor, at: datetime) -> AnswerSheet:
    """Keep an answer sheet (答弁シートを残す). It is never changed; the next answer is another sheet."""
    sheet = AnswerSheet.objects.create(written_at=at, written_by=by.name, **fields)
    audit.record("indicators.keep_answer", sheet, by=by, at=at, after={"figure": sheet.figure, "value": sheet.value})
    return sheet
