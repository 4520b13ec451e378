"""Make a questionnaire; write, open and close its versions."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.engines.casefiles.states import Retention
from kayoi.engines.questionnaires.models import Questionnaire, Version
from kayoi.engines.questionnaires.rules.deciding import may_open, may_write
from kayoi.engines.questionnaires.rules.reading import read_form
from kayoi.engines.questionnaires.rules.versions import fingerprint
from kayoi.engines.questionnaires.selectors import form_of
from kayoi.engines.questionnaires.states import VersionStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Refused


class UnableToWrite(Refused):
    """The version is no draft any more."""


class UnableToOpen(Refused):
    """The version cannot take answers now."""


@transaction.atomic
def make_questionnaire(
    *, key: str, title: str, anonymous: bool, text_retention: Retention, by: Actor, at: datetime,
    open_to_all: bool = False,
) -> Questionnaire:  # fmt: skip
    """Make a questionnaire (アンケートを作る). The same key twice is one; anonymous or not is said once for good.

    `open_to_all`: whoever knows the page may answer, without a code; anonymous ones only.
    """
    fields = {"title": title, "anonymous": anonymous, "open_to_all": open_to_all, "text_retention": text_retention}
    row, made = Questionnaire.objects.get_or_create(key=key, defaults={**fields, "made_at": at})
    if made:
        audit.record(
            "questionnaires.make",
            row,
            by=by,
            at=at,
            after={"key": key, "anonymous": anonymous, "open_to_all": open_to_all},
        )
    return row


@transaction.atomic
def write_version(*, questionnaire: int, body: Any, notice: str, by: Actor, at: datetime) -> Version:
    """Write the draft of the next version, or write it anew (版を作成する). Raises BadQuestionnaire."""
    read_form(body)
    root = _locked(questionnaire)
    latest = Version.objects.filter(questionnaire=root).order_by("-number").first()
    if latest is not None and not may_write(latest.status).refused:
        audit.change(latest, {"body": body, "notice": notice}, version=None, by=by, at=at)
        return latest
    row = Version.objects.create(
        questionnaire=root, number=latest.number + 1 if latest else 1, body=body, notice=notice
    )
    audit.record("questionnaires.write", row, by=by, at=at, after={"number": row.number})
    return row


@transaction.atomic
def open_version(*, version: int, by: Actor, at: datetime) -> Version:
    """Let a version take answers (受付を始める): from now on it never changes. Raises UnableToOpen."""
    root = _locked(Version.objects.values_list("questionnaire_id", flat=True).get(pk=version))
    row = Version.objects.get(pk=version)
    others = Version.objects.filter(questionnaire=root).exclude(pk=version).values_list("status", flat=True)
    answer = may_open(form_of(row), list(others))
    if answer.refused:
        raise UnableToOpen(answer)
    audit.move(row, "open", by=by, at=at, also={"opened_at": at, "fingerprint": fingerprint(row.body, row.notice)})
    return row


@transaction.atomic
def close_version(*, version: int, by: Actor, at: datetime) -> Version:
    """Take no more answers (受付を終わる). The same twice is once."""
    row = Version.objects.select_for_update(no_key=True).get(pk=version)
    if row.status != VersionStatus.CLOSED:
        audit.move(row, "close", by=by, at=at, also={"closed_at": at})
    return row


def _locked(questionnaire: int) -> Questionnaire:
    return Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire)
