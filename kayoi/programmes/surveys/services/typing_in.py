"""Type answers that came on paper or by telephone; give out personal codes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.questionnaires import services as engine
from kayoi.engines.questionnaires.models import AnswerSheet, Version
from kayoi.engines.questionnaires.states import Way
from kayoi.kit.actor import Actor
from kayoi.programmes.surveys.services.answering import hand_in


@dataclass(frozen=True)
class Typed:
    """What stands on a paper, or was said: the answers, how they came, whose they are where that is known."""

    answers: dict[str, Any]
    way: Way
    sheet: AnswerSheet | None = None  # of the code on the paper
    case_file: CaseFile | None = None
    about: str = ""


@transaction.atomic
def type_in(*, version: Version, typed: Typed, by: Actor, at: datetime) -> AnswerSheet:
    """Hand in what came on paper or by telephone (紙・電話の回答を入力する). Raises UnableToSave, UnableToSubmit.

    Nothing is begun where it cannot be handed in.
    """
    sheet = typed.sheet
    if sheet is None:
        sheet = engine.start_sheet(
            version=version.pk, way=typed.way, case_file=typed.case_file, about=typed.about, by=by, at=at
        ).sheet
    return hand_in(sheet=sheet, answers=typed.answers, typed=typed.way, by=by, at=at)


@transaction.atomic
def give_codes(*, version: Version, count: int, by: Actor, at: datetime) -> list[str]:
    """Make so many sheets to be answered, and return their codes, which are told once (符号を配る).

    Raises UnableToSave while the version takes no answers.
    """
    return [engine.start_sheet(version=version.pk, way=Way.WEB, by=by, at=at).code for _ in range(count)]
