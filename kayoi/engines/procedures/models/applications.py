"""Applications, their secret links, and who acts for whom."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures.states import TRANSITIONS, ApplicationStatus
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition


class Proxy(TenantModel):
    """That one person acts for another, for what, until when (代理・委任状)."""

    person_path = "principal__person"

    principal = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+")
    agent = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+")
    scope = models.CharField("委任の範囲(手続き)", max_length=40)
    relation = models.CharField("続柄", max_length=20, blank=True)
    paper = models.ForeignKey("procedures.Document", models.PROTECT, null=True, related_name="+")
    seen_on = models.DateField("委任状を確かめた日", null=True)
    starts_on = models.DateField("委任の始まり")
    ends_before = models.DateField("委任の終わりの翌日", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(principal=F("agent")), name="procedures_proxy_between_two"),
            models.CheckConstraint(
                condition=Q(ends_before=None) | Q(ends_before__gt=F("starts_on")),
                name="procedures_proxy_forward",
                violation_error_message="委任の終わりは、始まりより後にしてください。",
            ),
        ]


class Application(TenantModel):
    """A request in a procedure (申請): answers by the version of the form, state, receipt."""

    person_path = "case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = TRANSITIONS

    procedure = models.CharField("手続き", max_length=40)
    form_version = models.CharField("様式の版", max_length=20)
    # Of a procedure that staff have opened; those of programmes know their questions themselves.
    form = models.ForeignKey("procedures.Form", models.PROTECT, null=True, related_name="applications")
    # Who applies, or does so for another by `proxy`; a draft may be nobody's yet.
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, null=True, related_name="applications")
    proxy = models.ForeignKey("procedures.Proxy", models.PROTECT, null=True, related_name="applications")
    receipt = models.CharField("受付番号", max_length=14)
    status = models.CharField(
        "状態", max_length=10, choices=ApplicationStatus.choices(), default=ApplicationStatus.DRAFT
    )
    channel = models.CharField("申請の方法", max_length=12, choices=Channel.choices())
    answers = models.JSONField("記入の内容", default=dict)
    language = models.CharField(max_length=5, default="ja")
    client_key = models.UUIDField(null=True)
    started_at = models.DateTimeField("書き始めた日時")
    submitted_at = models.DateTimeField("提出した日時", null=True)
    decided_at = models.DateTimeField("決定した日時", null=True)
    why = models.CharField("補正・却下の理由", max_length=400, blank=True)
    # What the examiner puts before the decider, and who that was.
    proposal = models.JSONField("審査の結果", null=True)
    examined_by = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")
    # How often something was proposed; the role whose stamp a proposal on its route waits for.
    proposal_number = models.PositiveSmallIntegerField("何回目の審査の結果", default=0)
    waits_for = models.CharField("承認を待つ役割", max_length=30, blank=True)
    tries = models.PositiveSmallIntegerField("状態の照会の誤り", default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "receipt"], name="procedures_receipt"),
            models.UniqueConstraint(
                fields=["organization", "client_key"],
                condition=Q(client_key__isnull=False),
                name="procedures_sent_once",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(case_file__isnull=False, submitted_at__isnull=False),
                name="procedures_sent_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "procedure", "status", "-started_at"], name="procedures_by_status"),
            models.Index(fields=["case_file", "-started_at"], name="procedures_of_file"),
        ]

    def __str__(self) -> str:
        return self.receipt


class ApplicationLink(TenantModel):
    """A secret link to an application (申請のリンク); stored as a hash. Each mail carries one of its own."""

    application = models.ForeignKey("procedures.Application", models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "token_hash"], name="procedures_link_once")]
