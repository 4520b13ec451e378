"""Answer questions, or say that no answer is needed."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models.searching import vector
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.followups import services as followups
from kayoi.engines.messages import services as messages
from kayoi.engines.messages.models import Message
from kayoi.engines.messages.selectors.incoming import reply_address_of
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.text import bigrams
from kayoi.programmes.consultations.models import Answer, Question
from kayoi.programmes.consultations.states import CAUSE, QuestionStatus


@transaction.atomic
def answer_question(
    *,
    organization: Organization,
    question: Question,
    text: str,
    channel: Channel,
    next_title: str,
    next_due_on: date | None,
    owner: Membership | None,
    version: int,
    by: Actor,
    at: datetime,
) -> Answer:
    """Answer a question (質問に答える), by mail or as told by telephone, and say what is next or nothing.

    Raises ChangedMeanwhile when a colleague answered in between: nobody should get two different answers.
    """
    locked = Question.objects.select_for_update().get(pk=question.pk)
    if locked.version != version:
        raise ChangedMeanwhile
    message = None
    if channel is Channel.EMAIL:
        message = _mail(organization, locked, text, by=by, at=at)
    answer = add_answer(question=locked, text=text, channel=channel, answered_at=at, message=message, by=by, at=at)
    if next_due_on is not None:
        followups.plan_follow_up(
            title=next_title, due_on=next_due_on, case_file=locked.case_file, owner=owner, by=by, at=at
        )
    return answer


@transaction.atomic
def add_answer(
    *,
    question: Question,
    text: str,
    channel: Channel,
    answered_at: datetime,
    message: Message | None = None,
    by: Actor,
    at: datetime,
) -> Answer:
    """Write an answer down (回答を記録する): row, status, engagement; what waited for it is done."""
    answer = Answer.objects.create(
        question=question,
        text=text,
        channel=channel,
        answered_at=answered_at,
        answered_by=by.name,
        message=message,
        search=vector(bigrams(text)),
    )
    if question.status == QuestionStatus.OPEN:
        audit.move(question, "answer", by=by, at=at)
    else:
        Question.objects.filter(pk=question.pk).update(version=F("version") + 1)
        audit.record("consultations.answer_again", question, by=by, at=at)
    casefiles.add_engagement(
        file=question.case_file, kind="answer", occurred_at=answered_at, channel=channel,
        cause=CAUSE, reference=str(question.pk), by=by, at=at,
    )  # fmt: skip
    followups.finish_caused_by(cause=CAUSE, reference=str(question.pk), by=by, at=at)
    return answer


@transaction.atomic
def close_question(*, question: Question, by: Actor, at: datetime, why: str) -> None:
    """Say that a question needs no answer (回答不要にする): an advertisement, a second copy."""
    audit.move(question, "close", by=by, at=at, why=why)
    _write_event(question, "question_closed", by=by, at=at)
    followups.finish_caused_by(cause=CAUSE, reference=str(question.pk), by=by, at=at)


@transaction.atomic
def reopen_question(*, question: Question, by: Actor, at: datetime) -> None:
    """Take a closed question up again (未回答に戻す)."""
    audit.move(question, "reopen", by=by, at=at)
    _write_event(question, "question_reopened", by=by, at=at)
    followups.plan_follow_up(
        title="質問に答える", due_on=question.due_on, case_file=question.case_file, owner=None,
        cause=CAUSE, reference=str(question.pk), by=by, at=at,
    )  # fmt: skip


def _write_event(question: Question, kind: str, *, by: Actor, at: datetime) -> None:
    casefiles.add_engagement(
        file=question.case_file, kind=kind, occurred_at=at, cause=CAUSE, reference=str(question.pk), by=by, at=at
    )


def _how_to_go_on(organization: Organization, question: Question) -> str:
    """Say how to ask further, by the ways that the town really has."""
    answered = reply_address_of(question.case_file, organization)
    with translation.override(question.language):
        if answered and organization.phone:
            return _("続けてお聞きになりたいことは、このメールに返信するか、お電話ください(%(phone)s)。") % {
                "phone": organization.phone
            }
        if answered:
            return _("続けてお聞きになりたいことは、このメールに返信してください。")
        if organization.phone:
            return _("続けてお聞きになりたいことは、お電話ください(%(phone)s)。") % {"phone": organization.phone}
        return _("続けてお聞きになりたいことは、町のページからもう一度質問してください。")


def _mail(organization: Organization, question: Question, text: str, *, by: Actor, at: datetime) -> Message:
    japanese = question.language == "ja"
    return messages.send(
        template="consultations/mail/answer",
        language=question.language,
        to_address=question.case_file.email,
        values={
            "name": question.case_file.name or ("お客さま" if japanese else "Visitor"),
            "organization": organization.name if japanese else organization.name_en or organization.name,
            "office": organization.office_name,
            "more": _how_to_go_on(organization, question),
            "receipt": question.receipt,
            "question": question.text,
            "answer": text,
        },
        case_file=question.case_file,
        cause=CAUSE,
        reference=str(question.pk),
        by=by,
        at=at,
    )
