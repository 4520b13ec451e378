"""The outbox, and towns' own texts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kayoi.engines.messages.states import TRANSITIONS, Delivery
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition


class Message(TenantModel):
    """A message to somebody (通知): written in the transaction of what caused it, sent by the worker."""

    person_path = "case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = TRANSITIONS

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, null=True, related_name="messages")
    template = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    to_address = models.EmailField("宛先")
    subject = models.CharField("件名", max_length=200)
    body = models.TextField("本文")
    status = models.CharField("状態", max_length=10, choices=Delivery.choices(), default=Delivery.QUEUED)
    queued_at = models.DateTimeField("作成日時")
    sent_at = models.DateTimeField("送信日時", null=True)
    error = models.CharField("届かなかった理由", max_length=300, blank=True)
    cause = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    # Address at which one press ends such messages (RFC 8058); empty on letters that answer somebody.
    unsubscribe = models.URLField(max_length=500, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["case_file", "-queued_at"], name="mailing_of_file"),
            models.Index(
                fields=["organization", "status"], name="mailing_open", condition=~Q(status__in=["sent", "dropped"])
            ),
        ]


class MessageText(TenantModel):
    """A town's own words for a template (文面); the standard text is in the programme's templates."""

    template = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    subject = models.CharField("件名", max_length=200)
    body = models.TextField("本文", max_length=8000)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "template", "language"], name="mailing_text_once")
        ]
