"""Reads of questionnaires: versions, sheets by code, counts, pairs."""

from collections import Counter
from datetime import date

from kayoi.engines.casefiles.selectors.families import roots_of
from kayoi.engines.casefiles.states import Retention
from kayoi.engines.questionnaires.models import AnswerSheet, PublishedTable, Questionnaire, Version
from kayoi.engines.questionnaires.rules.deciding import texts_kept_until
from kayoi.engines.questionnaires.rules.pairing import Pairs, paired
from kayoi.engines.questionnaires.rules.questions import Form
from kayoi.engines.questionnaires.rules.reading import read_form
from kayoi.engines.questionnaires.states import SheetStatus, VersionStatus
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import reference_key, token_hash


def questionnaire_of(key: str) -> Questionnaire | None:
    """Return the questionnaire with that key."""
    return Questionnaire.objects.filter(key=key).first()


def open_version_of(questionnaire: Questionnaire) -> Version | None:
    """Return the version that takes answers now."""
    return Version.objects.filter(questionnaire=questionnaire, status=VersionStatus.OPEN).first()


def form_of(version: Version) -> Form:
    """Return the questions as values of the rules."""
    return read_form(version.body)


def sheet_by_code(code: str) -> AnswerSheet | None:
    """Return the sheet of a personal code or QR, as somebody typed it; None too once it is handed in anonymously."""
    hashed = token_hash(reference_key(code))
    return AnswerSheet.objects.select_related("edition__questionnaire").filter(token_hash=hashed).first()


def waited_for(about: str, questionnaire: int) -> tuple[str, str]:
    """Return cause and reference of a follow-up that waits for the answer of what a sheet is about."""
    label, _, pk = about.partition(":")
    return f"{label}.answer", f"{pk}:{questionnaire}"


def submitted(version: Version) -> list[AnswerSheet]:
    """Return the sheets that were handed in, in an order that does not tell who came first."""
    return list(AnswerSheet.objects.filter(edition=version, status=SheetStatus.SUBMITTED).order_by("pk"))


def quota_counts(version: Version) -> dict[str, int]:
    """Return how many count in each quota by now."""
    rows = AnswerSheet.objects.filter(edition=version, status=SheetStatus.SUBMITTED).values_list("quotas", flat=True)
    return dict(Counter(key for quotas in rows for key in quotas))


def returned(version: Version) -> tuple[int, int]:
    """Return how many sheets were handed in, and how many were given out or begun (回収数・配布数)."""
    states = Counter(AnswerSheet.objects.filter(edition=version).values_list("status", flat=True))
    return states[SheetStatus.SUBMITTED], states.total()


def is_published(version: Version) -> bool:
    """Tell whether a table of the version is published, after which no answer changes."""
    return PublishedTable.objects.filter(edition=version).exists()


def kept_texts_until(version: Version) -> date | None:
    """Return the last day on which the free texts are kept; None before the version is closed."""
    if version.closed_at is None:
        return None
    return texts_kept_until(local_date(version.closed_at), Retention.of(version.questionnaire.text_retention))


def pairs(before: Version, after: Version) -> Pairs[tuple[int, str], AnswerSheet]:
    """Match the linked sheets of before and after, by file (merged ones are one) and what they are about."""
    lists = [[sheet for sheet in submitted(version) if sheet.case_file_id] for version in (before, after)]
    roots = roots_of({sheet.case_file_id for sheets in lists for sheet in sheets if sheet.case_file_id})
    first, second = (
        [((roots[sheet.case_file_id].pk, sheet.about), sheet) for sheet in sheets if sheet.case_file_id]
        for sheets in lists
    )
    return paired(first, second)
