"""Take in a mail exactly once, say whose it is, set it aside, and take that back."""

import hashlib
from datetime import datetime
from io import BytesIO

from django.db import IntegrityError, transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.messages.models import MailEnclosure, MailSource, Message, ReceivedMail
from kayoi.engines.messages.rules import incoming as rules
from kayoi.engines.messages.selectors.incoming import messages_named
from kayoi.engines.messages.states import Delivery
from kayoi.engines.messages.states.incoming import Became, Clue, Waiting, Way
from kayoi.foundation.audit import services as audit
from kayoi.foundation.files import services as files
from kayoi.foundation.files.forms import REFUSALS
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.mail import Enclosure, Letter
from kayoi.kit.sentences import sentences
from kayoi.kit.text import email_key


@transaction.atomic
def take_mail(*, letter: Letter, data: bytes, way: Way, by: Actor, at: datetime) -> ReceivedMail | None:
    """Take in a mail (メールを受け取る): row, bytes, enclosures. None when it is here already, however it came."""
    key = rules.mail_key(
        message_id=letter.message_id, sender=letter.sender_address, subject=letter.subject, text=letter.text
    )
    mail = _once(
        ReceivedMail(
            key=key, way=way, nature=letter.nature, subject=letter.subject, from_name=letter.sender_name,
            from_address=letter.sender_address, from_key=email_key(letter.sender_address)[:254],
            sent_at=min(letter.sent_at, at) if letter.sent_at else None, received_at=at,
            message_id=letter.message_id, text=letter.text, history=letter.history,
            more_enclosures=letter.more_enclosures,
        )
    )  # fmt: skip
    if mail is None:
        return None
    MailSource.objects.create(mail=mail, data=data)
    for enclosure in letter.enclosures:
        _take_enclosure(mail, enclosure, by=by, at=at)
    audit.record("messages.take_mail", mail, by=by, at=at, after={"way": way, "nature": letter.nature})
    return mail


@transaction.atomic
def take_unopened_mail(
    *, data: bytes, trouble: str, head: Letter | None, way: Way, by: Actor, at: datetime
) -> ReceivedMail | None:
    """Keep a mail that cannot be opened (開けないメールを受け取る), with the reason and what its head says."""
    mail = _once(
        ReceivedMail(
            key=hashlib.sha256(b"unopened\n" + data).hexdigest(), way=way, received_at=at, trouble=trouble[:200],
            subject=head.subject if head else "", from_name=head.sender_name if head else "",
            from_address=head.sender_address if head else "", message_id=head.message_id if head else "",
            from_key=email_key(head.sender_address)[:254] if head else "",
            sent_at=min(head.sent_at, at) if head and head.sent_at else None, waiting=Waiting.UNREADABLE,
        )
    )  # fmt: skip
    if mail is None:
        return None
    MailSource.objects.create(mail=mail, data=data)
    audit.record("messages.take_unopened_mail", mail, by=by, at=at, after={"way": way, "trouble": trouble})
    return mail


@transaction.atomic
def file_mail(
    *,
    mail: ReceivedMail,
    file: CaseFile,
    clue: Clue,
    became: Became,
    cause: str = "",
    reference: str = "",
    answers: Message | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Say whose mail it is and what was made of it (個票に入れる). Raises ChangedMeanwhile, UnableToMove."""
    also = {
        "case_file": file, "clue": clue, "became": became, "cause": cause, "reference": reference, "waiting": "",
        "set_aside_why": "", "answers": answers or mail.answers,
    }  # fmt: skip
    audit.move(mail, "file", by=by, at=at, also=also)


@transaction.atomic
def set_aside_mail(*, mail: ReceivedMail, why: str, by: Actor, at: datetime) -> None:
    """Say that a mail is nothing for the desk (対象外にする): an advertisement, an automatic answer."""
    audit.move(mail, "set_aside", by=by, at=at, why=why, also={"set_aside_why": why[:200], "waiting": ""})


@transaction.atomic
def put_back_mail(*, mail: ReceivedMail, by: Actor, at: datetime) -> None:
    """Put a mail back into the queue (整理待ちに戻す)."""
    also = {
        "case_file": None, "clue": "", "became": "", "cause": "", "reference": "", "set_aside_why": "",
        "waiting": Waiting.UNDONE,
    }  # fmt: skip
    audit.move(mail, "put_back", by=by, at=at, also=also)


@transaction.atomic
def say_why_it_waits(
    *, mail: ReceivedMail, waiting: Waiting, answers: Message | None = None, by: Actor, at: datetime
) -> None:
    """Write down why a mail waits (待っている理由を書く), and which mail of ours it answers."""
    mail.waiting, mail.answers = waiting, answers or mail.answers
    mail.save(update_fields=["waiting", "answers"])
    audit.record("messages.wait", mail, by=by, at=at, after={"waiting": waiting})


@transaction.atomic
def note_bounce(*, letter: Letter, organization: Organization, by: Actor, at: datetime) -> list[Message]:
    """Mark messages of ours that a mail server sent back as not delivered (不達を記録する); return them."""
    bounce = letter.bounce
    if bounce is None or not bounce.final:
        return []
    failed = []
    error = rules.refusal_in_words(status=bounce.status, words=bounce.words)
    for message in messages_named(bounce.message_ids, organization):
        if message.status in {Delivery.SENT, Delivery.UNCLEAR}:
            audit.move(message, "bounce", by=by, at=at, also={"error": error})
            failed.append(message)
    return failed


def _once(mail: ReceivedMail) -> ReceivedMail | None:
    """Write the row, or find that it is there: the unique key decides, also between two at once."""
    if ReceivedMail.objects.filter(key=mail.key).exists():
        return None
    try:
        with transaction.atomic():
            mail.save()
    except IntegrityError:
        if not ReceivedMail.objects.filter(key=mail.key).exists():
            raise
        return None
    return mail


def _take_enclosure(mail: ReceivedMail, enclosure: Enclosure, *, by: Actor, at: datetime) -> None:
    stored, why_not = None, enclosure.why_not
    if not why_not:
        try:
            with transaction.atomic():
                stored = files.take_file(
                    upload=BytesIO(enclosure.data), name=enclosure.name, size=len(enclosure.data), by=by, at=at
                )
        except files.UnableToTakeFile as refused:
            why_not = " ".join(sentences(refused.verdict, REFUSALS))
    MailEnclosure.objects.create(mail=mail, name=enclosure.name[:300], file=stored, why_not=why_not[:300])
