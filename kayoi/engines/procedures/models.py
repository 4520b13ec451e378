"""Applications, their papers, proxies, letters."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures.states import PAPER_TRANSITIONS, TRANSITIONS, ApplicationStatus, PaperStatus
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition


class Proxy(TenantModel):
    """That one person acts for another, for what, until when (代理・委任状)."""

    person_path = "principal__person"

    principal = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+")
    agent = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+")
    scope = models.CharField("委任の範囲(手続き)", max_length=40)
    relation = models.CharField("続柄", max_length=20, blank=True)
    paper = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
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


class Paper(TenantModel):
    """One paper that an application needs (添付書類), whether it came as a file or on paper."""

    person_path = "application__case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = PAPER_TRANSITIONS

    application = models.ForeignKey("procedures.Application", models.CASCADE, related_name="papers")
    code = models.CharField(max_length=30)
    label = models.CharField("書類の名前", max_length=100)
    is_needed = models.BooleanField("必ず要る", default=True)
    status = models.CharField("状態", max_length=8, choices=PaperStatus.choices(), default=PaperStatus.MISSING)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    received_on = models.DateField("受け取った日", null=True)
    valid_until = models.DateField("有効期限", null=True)
    why = models.CharField("直しの理由", max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "application", "code"], name="procedures_paper_once")
        ]


class Letter(TenantModel):
    """A letter that was issued (通知書): its values frozen, its PDF made from them whenever it is opened."""

    append_only = True
    person_path = "case_file__person"

    application = models.ForeignKey("procedures.Application", models.PROTECT, null=True, related_name="letters")
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+")
    template = models.CharField("文書の種類", max_length=60)
    title = models.CharField("文書の題", max_length=60)
    number = models.CharField("文書番号", max_length=40)
    issued_on = models.DateField("日付")
    values = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "number"], name="procedures_letter_number")]
        indexes = [models.Index(fields=["case_file", "-made_at"], name="procedures_letters")]


class LetterCounter(TenantModel):
    """The last number given to a letter in a fiscal year (文書の採番)."""

    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "fiscal_year"], name="procedures_counter_once")]
