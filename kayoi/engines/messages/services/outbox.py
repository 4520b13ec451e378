"""Queue messages in the caller's transaction; deliver them so that none is lost and none goes out twice by itself."""

import smtplib
from collections.abc import Mapping
from datetime import datetime
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import is_protected
from kayoi.engines.messages import rules
from kayoi.engines.messages.models import Message, MessageText
from kayoi.engines.messages.selectors import standard_text, text_of
from kayoi.engines.messages.selectors.incoming import message_id_of, reply_address_of
from kayoi.engines.messages.states import Delivery
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import enqueue
from kayoi.kit.verdict import Refused

# The mail server did not take the letter: it may be tried again. Anything after that is "unclear".
NOT_TAKEN = (ConnectionRefusedError, smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError)
REFUSED = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


class UnableToUseText(Refused):
    """A town's own text names places that nobody fills."""


@transaction.atomic
def send(
    *,
    template: str,
    language: str,
    to_address: str,
    values: Mapping[str, str],
    case_file: CaseFile | None = None,
    cause: str = "",
    reference: str = "",
    unsubscribe: str = "",
    calendar: str = "",
    hold: bool = False,
    by: Actor,
    at: datetime,
) -> Message:
    """Queue a message (通知を送る): row and job are of the caller's transaction, so both happen or neither.

    `calendar` is an iCalendar text (RFC 5545) that goes along as a file. Held until staff have said that it is safe:
    what goes to people under protection measures, and with `hold` what tells of somebody else who is.
    """
    text = text_of(template, language)
    message = Message.objects.create(
        case_file=case_file,
        template=template,
        language=language,
        to_address=to_address,
        subject=rules.subject_line(rules.fill(text.subject, values)),
        body=rules.fill(text.body, values),
        queued_at=at,
        cause=cause,
        reference=reference,
        unsubscribe=unsubscribe,
        calendar=calendar,
    )
    audit.record("messages.send", message, by=by, at=at, after={"template": template, "case_file": case_file})
    if hold or _is_unsafe(message, at=at):
        audit.move(message, "hold", by=by, at=at)
    else:
        _enqueue(message)
    return message


@transaction.atomic
def release_message(*, message: Message, why: str, by: Actor, at: datetime) -> None:
    """Send what was held (確かめて送る), with the reason why it is safe to write to somebody under protection."""
    audit.move(message, "release", by=by, at=at, why=why, also={"safe_because": why})
    _enqueue(message)


@transaction.atomic
def resend_message(*, message: Message, by: Actor, at: datetime) -> None:
    """Send once more what was not delivered, or may not have been (もう一度送る)."""
    audit.move(message, "resend", by=by, at=at, also={"error": ""})
    _enqueue(message)


@transaction.atomic
def settle_message(*, message: Message, by: Actor, at: datetime) -> None:
    """Say that an unclear message did arrive (届いていたと記録する)."""
    audit.move(message, "settle", by=by, at=at, also={"sent_at": at})


@transaction.atomic
def drop_message(*, message: Message, by: Actor, at: datetime, why: str = "") -> None:
    """Give a message up (送らないことにする)."""
    audit.move(message, "drop", by=by, at=at, why=why)


@transaction.atomic
def set_text(*, template: str, language: str, subject: str, body: str, by: Actor, at: datetime) -> MessageText:
    """Use a town's own words (文面を変える). Raises UnableToUseText when a place is unknown."""
    standard = standard_text(template, language)
    known = rules.places(standard.subject) | rules.places(standard.body)
    answer = rules.may_use_text(f"{subject} {body}", known=known)
    if answer.refused:
        raise UnableToUseText(answer)
    row, _ = MessageText.objects.update_or_create(
        template=template, language=language, defaults={"subject": subject, "body": body}
    )
    audit.record("messages.set_text", row, by=by, at=at, after={"template": template, "language": language})
    return row


def deliver_message(*, organization_id: int, message_id: int, by: Actor, at: datetime) -> Delivery | None:
    """Deliver one message (配送する); return what became of it, or None when there was nothing to do.

    Three steps, each committed: mark it as sending, speak to the mail server, write down the outcome. Killed after the
    first step, the next run finds "sending" and says "unclear" instead of sending again. Runs outside of a transaction.
    """
    with scope.of_organization(organization_id):
        message = Message.objects.select_for_update().get(pk=message_id)
        if message.status == Delivery.SENDING:
            audit.move(message, "doubt", by=by, at=at)
            return Delivery.UNCLEAR
        if message.status != Delivery.QUEUED:
            return None
        if _is_unsafe(message, at=at):  # protected since it was written
            audit.move(message, "hold", by=by, at=at)
            return Delivery.HELD
        audit.move(message, "start", by=by, at=at)
        mail = _mail(message, Organization.objects.get(pk=organization_id))
    outcome, action, error = _speak(mail)
    with scope.of_organization(organization_id):
        also = {"sent_at": at} if outcome is Delivery.SENT else {"error": error}
        audit.move(message, action, by=by, at=at, also=also)
    return outcome


def _is_unsafe(message: Message, *, at: datetime) -> bool:
    return not message.safe_because and is_protected(message.case_file_id, on=local_date(at))


def _speak(mail: EmailMessage) -> tuple[Delivery, str, str]:
    """Hand the mail to the server; return the outcome, the transition, and the error in a few words."""
    try:
        connection = get_connection()
        connection.open()
    except (*NOT_TAKEN, OSError) as error:
        return Delivery.QUEUED, "postpone", _words(error)
    try:
        connection.send_messages([mail])
    except REFUSED as error:
        return Delivery.FAILED, "fail", _words(error)
    except (smtplib.SMTPException, OSError) as error:
        return Delivery.UNCLEAR, "doubt", _words(error)
    finally:
        connection.close()
    return Delivery.SENT, "finish", ""


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def _mail(message: Message, organization: Organization) -> EmailMessage:
    reply_to = reply_address_of(message.case_file, organization)
    mail = EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=formataddr((organization.name, settings.DEFAULT_FROM_EMAIL)),
        to=[message.to_address],
        reply_to=[reply_to] if reply_to else None,
        headers={
            "Message-ID": f"<{message_id_of(message, organization)}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
            **_unsubscribe(message),
        },
    )
    if message.calendar:
        mail.attach("calendar.ics", message.calendar, "text/calendar; method=PUBLISH")
    return mail


def _unsubscribe(message: Message) -> dict[str, str]:
    """Return the headers by which mail programs end such messages with one press (RFC 2369, RFC 8058)."""
    if not message.unsubscribe:
        return {}
    return {
        "List-Unsubscribe": f"<{message.unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _enqueue(message: Message) -> None:
    enqueue("messages.deliver", organization=message.organization_id, message=message.pk)
