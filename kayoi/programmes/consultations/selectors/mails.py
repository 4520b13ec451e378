"""Reads for mails: links of a receipt, the question that a mail has become."""

from django.conf import settings
from django.urls import reverse

from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import ReceivedMail
from kayoi.engines.messages.states.incoming import CAUSE as MAIL
from kayoi.engines.messages.states.incoming import Became
from kayoi.programmes.consultations.models import Question
from kayoi.programmes.consultations.states import CAUSE


def status_link(slug: str) -> str:
    """Return the address of the receipt page, with {receipt} in it."""
    path = reverse("consultations:asked", kwargs={"organization": slug, "receipt": "RECEIPT"})
    return settings.CANONICAL_URL.rstrip("/") + path.replace("RECEIPT", "{receipt}")


def question_of(mail: ReceivedMail) -> Question | None:
    """Return the question that a mail has become."""
    if mail.became != Became.QUESTION or mail.cause != CAUSE:
        return None
    return Question.objects.filter(pk=int(mail.reference)).first()


def is_unread(mail: ReceivedMail) -> bool:
    """Tell whether a contact by mail still waits to be read."""
    return FollowUp.objects.open().filter(cause=MAIL, reference=str(mail.pk)).exists()


def question_answered_by(mail: ReceivedMail) -> Question | None:
    """Return the question whose mail this one answers."""
    message = mail.answers
    if message is None or message.cause != CAUSE or not message.reference.isdecimal():
        return None
    return Question.objects.filter(pk=int(message.reference)).first()


def mails_without_question() -> int:
    """Count mails that are said to have become a question of another file, or none at all (for verify)."""
    mails = ReceivedMail.objects.filter(became=Became.QUESTION)
    ids = [int(mail.reference) for mail in mails if mail.reference.isdecimal()]
    return mails.count() - Question.objects.filter(pk__in=ids).count()
