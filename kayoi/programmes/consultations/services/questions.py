"""Take questions: from the portal, and from callers and visitors through staff (see calls). One path for both."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import IO, Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.models.searching import vector
from kayoi.engines.casefiles.states import Channel, ConsentPurpose, Interest
from kayoi.engines.followups import services as followups
from kayoi.engines.messages import services as messages
from kayoi.foundation.audit import services as audit
from kayoi.foundation.files import services as files
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.selectors import setting
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, wareki
from kayoi.kit.text import bigrams
from kayoi.kit.tokens import new_reference, token_hash
from kayoi.programmes.consultations import rules
from kayoi.programmes.consultations.models import Draft, Question
from kayoi.programmes.consultations.selectors import asked_before, question_sent_with
from kayoi.programmes.consultations.states import ANSWER_WITHIN_DAYS, CAUSE


@dataclass(frozen=True)
class AskedBy:
    """Who asks: the file it belongs to when it is known, otherwise what to write on a new one."""

    fields: casefiles.FileFields
    file: CaseFile | None = None
    person: Person | None = None


@dataclass(frozen=True)
class Asked:
    """What is asked, how and when."""

    text: str
    channel: Channel
    asked_at: datetime
    language: str = "ja"
    interests: frozenset[Interest] = frozenset()
    consents: frozenset[ConsentPurpose] = frozenset()
    uploads: Sequence[tuple[IO[bytes], str, int]] = field(default=())
    client_key: UUID | None = None
    repeat: bool | None = None  # None: whether the file has an earlier question


@transaction.atomic
def ask_question(
    *, organization: Organization, who: AskedBy, asked: Asked, links: dict[str, str], by: Actor, at: datetime
) -> Question:
    """Take a question (質問を受ける). The same client_key twice is one question: a double click, a repeated sending.

    `links` are the addresses that the receipt mail names: "status", and "connect" with {token} in it.
    Raises UnableToTakeFile when an upload is refused; nothing is kept then.
    """
    if known := question_sent_with(asked.client_key):
        return known
    try:
        with transaction.atomic():
            question = _write_question(who, asked, by=by, at=at)
    except IntegrityError:  # two at once: the first one counts
        known = question_sent_with(asked.client_key)
        if known is None:
            raise
        return known
    _tell(organization, question, links, by=by, at=at)
    return question


@transaction.atomic
def save_draft(*, token: str, data: dict[str, Any], by: Actor, at: datetime) -> None:
    """Keep what somebody has typed so far (下書きを保存する)."""
    Draft.objects.update_or_create(token_hash=token_hash(token), defaults={"data": data, "saved_at": at})


@transaction.atomic
def forget_draft(*, token: str, by: Actor, at: datetime) -> None:
    """Forget a draft that was sent (下書きを消す); nothing where there was none."""
    Draft.objects.filter(token_hash=token_hash(token)).delete()


@transaction.atomic
def forget_old_drafts(*, older_than: timedelta, by: Actor, at: datetime) -> int:
    """Forget drafts that nobody came back to (古い下書きを消す); return how many."""
    gone, _ = Draft.objects.filter(saved_at__lt=at - older_than).delete()
    return gone


def _write_question(who: AskedBy, asked: Asked, *, by: Actor, at: datetime) -> Question:
    file = casefiles.file_for(fields=who.fields, file=who.file, person=who.person, by=by, at=at)
    within = setting(ANSWER_WITHIN_DAYS, on=local_date(asked.asked_at))
    question = Question.objects.create(
        case_file=file,
        receipt=new_reference(),
        client_key=asked.client_key,
        text=asked.text,
        language=asked.language,
        channel=asked.channel,
        asked_at=asked.asked_at,
        due_on=rules.answer_due_on(asked_on=local_date(asked.asked_at), within_days=within),
        repeat=asked_before(file, before=asked.asked_at) if asked.repeat is None else asked.repeat,
        search=vector(bigrams(asked.text)),
    )
    for purpose in sorted(asked.consents):
        casefiles.give_consent(file=file, purpose=purpose, channel=asked.channel, given_at=asked.asked_at, by=by, at=at)
    if asked.interests:
        known = {Interest.of(wish.interest) for wish in file.wishes.all()}
        casefiles.set_wishes(file=file, interests=known | asked.interests, by=by, at=at)
    casefiles.add_engagement(
        file=file, kind="question", occurred_at=asked.asked_at, channel=asked.channel,
        cause=CAUSE, reference=str(question.pk), by=by, at=at,
    )  # fmt: skip
    for upload, name, size in asked.uploads:
        stored = files.take_file(upload=upload, name=name, size=size, by=by, at=at)
        casefiles.attach_file(file=file, stored=stored, from_person=asked.channel is Channel.PORTAL, by=by, at=at)
    followups.plan_follow_up(
        title="質問に答える", due_on=question.due_on, case_file=file, owner=file.assigned_to,
        cause=CAUSE, reference=str(question.pk), by=by, at=at,
    )  # fmt: skip
    audit.record("consultations.ask", question, by=by, at=at, after={"case_file": file, "channel": asked.channel})
    return question


def _tell(organization: Organization, question: Question, links: dict[str, str], *, by: Actor, at: datetime) -> None:
    file = question.case_file
    if not links or not file.email:
        return
    connect = ""
    if file.person_id is None:
        token = casefiles.offer_connection(file=file, by=by, at=at)
        connect = links["connect"].replace("{token}", token)
    due = wareki(question.due_on) if question.language == "ja" else question.due_on.strftime("%-d %B %Y")
    messages.send(
        template="consultations/mail/receipt" if connect else "consultations/mail/receipt_known",
        language=question.language,
        to_address=file.email,
        values={
            "name": file.name or ("お客さま" if question.language == "ja" else "Visitor"),
            "organization": organization.name
            if question.language == "ja"
            else organization.name_en or organization.name,
            "receipt": question.receipt,
            "due": due,
            "text": question.text,
            "status": links["status"].replace("{receipt}", question.receipt),
            "connect": connect,
            "phone": organization.phone,
        },
        case_file=file,
        cause=CAUSE,
        reference=str(question.pk),
        by=by,
        at=at,
    )
