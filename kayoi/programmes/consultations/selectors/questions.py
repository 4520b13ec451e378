"""Reads of questions: for the page of a file, the receipt page, the desk, and for the person."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import family_ids
from kayoi.engines.openings.models import Opening
from kayoi.engines.openings.selectors import open_now
from kayoi.engines.openings.states import OpeningKind
from kayoi.kit.tokens import reference_key, token_hash
from kayoi.programmes.consultations.models import Answer, Draft, Question
from kayoi.programmes.consultations.states import DESK


def questions_of(file_ids: Iterable[int]) -> list[Question]:
    """Return the questions of some case files with their answers, latest first."""
    answers = Prefetch("answers", queryset=Answer.objects.order_by("answered_at", "pk").select_related("message"))
    rows = Question.objects.filter(case_file_id__in=file_ids).prefetch_related(answers)
    return list(rows.order_by("-asked_at", "-pk"))


def asked_before(file: CaseFile, *, before: datetime) -> bool:
    """Tell whether the person of a file has asked before that moment, also on files merged into it (再相談)."""
    return Question.objects.filter(case_file_id__in=family_ids(file), asked_at__lt=before).exists()


def question_sent_with(client_key: UUID | None) -> Question | None:
    """Return the question that was sent with this key already: a double click, a repeated sending."""
    return None if client_key is None else Question.objects.filter(client_key=client_key).first()


def question_with_receipt(receipt: str) -> Question | None:
    """Return the question of a receipt number, as somebody typed it."""
    return Question.objects.filter(receipt=reference_key(receipt)).first()


def draft_of(token: str) -> dict[str, object]:
    """Return what was typed before, or nothing."""
    draft = Draft.objects.filter(token_hash=token_hash(token)).first()
    return {} if draft is None else dict(draft.data)


def desk_opening() -> Opening | None:
    """Return the published desk row of the open organization, withdrawn or not."""
    return Opening.objects.filter(kind=OpeningKind.CONSULTATION, reference=DESK).first()


def takes_questions(*, at: datetime) -> bool:
    """Tell whether the open organization's desk takes questions at that moment."""
    return Opening.objects.open_at(at).filter(kind=OpeningKind.CONSULTATION, reference=DESK).exists()


def desks_open(*, at: datetime) -> QuerySet[Opening]:
    """Return the desks that take questions at that moment (of all towns, in the public scope)."""
    return open_now(at=at).filter(kind=OpeningKind.CONSULTATION)
