"""The outbox, towns' own texts, and mails that arrive."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kayoi.engines.messages.states import TRANSITIONS, Delivery
from kayoi.engines.messages.states.incoming import TRANSITIONS as INCOMING
from kayoi.engines.messages.states.incoming import Became, Clue, ReceivedStatus, Waiting, Way
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.mail import Nature
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
    # An entry for the reader's own calendar (RFC 5545), as it was when the mail was written; most mails have none.
    calendar = models.TextField("カレンダーの予定", blank=True)
    status = models.CharField("状態", max_length=10, choices=Delivery.choices(), default=Delivery.QUEUED)
    queued_at = models.DateTimeField("作成日時")
    sent_at = models.DateTimeField("送信日時", null=True)
    error = models.CharField("届かなかった理由", max_length=300, blank=True)
    cause = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    # Address at which one press ends such messages (RFC 8058); empty on letters that answer somebody.
    unsubscribe = models.URLField(max_length=500, blank=True)
    # Why it goes out although the person is under protection measures: how staff know that nobody else reads it.
    safe_because = models.CharField("送ってよい理由", max_length=200, blank=True)

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


class ReceivedMail(TenantModel):
    """A mail that arrived (受信メール): fetched from a mailbox or dropped by staff, waiting, filed or set aside."""

    transitions: ClassVar[tuple[Transition, ...]] = INCOMING

    key = models.CharField(max_length=64)
    way = models.CharField("届き方", max_length=10, choices=Way.choices())
    status = models.CharField("状態", max_length=10, choices=ReceivedStatus.choices(), default=ReceivedStatus.WAITING)
    nature = models.CharField("種類", max_length=10, choices=Nature.choices(), default=Nature.WRITTEN)
    subject = models.CharField("件名", max_length=300, blank=True)
    from_name = models.CharField("差出人", max_length=100, blank=True)
    from_address = models.CharField("差出人のアドレス", max_length=254, blank=True)
    from_key = models.CharField(max_length=254, blank=True)
    sent_at = models.DateTimeField("送信日時", null=True)
    received_at = models.DateTimeField("受け取った日時")
    message_id = models.CharField(max_length=400, blank=True)
    text = models.TextField("本文", blank=True)
    history = models.TextField("引用された過去のやりとり", blank=True)
    more_enclosures = models.PositiveIntegerField(default=0)
    trouble = models.CharField("開けなかった理由", max_length=200, blank=True)
    # Whose it is, by what, and what was made of it.
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, null=True, related_name="received_mails")
    answers = models.ForeignKey("mailing.Message", models.PROTECT, null=True, related_name="received_mails")
    clue = models.CharField("照合", max_length=10, choices=Clue.choices(), blank=True)
    waiting = models.CharField("待っている理由", max_length=10, choices=Waiting.choices(), blank=True)
    became = models.CharField("扱い", max_length=10, choices=Became.choices(), blank=True)
    cause = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    set_aside_why = models.CharField("対象外にした理由", max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="mailing_received_once"),
            models.CheckConstraint(
                condition=~Q(status=ReceivedStatus.FILED) | Q(case_file__isnull=False), name="mailing_filed_has_file"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "status", "-received_at"], name="mailing_received"),
            models.Index(fields=["case_file", "-received_at"], name="mailing_received_of_file"),
            models.Index(fields=["organization", "from_key", "-received_at"], name="mailing_received_from"),
        ]


class MailSource(TenantModel):
    """The bytes of a mail as it came (元のメール)."""

    mail = models.ForeignKey("mailing.ReceivedMail", models.PROTECT, related_name="sources")
    data = models.BinaryField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "mail"], name="mailing_one_source")]


class MailEnclosure(TenantModel):
    """A file that came with a mail (メールの添付): stored, or named with the reason why it was not taken."""

    mail = models.ForeignKey("mailing.ReceivedMail", models.PROTECT, related_name="enclosures")
    name = models.CharField("ファイル名", max_length=300)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    why_not = models.CharField("受け取らなかった理由", max_length=300, blank=True)


class Mailbox(TenantModel):
    """How far a town's mailbox has been read (受信箱の読み取り位置). Host and password stand outside the database."""

    address = models.CharField(max_length=300)
    uid_validity = models.BigIntegerField()
    last_uid = models.BigIntegerField()
    read_at = models.DateTimeField("最後に読んだ日時")
    error = models.CharField("読めない理由", max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "address"], name="mailing_mailbox_once")]
