"""Remove free texts once they have been kept for their term."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.questionnaires.models import AnswerSheet, Version
from kayoi.engines.questionnaires.rules.deciding import may_remove_texts
from kayoi.engines.questionnaires.selectors import form_of, kept_texts_until
from kayoi.engines.questionnaires.states import Kind
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Refused


class UnableToRemoveTexts(Refused):
    """The texts are still kept."""


@transaction.atomic
def remove_texts(*, version: int, by: Actor, at: datetime) -> int:
    """Remove what respondents wrote in own words (自由記述を消す); return of how many sheets. The figures stay.

    Raises UnableToRemoveTexts.
    """
    row = Version.objects.select_related("questionnaire").select_for_update(of=("self",), no_key=True).get(pk=version)
    answer = may_remove_texts(row.status, kept_texts_until(row), on=local_date(at))
    if answer.refused:
        raise UnableToRemoveTexts(answer)
    texts = {question.key for question in form_of(row).questions if question.kind is Kind.TEXT}
    changed = [sheet for sheet in AnswerSheet.objects.filter(edition=row) if texts & sheet.answers.keys()]
    for sheet in changed:
        sheet.answers = {key: value for key, value in sheet.answers.items() if key not in texts}
    AnswerSheet.objects.bulk_update(changed, ["answers"], batch_size=1000)
    audit.record("questionnaires.remove_texts", row, by=by, at=at, after={"sheets": len(changed)})
    return len(changed)
