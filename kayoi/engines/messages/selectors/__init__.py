"""Reads of messages and texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.template.loader import get_template

from kayoi.engines.messages.models import Message, MessageText
from kayoi.engines.messages.states import Delivery


@dataclass(frozen=True)
class Text:
    """Subject and body of a template in one language."""

    subject: str
    body: str
    own: bool


def standard_text(template: str, language: str) -> Text:
    """Return the text that comes with Kayoi: the file templates/<template>.<language>.txt, first line the subject."""
    source: str = get_template(f"{template}.{language}.txt").template.source  # type: ignore[attr-defined]
    subject, _, body = source.partition("\n")
    return Text(subject.strip(), body.strip(), own=False)


def text_of(template: str, language: str) -> Text:
    """Return the open organization's own text, or the standard one."""
    own = MessageText.objects.filter(template=template, language=language).first()
    return standard_text(template, language) if own is None else Text(own.subject, own.body, own=True)


def messages_of(file_ids: Iterable[int]) -> QuerySet[Message]:
    """Return the messages of some case files, latest first."""
    return Message.objects.filter(case_file_id__in=file_ids).order_by("-queued_at", "-pk")


def troubled_messages(*, at: datetime) -> QuerySet[Message]:
    """Return messages that staff must look at: not delivered, nobody knows, held, or waiting for more than a day."""
    waiting = Q(status=Delivery.QUEUED, queued_at__lt=at - timedelta(days=1))
    rows = Message.objects.filter(Q(status__in=[Delivery.FAILED, Delivery.UNCLEAR, Delivery.HELD]) | waiting)
    return rows.select_related("case_file").order_by("-queued_at")
