"""Which questionnaire a stay asks before and after, and whether it was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import QuerySet

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.engines.messages.models import Message
from kayoi.engines.questionnaires.models import AnswerSheet, Questionnaire, Version
from kayoi.engines.questionnaires.selectors import open_version_of
from kayoi.engines.questionnaires.states import SheetStatus
from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.states import StayStatus

BEFORE: Final = "before"
AFTER: Final = "after"
# Cause of the mails that ask.
QUESTIONS = "stays.questions"
WHEN: Final = {
    StayStatus.ALLOWED: BEFORE, StayStatus.STAYING: BEFORE, StayStatus.LEFT: AFTER, StayStatus.CLOSED: AFTER
}  # fmt: skip
# So long before the first day it is asked by mail, and so long after the last one.
DAYS_BEFORE, DAYS_AFTER = 7, 14


def about_of(stay: Stay) -> str:
    """Return what a sheet is about; the sheets before and after a stay have the same."""
    return f"stays.Stay:{stay.pk}"


def questionnaire_for(stay: Stay, which: str) -> Questionnaire | None:
    """Return the questionnaire of the house before or after a stay."""
    house = stay.room.house
    found: Questionnaire | None = house.before if which == BEFORE else house.after
    return found


def open_version(stay: Stay, which: str) -> Version | None:
    """Return the version that a stay is asked to answer now; None where it is not asked then, or nothing is open."""
    questionnaire = questionnaire_for(stay, which) if WHEN.get(StayStatus.of(stay.status)) == which else None
    return open_version_of(questionnaire) if questionnaire else None


def asked_now(stay: Stay) -> str:
    """Return which questionnaire a party is asked to answer now, before or after; empty for none, or once answered."""
    which = WHEN.get(StayStatus.of(stay.status), "")
    version = open_version(stay, which) if which else None
    return which if version and not is_answered(stay, version.questionnaire) else ""


def is_answered(stay: Stay, questionnaire: Questionnaire) -> bool:
    """Tell whether a questionnaire was answered about a stay, as far as anybody knows."""
    return _sheets(stay, questionnaire).filter(status=SheetStatus.SUBMITTED).exists()


@dataclass(frozen=True)
class Survey:
    """A questionnaire of a stay as staff see it; of an anonymous one nobody knows whether it was answered."""

    which: str
    questionnaire: Questionnaire
    version: Version | None
    words: str


def surveys_of(stay: Stay) -> list[Survey]:
    """Return the questionnaires before and after a stay, with whether they were answered (アンケートの回答)."""
    found = []
    for which, words in ((BEFORE, "利用の前"), (AFTER, "利用の後")):
        if (questionnaire := questionnaire_for(stay, which)) is not None:
            version = open_version_of(questionnaire)
            found.append(Survey(words, questionnaire, version, _state(stay, questionnaire)))
    return found


def _state(stay: Stay, questionnaire: Questionnaire) -> str:
    if questionnaire.anonymous:
        return "無記名(だれが答えたかは分かりません)"
    states = set(_sheets(stay, questionnaire).values_list("status", flat=True))
    if SheetStatus.SUBMITTED in states:
        return "回答済み"
    return "書きかけ・案内済み" if states else "まだ"


def _sheets(stay: Stay, questionnaire: Questionnaire) -> QuerySet[AnswerSheet]:
    return AnswerSheet.objects.filter(
        edition__questionnaire=questionnaire, about=about_of(stay), case_file__isnull=False
    )


def to_ask(*, on: date) -> Sequence[tuple[Stay, str]]:
    """Return the stays whose party is asked by mail on a day, once before and once after it: whoever has applied.

    Not whoever is under protection or has no address: staff ask them.
    """
    rows = Stay.objects.select_related(
        "room__house__before", "room__house__after", "case_file", "application__case_file"
    )  # fmt: skip
    rows = rows.exclude(application__case_file=None).exclude(case_file=None).exclude(application__case_file__email="")
    soon = rows.filter(
        status=StayStatus.ALLOWED,
        room__house__before__isnull=False,
        arrives_on__range=(on, on + timedelta(days=DAYS_BEFORE)),
    )
    past = rows.filter(
        status=StayStatus.CLOSED, room__house__after__isnull=False, leaves_on__gte=on - timedelta(days=DAYS_AFTER)
    )
    found = [(row, BEFORE) for row in soon.order_by("pk")] + [(row, AFTER) for row in past.order_by("pk")]
    keys = {reference_of(row, which) for row, which in found}
    asked = set(Message.objects.filter(cause=QUESTIONS, reference__in=keys).values_list("reference", flat=True))
    hidden = protected_families({file for row, _ in found for file in _people(row)}, on=on)
    return [
        (row, which) for row, which in found
        if reference_of(row, which) not in asked and not _people(row) & hidden and asked_now(row) == which
    ]  # fmt: skip


def _people(stay: Stay) -> set[int]:
    """Return the files of whoever stays and of whoever has applied for them."""
    files = (stay.case_file_id, stay.application.case_file_id if stay.application else None)
    return {file for file in files if file is not None}


def reference_of(stay: Stay, which: str) -> str:
    """Return what a mail that asks is about."""
    return f"{stay.pk}:{which}"
