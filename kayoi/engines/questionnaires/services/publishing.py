"""Publish a table: written down for good, and weighed against every table that was published before."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.questionnaires.models import AnswerSheet, PublishedTable, Version
from kayoi.engines.questionnaires.rules.cuts import Cut, cut_as_data
from kayoi.engines.questionnaires.rules.deciding import may_publish
from kayoi.engines.questionnaires.selectors.tables import survey_of, table_of
from kayoi.engines.questionnaires.states import SheetStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Refused


class UnableToPublish(Refused):
    """The table cannot be published."""


@transaction.atomic
def publish_table(*, version: int, cut: Cut, title: str, by: Actor, at: datetime) -> PublishedTable:
    """Publish a table of a closed version (集計を公表する). The same cut twice is one table.

    Raises UnableToPublish with the reasons, NotCountable for a question without categories.
    """
    row = Version.objects.select_related("questionnaire").select_for_update(of=("self",), no_key=True).get(pk=version)
    data = cut_as_data(cut)
    survey = survey_of(row)
    there = next((table for table in survey.published if table.cut == data), None)
    if there is not None:
        return there
    reopened = AnswerSheet.objects.filter(edition=row, status=SheetStatus.DRAFT, submitted_at__isnull=False).count()
    answer = may_publish(row.status, reopened=reopened)
    if answer.refused:
        raise UnableToPublish(answer)
    table = table_of(survey, cut)
    if table.answer.refused:
        raise UnableToPublish(table.answer)
    base = {"sheets": table.base.sheets, "asked": table.base.asked, "answered": table.base.answered}
    made = PublishedTable.objects.create(
        edition=row, number=len(survey.published) + 1, title=title, cut=data, cells=table.cells, base=base,
        published_at=at,
    )  # fmt: skip
    audit.record("questionnaires.publish", made, by=by, at=at, after={"cut": data, "title": title})
    return made
