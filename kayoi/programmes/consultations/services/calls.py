"""Write down a call, a visit, a letter: who, what was asked and answered, what came of it, what is next."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.followups import services as followups
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Refused
from kayoi.programmes.consultations import rules
from kayoi.programmes.consultations.models import Question
from kayoi.programmes.consultations.selectors import question_sent_with
from kayoi.programmes.consultations.services.answers import add_answer
from kayoi.programmes.consultations.services.questions import Asked, AskedBy, ask_question
from kayoi.programmes.consultations.states import Result


class UnableToTakeCall(Refused):
    """A call must say what is next, or that nothing was agreed."""


@dataclass(frozen=True)
class Outcome:
    """What came of a call: the answer on the spot, the result, and what is next or that nothing was agreed."""

    answer: str = ""
    result: Result = Result.INFORMED
    next_title: str = ""
    next_due_on: date | None = None
    owner: Membership | None = None
    nothing_agreed: bool = False


@transaction.atomic
def take_call(
    *,
    organization: Organization,
    who: AskedBy,
    asked: Asked,
    outcome: Outcome,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Question:
    """Write down a call or a visit (電話・来庁などの相談を記録する). The same client_key twice is one call.

    On a known file what the caller said of themselves is written too; `version` is the one that staff saw.
    Raises UnableToTakeCall, or ChangedMeanwhile when a colleague wrote on the file in between.
    """
    said = rules.next_step_said(
        title=outcome.next_title, due_on=outcome.next_due_on, nothing_agreed=outcome.nothing_agreed
    )
    if said.refused:
        raise UnableToTakeCall(said)
    if known := question_sent_with(asked.client_key):
        return known
    if who.file is not None and version is not None:
        casefiles.change_case_file(file=who.file, changes=who.fields, version=version, by=by, at=at)
        casefiles.set_wishes(file=who.file, interests=set(asked.interests), by=by, at=at)
    question = ask_question(organization=organization, who=who, asked=asked, links={}, by=by, at=at)
    Question.objects.filter(pk=question.pk).update(result=outcome.result, nothing_agreed=outcome.nothing_agreed)
    if outcome.answer:
        add_answer(
            question=question, text=outcome.answer, channel=asked.channel, answered_at=asked.asked_at, by=by, at=at
        )
    if outcome.next_due_on is not None:
        followups.plan_follow_up(
            title=outcome.next_title, due_on=outcome.next_due_on, case_file=question.case_file,
            owner=outcome.owner, by=by, at=at,
        )  # fmt: skip
    question.refresh_from_db()
    return question
