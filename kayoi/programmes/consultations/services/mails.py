"""Mails that arrive: taken in once, put to the file they belong to, or left in the queue for staff.

What becomes a new consultation and what is the going-on of an old one: docs/decisions/0016-what-a-mail-becomes.md
"""

import logging
from datetime import datetime

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import case_file, is_protected
from kayoi.engines.casefiles.states import CONSENT_TEXTS, CaseFileStatus, Channel, ConsentPurpose, ContactBasis
from kayoi.engines.followups import services as followups
from kayoi.engines.messages import services as messages
from kayoi.engines.messages.models import Message, ReceivedMail
from kayoi.engines.messages.rules.incoming import becomes, match_mail
from kayoi.engines.messages.selectors.incoming import clues_of
from kayoi.engines.messages.services.mailboxes import (
    Arrived,
    MailboxUnreachable,
    OpenMailbox,
    begin_mailbox,
    move_mailbox,
    note_mailbox,
)
from kayoi.engines.messages.states.incoming import CAUSE as MAIL
from kayoi.engines.messages.states.incoming import Became, Clue, MailboxAddress, Way
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import business_days_later, local_date, wareki
from kayoi.kit.mail import Letter, Nature, Trouble, UnreadableMail, read_mail
from kayoi.kit.text import email_key
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.consultations import rules
from kayoi.programmes.consultations.models import Question
from kayoi.programmes.consultations.selectors.mails import question_of, status_link
from kayoi.programmes.consultations.services.answers import close_question
from kayoi.programmes.consultations.services.questions import Asked, AskedBy, ask_question
from kayoi.programmes.consultations.states import CAUSE, QuestionStatus

MOST_TEXT = 4000
AUTOMATIC = "自動応答・一斉配信のメール"
log = logging.getLogger(__name__)


class UnableToUndoMail(Refused):
    """What was made of the mail has gone on."""


def fetch_mails(*, organization_id: int, address: MailboxAddress, by: Actor, at: datetime) -> int:
    """Fetch what arrived in a town's mailbox (メールを受信する); return how many mails are new.

    Each mail and the place where to go on are one transaction: after a kill it is fetched again and found to be here,
    or it was never taken. A mail that cannot be read does not hold up the others. Runs outside of a transaction.
    """
    taken, error = 0, ""
    try:
        with OpenMailbox(address) as box:
            with scope.of_organization(organization_id):
                place = begin_mailbox(address=address, validity=box.validity, newest=box.newest(), by=by, at=at)
            anew = place.uid_validity != box.validity  # the server counts anew: look back some days
            for arrived in box.after(0 if anew else place.last_uid, since=place.read_at if anew else None):
                with scope.of_organization(organization_id):
                    taken += _take_arrived(organization_id, arrived, by=by, at=at) is not None
                    move_mailbox(mailbox=place, validity=box.validity, uid=arrived.uid, by=by, at=at)
    except MailboxUnreachable as unreachable:
        error = str(unreachable)
    with scope.of_organization(organization_id):
        note_mailbox(address=address, error=error, by=by, at=at)
    return taken


@transaction.atomic
def receive_mail(*, organization: Organization, data: bytes, way: Way, by: Actor, at: datetime) -> ReceivedMail | None:
    """Take in one mail and put it where it belongs (メールを受け取る). None when it is here already.

    Raises UnreadableMail.
    """
    letter = read_mail(data)
    mail = messages.take_mail(letter=letter, data=data, way=way, by=by, at=at)
    if mail is not None:
        _sort(organization, mail, letter, at=at)
    return mail


@transaction.atomic
def file_mail_as(
    *, organization: Organization, mail: ReceivedMail, file: CaseFile, became: Became, by: Actor, at: datetime
) -> None:
    """Put a mail to a file that staff have chosen (個票に入れる). Raises UnableToMove, ChangedMeanwhile."""
    locked = _locked(mail)
    _put(organization, locked, file, Clue.STAFF, became, answers=locked.answers, by=by, at=at)


@transaction.atomic
def open_file_for_mail(
    *, organization: Organization, mail: ReceivedMail, fields: casefiles.FileFields, by: Actor, at: datetime
) -> Question:
    """Open a file for somebody who wrote for the first time (新しい個票を作る): contact given, no consent recorded."""
    locked = _locked(mail)
    known: casefiles.FileFields = {**fields, "contact_basis": ContactBasis.GIVEN, "language": _language(locked)}
    question = _ask(organization, locked, AskedBy(known), by=by, at=at)
    messages.file_mail(
        mail=locked, file=question.case_file, clue=Clue.STAFF, became=Became.QUESTION, cause=CAUSE,
        reference=str(question.pk), by=by, at=at,
    )  # fmt: skip
    return question


@transaction.atomic
def count_mail_as_question(*, organization: Organization, mail: ReceivedMail, by: Actor, at: datetime) -> Question:
    """Make a new consultation of a mail that went on with an old one (新しい相談として数える)."""
    locked = _locked(mail)
    file = locked.case_file
    if file is None or locked.became != Became.CONTACT:
        raise UnableToUndoMail(verdict([Reason("mails.not_a_contact")]))
    question = _ask(organization, locked, AskedBy({}, file=file), by=by, at=at)
    changes = {"became": Became.QUESTION, "cause": CAUSE, "reference": str(question.pk)}
    audit.change(locked, changes, version=None, by=by, at=at)
    followups.finish_caused_by(cause=MAIL, reference=str(locked.pk), by=by, at=at)
    return question


@transaction.atomic
def put_mail_back(*, mail: ReceivedMail, by: Actor, at: datetime) -> None:
    """Take back what was done with a mail (整理を取り消す). Raises UnableToUndoMail when its question was answered."""
    locked = _locked(mail)
    question = question_of(locked)
    if question is not None and question.status == QuestionStatus.ANSWERED:
        raise UnableToUndoMail(verdict([Reason("mails.answered")]))
    if question is not None and question.status == QuestionStatus.OPEN:
        close_question(question=question, by=by, at=at, why="メールの整理を取り消した")
    if locked.became == Became.CONTACT and locked.case_file is not None:
        followups.finish_caused_by(cause=MAIL, reference=str(locked.pk), by=by, at=at)
        casefiles.add_engagement(
            file=locked.case_file, kind="mail_put_back", occurred_at=at, channel=Channel.EMAIL,
            cause=MAIL, reference=str(locked.pk), by=by, at=at,
        )  # fmt: skip
    messages.put_back_mail(mail=locked, by=by, at=at)


@transaction.atomic
def mark_mail_read(*, mail: ReceivedMail, by: Actor, at: datetime) -> None:
    """Say that a mail has been read and needs nothing more (読んだことにする)."""
    followups.finish_caused_by(cause=MAIL, reference=str(mail.pk), by=by, at=at)


def _take_arrived(organization_id: int, arrived: Arrived, *, by: Actor, at: datetime) -> ReceivedMail | None:
    organization = Organization.objects.get(pk=organization_id)
    trouble, head = str(Trouble.TOO_LARGE.label), None
    try:
        with transaction.atomic():
            if arrived.whole:
                return receive_mail(organization=organization, data=arrived.data, way=Way.MAILBOX, by=by, at=at)
            head = read_mail(arrived.data)
    except UnreadableMail as refused:
        trouble = refused.trouble.label if arrived.whole else trouble
    except Exception:  # a mistake of ours about one mail: staff see the mail, the others go on
        log.exception("A mail could not be taken in (organization %s, uid %s).", organization_id, arrived.uid)
        trouble = "取り込みの途中で問題が起きました。メールソフトで開いてください。"
    return messages.take_unopened_mail(data=arrived.data, trouble=trouble, head=head, way=Way.MAILBOX, by=by, at=at)


def _sort(organization: Organization, mail: ReceivedMail, letter: Letter, *, at: datetime) -> None:
    by = system("consultations.sort_mail")
    if letter.nature is Nature.BOUNCE:
        failed = messages.note_bounce(letter=letter, organization=organization, by=by, at=at)
        why = f"配達できなかった知らせ({len(failed)}通を「届いていないメール」に出しました)"
        messages.set_aside_mail(mail=mail, why=why, by=by, at=at)
        return
    if letter.nature is Nature.AUTOMATIC:
        messages.set_aside_mail(mail=mail, why=AUTOMATIC, by=by, at=at)
        return
    clues, answered = clues_of(letter, organization, at=at)
    match = match_mail(clues)
    file = case_file(match.file_id) if match.file_id is not None else None
    if file is None or match.clue is None:
        assert match.waiting is not None
        messages.say_why_it_waits(mail=mail, waiting=match.waiting, answers=answered, by=by, at=at)
        return
    became = becomes(clue=match.clue, answers_something=bool(letter.answers))
    _put(organization, mail, file, match.clue, became, answers=answered, by=by, at=at)


def _put(
    organization: Organization,
    mail: ReceivedMail,
    file: CaseFile,
    clue: Clue,
    became: Became,
    *,
    answers: Message | None,
    by: Actor,
    at: datetime,
) -> None:
    if file.status == CaseFileStatus.CLOSED:
        casefiles.reopen_case_file(file=file, by=system("consultations.sort_mail"), at=at)
    cause = reference = ""
    if became is Became.QUESTION:
        question = _ask(organization, mail, AskedBy({}, file=file), by=by, at=at)
        cause, reference = CAUSE, str(question.pk)
    messages.file_mail(
        mail=mail, file=file, clue=clue, became=became, cause=cause, reference=reference, answers=answers, by=by, at=at
    )
    if became is Became.CONTACT:
        casefiles.add_engagement(
            file=file, kind="mail_received", occurred_at=mail.sent_at or at, channel=Channel.EMAIL,
            cause=MAIL, reference=str(mail.pk), by=by, at=at,
        )  # fmt: skip
        followups.plan_follow_up(
            title="届いたメールを読む", due_on=business_days_later(local_date(at), 1), case_file=file,
            owner=file.assigned_to, cause=MAIL, reference=str(mail.pk), by=by, at=at,
        )  # fmt: skip


def _ask(organization: Organization, mail: ReceivedMail, who: AskedBy, *, by: Actor, at: datetime) -> Question:
    asked = Asked(
        text=rules.question_text(subject=mail.subject, text=mail.text, most=MOST_TEXT),
        channel=Channel.EMAIL,
        asked_at=mail.sent_at or mail.received_at,
        language=_language(mail),
    )
    question = ask_question(organization=organization, who=who, asked=asked, links={}, by=by, at=at)
    _tell(organization, mail, question, by=by, at=at)
    return question


def _tell(organization: Organization, mail: ReceivedMail, question: Question, *, by: Actor, at: datetime) -> None:
    """Send the receipt: to the writer alone, and only where that is the address of the file."""
    file = question.case_file
    if not mail.from_key or email_key(file.email) != mail.from_key or is_protected(file.pk, on=local_date(at)):
        return
    japanese = question.language == "ja"
    name = organization.name if japanese else organization.name_en or organization.name
    purpose = CONSENT_TEXTS[ConsentPurpose.CONSULTATION]
    messages.send(
        template="consultations/mail/receipt_mail",
        language=question.language,
        to_address=file.email,
        values={
            "name": file.name or ("お客さま" if japanese else "Visitor"),
            "organization": name,
            "receipt": question.receipt,
            "due": wareki(question.due_on) if japanese else question.due_on.strftime("%-d %B %Y"),
            "subject": mail.subject or ("(件名なし)" if japanese else "(no subject)"),
            "purpose": (purpose.text if japanese else purpose.text_en).replace("{organization}", name),
            "status": status_link(organization.slug).replace("{receipt}", question.receipt),
            "phone": organization.phone,
        },
        case_file=file,
        cause=CAUSE,
        reference=str(question.pk),
        by=by,
        at=at,
    )


def _language(mail: ReceivedMail) -> str:
    return rules.language_of(f"{mail.subject}{mail.text}")


def _locked(mail: ReceivedMail) -> ReceivedMail:
    found: ReceivedMail = ReceivedMail.objects.select_for_update(of=["self"]).get(pk=mail.pk)
    return found
