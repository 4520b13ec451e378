"""Rows of questionnaires for the walk."""

from datetime import datetime
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Retention
from kayoi.engines.questionnaires import services as engine
from kayoi.engines.questionnaires.models import AnswerSheet, Questionnaire, Version
from kayoi.engines.questionnaires.states import Way
from kayoi.engines.questionnaires.tests.factories import answer
from kayoi.kit.actor import Actor
from kayoi.programmes.surveys import services
from kayoi.programmes.surveys.rules.building import put_quota
from kayoi.programmes.surveys.states import Sample

AFTER: dict[str, Any] = {
    "rated": {f"o{line}": "o1" for line in range(1, 6)}, "idea": "o2", "wish": 4, "liked": ["o1", "o2"], "next": "o1",
}  # fmt: skip


def make_survey(
    key: str,
    *,
    by: Actor,
    at: datetime,
    anonymous: bool = True,
    open_to_all: bool = True,
    sample: Sample = Sample.AFTER,
) -> Version:
    """Return an open version of a questionnaire from a sample."""
    row = services.make_from_sample(
        key=key, title=f"アンケート {key}", anonymous=anonymous, open_to_all=open_to_all,
        text_retention=Retention.YEARS_3, sample=sample, by=by, at=at,
    )  # fmt: skip
    return engine.open_version(version=Version.objects.get(questionnaire=row).pk, by=by, at=at)


def rows_of_surveys(file: CaseFile, *, words: str, by: Actor, at: datetime) -> dict[str, Any]:
    """Give a town a questionnaire for everybody, answers to it, and a linked one; return their ids by name.

    The engine's own rows (tests/factories.make_questionnaires) are there: one of them has a published table.
    """
    version = make_survey(f"survey-{file.organization.slug}", by=by, at=at)
    for _ in range(6):
        answer(version, AFTER | {"said": words}, by=by, at=at)
    code = engine.start_sheet(version=version.pk, way=Way.WEB, by=by, at=at).code
    draft = services.begin_version(questionnaire=version.questionnaire, by=by, at=at)
    quota = {"key": "k1", "label": "全員", "if": [], "most": 50, "then": "mark"}
    services.write_questions(version=draft, body=put_quota(draft.body, quota), by=by, at=at)
    linked = AnswerSheet.objects.filter(case_file=file).latest("pk")
    return {
        "survey": version.questionnaire_id, "survey_key": version.questionnaire.key, "survey_version": version.pk,
        "survey_code": code, "survey_sheet": linked.pk, "survey_published": "tour-after",
    }  # fmt: skip


def grow_surveys(rows: dict[str, Any], count: int, *, by: Actor, at: datetime) -> None:
    """Add that many questionnaires, versions of the first, and answers."""
    version = Version.objects.get(pk=rows["survey_version"])
    for number in range(count):
        make_survey(f"more-{number}-{Questionnaire.objects.count()}", by=by, at=at)
        answer(version, AFTER, by=by, at=at)
