"""Take an answer in, and with it end what waits for it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.engines.questionnaires import services as engine
from kayoi.engines.questionnaires.models import AnswerSheet
from kayoi.engines.questionnaires.selectors import waited_for
from kayoi.engines.questionnaires.states import Way
from kayoi.kit.actor import Actor, system


@transaction.atomic
def hand_in(
    *, sheet: AnswerSheet, answers: dict[str, Any], typed: Way | None = None, by: Actor, at: datetime
) -> AnswerSheet:
    """Hand a sheet in (提出する); whoever waits for it need not any more. Raises UnableToSubmit."""
    row = engine.submit_sheet(sheet=sheet.pk, answers=answers, typed=typed, by=by, at=at)
    if row.about and row.case_file_id:
        cause, reference = waited_for(row.about, sheet.edition.questionnaire_id)
        followups.finish_caused_by(cause=cause, reference=reference, by=system("surveys.answered"), at=at)
    return row
