"""Consents, protection measures, the link by which a log-in is connected."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.foundation.tenancy.models import TenantModel


class Consent(TenantModel):
    """A consent with purpose and version, given and perhaps withdrawn (同意)."""

    person_path = "case_file__person"

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="consents")
    purpose = models.CharField("目的", max_length=20, choices=ConsentPurpose.choices())
    text_version = models.CharField("文面の版", max_length=20)
    channel = models.CharField("受けた方法", max_length=12, choices=Channel.choices())
    given_at = models.DateTimeField("同意した日時")
    withdrawn_at = models.DateTimeField("取り消した日時", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "case_file", "purpose"],
                condition=Q(withdrawn_at=None),
                name="casefiles_one_open_consent",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=models.F("given_at")),
                name="casefiles_consent_forward",
            ),
        ]


class Protection(TenantModel):
    """That a person is under protection measures (支援措置: DV, stalking and the like), from a day to a day."""

    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="protections")
    starts_on = models.DateField("開始日")
    ends_before = models.DateField("終了日の翌日", null=True)
    basis = models.CharField("根拠(申出書の番号など)", max_length=100, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before=None) | Q(ends_before__gte=models.F("starts_on")),
                name="casefiles_protection_forward",
                violation_error_message="終了日は開始日より後にしてください。",
            ),
        ]


class ConnectLink(TenantModel):
    """A one-time link by which somebody connects their log-in with this file (結びつけのリンク); stored as a hash."""

    login_rows = True

    case_file = models.ForeignKey("casefiles.CaseFile", models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, db_index=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    across: ClassVar = models.Manager()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "token_hash"], name="casefiles_connect_once"),
        ]
