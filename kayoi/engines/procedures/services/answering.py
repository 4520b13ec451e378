"""Write in an application: who applies, and answers to its questions; what is not known is said so."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.rules.answers import with_answers, with_who
from kayoi.engines.procedures.selectors.asking import papers_needed
from kayoi.engines.procedures.selectors.procedures import questions_of
from kayoi.engines.procedures.services.applications import change_answers
from kayoi.engines.procedures.services.papers import need_papers
from kayoi.kit.actor import Actor


@transaction.atomic
def say_who(*, application: Application, you: Mapping[str, Any], version: int, by: Actor, at: datetime) -> None:
    """Write who applies, and for whom (申請者を書く). Raises ChangedMeanwhile."""
    assert application.form is not None
    asked = questions_of(application.form)
    change_answers(
        application=application, answers=with_who(application.answers, you, asked=asked), version=version, by=by, at=at
    )
    need_papers_of_form(application=application, by=by, at=at)


@transaction.atomic
def need_papers_of_form(*, application: Application, by: Actor, at: datetime) -> None:
    """Ask for the papers of the form (添付書類を決める), and for the mandate where somebody applies for another."""
    need_papers(application=application, kinds=papers_needed(application), by=by, at=at)


@transaction.atomic
def answer(
    *, application: Application, given: Mapping[str, Any], unknown: set[str], version: int, by: Actor, at: datetime
) -> None:
    """Answer questions (質問に答える). Raises ChangedMeanwhile."""
    change_answers(
        application=application,
        answers=with_answers(application.answers, given, unknown),
        version=version,
        by=by,
        at=at,
    )
