"""One case file as a page: everything that ever happened on one time line, and what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kayoi.engines.casefiles.models import Body, CaseFile, HouseholdMember
from kayoi.engines.casefiles.rules.ties import Tie
from kayoi.engines.casefiles.selectors import FileDetail, about_body, body_of, detail, hidden_notes, is_protected
from kayoi.engines.casefiles.selectors.ties import tie_of
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.followups.selectors import follow_ups_of
from kayoi.engines.messages.models import Message, ReceivedMail
from kayoi.engines.messages.selectors import messages_of
from kayoi.engines.messages.selectors.incoming import received_mails_of
from kayoi.engines.procedures.models import Application, Letter
from kayoi.engines.procedures.selectors.applications import applications_of
from kayoi.engines.procedures.selectors.letters import letters_of
from kayoi.kit.dates import local_date
from kayoi.kit.html import Detail
from kayoi.programmes.consultations.models import Question
from kayoi.programmes.consultations.selectors import questions_of
from kayoi.programmes.family_plans.selectors import Overview, overview_of_files


@dataclass(frozen=True)
class Happening:
    """One thing on the time line; `kind` chooses the template, `row` is what it shows."""

    at: datetime
    kind: str
    row: Any


@dataclass(frozen=True)
class CaseFilePage:
    """A case file with everything that its page shows."""

    detail: FileDetail
    questions: Sequence[Question]
    follow_ups: Sequence[FollowUp]
    messages: Sequence[Message]
    household: Sequence[HouseholdMember]
    time_line: Sequence[Happening]
    protected: bool
    hidden_notes: int
    plans: Sequence[Overview]
    applications: Sequence[Application]
    letters: Sequence[Letter]
    body: Body | None
    body_lines: Sequence[Detail]
    # None of bodies, and of donors who have not turned to the desk: they are not counted.
    tie: Tie | None


# Engagements that another row of the time line already tells in full.
TOLD_BY_THEIR_ROW = frozenset({"question", "answer", "mail_received"})


def case_file_page(file: CaseFile, *, sensitive: bool, at: datetime) -> CaseFilePage:
    """Return the page of a file, merged ones included."""
    found, body = detail(file, sensitive=sensitive), body_of(file)
    questions = questions_of(found.ids)
    messages = list(messages_of(found.ids))
    household = (
        list(HouseholdMember.objects.filter(household=file.household_id).order_by("pk")) if file.household_id else []
    )
    return CaseFilePage(
        detail=found,
        questions=questions,
        follow_ups=list(follow_ups_of(found.ids)),
        messages=messages,
        household=household,
        time_line=_time_line(found, questions, messages, received_mails_of(found.ids)),
        protected=is_protected(file.pk, on=local_date(at)),
        hidden_notes=0 if sensitive else hidden_notes(found.ids),
        plans=overview_of_files(found.ids, file.organization, today=local_date(at)),
        applications=list(applications_of(found.ids).select_related("form__procedure")),
        letters=list(letters_of(found.ids)),
        body=body,
        body_lines=about_body(body) if body else [],
        tie=None if body or file.is_donor else tie_of(found.engagements, on=local_date(at)),
    )


def _time_line(
    found: FileDetail, questions: Sequence[Question], messages: Sequence[Message], mails: Sequence[ReceivedMail]
) -> list[Happening]:
    happenings = [
        Happening(engagement.occurred_at, "engagement", engagement)
        for engagement in found.engagements
        if engagement.kind_id not in TOLD_BY_THEIR_ROW
    ]
    happenings += [Happening(note.written_at, "note", note) for note in found.notes]
    happenings += [Happening(question.asked_at, "question", question) for question in questions]
    happenings += [
        Happening(answer.answered_at, "answer", answer) for question in questions for answer in question.answers.all()
    ]
    told = {answer.message_id for question in questions for answer in question.answers.all()}
    happenings += [Happening(message.queued_at, "message", message) for message in messages if message.pk not in told]
    happenings += [Happening(mail.sent_at or mail.received_at, "mail", mail) for mail in mails]
    return sorted(happenings, key=lambda happening: happening.at, reverse=True)
