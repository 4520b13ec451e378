"""The public half of a town's keys, the cards it has issued, and the list that says which have been revoked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kayoi.engines.credentials.states import TRANSITIONS, CardStatus, Medium
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition


class SigningKey(TenantModel):
    """A key that signs cards (署名鍵), its public half. The private one lies in a file of that name (key_files.py)."""

    kid = models.CharField("鍵の名前", max_length=8)
    point = models.CharField("公開鍵", max_length=87)
    valid_from = models.DateTimeField("使い始め")
    valid_until = models.DateTimeField("使い終わり")
    withdrawn_at = models.DateTimeField("取りやめた日時", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "kid"], name="credentials_kid"),
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_until")), name="credentials_key_times"),
        ]

    def __str__(self) -> str:
        return self.kid


class Card(TenantModel):
    """A card that was issued (登録者証). Whom `subject` stands for, the programme knows; a name is never kept here."""

    transitions: ClassVar[tuple[Transition, ...]] = TRANSITIONS

    number = models.CharField("番号", max_length=14)
    index = models.PositiveIntegerField("失効一覧での位置")
    subject = models.CharField("対象の記号", max_length=60)
    kind = models.CharField("種別", max_length=20)
    medium = models.CharField("形", max_length=8, choices=Medium.choices())
    holder = models.CharField("端末の公開鍵", max_length=87, blank=True)
    valid_from = models.DateTimeField("有効期間の始め")
    valid_until = models.DateField("有効期限")
    key = models.ForeignKey("credentials.SigningKey", models.PROTECT, related_name="cards")
    status = models.CharField("状態", max_length=8, choices=CardStatus.choices(), default=CardStatus.VALID)
    reason = models.CharField("失効の理由(本人に示す)", max_length=300, blank=True)
    replaces = models.ForeignKey("credentials.Card", models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="credentials_number"),
            models.UniqueConstraint(fields=["organization", "index"], name="credentials_index"),
            models.UniqueConstraint(
                fields=["organization", "replaces"],
                condition=Q(replaces__isnull=False),
                name="credentials_replaced_once",
            ),
            models.CheckConstraint(
                condition=Q(~Q(holder=""), medium=Medium.PHONE) | Q(medium=Medium.PAPER, holder=""),
                name="credentials_phone_has_key",
            ),
            models.CheckConstraint(
                condition=Q(~Q(reason=""), status=CardStatus.REVOKED) | Q(~Q(status=CardStatus.REVOKED), reason=""),
                name="credentials_revoked_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["organization", "subject"], name="credentials_by_subject")]

    def __str__(self) -> str:
        return self.number


class PublishedList(TenantModel):
    """The status list of a town as it was signed last (失効一覧): the one that counters fetch."""

    token = models.TextField("署名した一覧")
    issued_at = models.DateTimeField("作成日時")
    expires_at = models.DateTimeField("期限")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization"], name="credentials_one_list")]
