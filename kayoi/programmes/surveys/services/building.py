"""Make a questionnaire from a sample, write its next version."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.engines.casefiles.states import Retention
from kayoi.engines.questionnaires import services as engine
from kayoi.engines.questionnaires.models import Questionnaire, Version
from kayoi.engines.questionnaires.states import VersionStatus
from kayoi.kit.actor import Actor
from kayoi.programmes.surveys.rules.building import new_body
from kayoi.programmes.surveys.states import NOTICE, SAMPLES, Sample


@transaction.atomic
def make_from_sample(
    *, key: str, title: str, anonymous: bool, open_to_all: bool, text_retention: Retention, sample: Sample,
    by: Actor, at: datetime,
) -> Questionnaire:  # fmt: skip
    """Make a questionnaire with the first draft of its questions (ひな形から作る)."""
    row = engine.make_questionnaire(
        key=key, title=title, anonymous=anonymous, open_to_all=open_to_all, text_retention=text_retention,
        by=by, at=at,
    )  # fmt: skip
    engine.write_version(questionnaire=row.pk, body=new_body(SAMPLES[sample]), notice=NOTICE, by=by, at=at)
    return row


@transaction.atomic
def begin_version(*, questionnaire: Questionnaire, by: Actor, at: datetime) -> Version:
    """Begin the next version with what the last one asks (次の版を作る); a draft that is there goes on."""
    latest = Version.objects.filter(questionnaire=questionnaire).order_by("-number")[0]
    if latest.status == VersionStatus.DRAFT:
        return latest
    return engine.write_version(
        questionnaire=questionnaire.pk, body=latest.body, notice=latest.notice, by=by, at=at
    )  # fmt: skip


def write_questions(*, version: Version, body: Any, by: Actor, at: datetime, notice: str | None = None) -> Version:
    """Write what a draft asks (設問を書く). Raises BadQuestionnaire."""
    return engine.write_version(
        questionnaire=version.questionnaire_id, body=body, notice=version.notice if notice is None else notice,
        by=by, at=at,
    )  # fmt: skip
