"""A questionnaire, its versions, the answer sheets, and the tables that were published."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kayoi.engines.casefiles.states import Retention
from kayoi.engines.questionnaires.states import (
    SHEET_TRANSITIONS,
    VERSION_TRANSITIONS,
    SheetStatus,
    VersionStatus,
    Way,
)
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition


class Questionnaire(TenantModel):
    """What a town asks again and again (アンケート). `key` names what for: a programme's row."""

    key = models.CharField("記号", max_length=60)
    title = models.CharField("名称", max_length=120)
    anonymous = models.BooleanField("無記名")
    open_to_all = models.BooleanField("ページを知る人は、だれでも答えられる", default=False)
    text_retention = models.CharField("自由記述の保存年限", max_length=2, choices=Retention.choices())
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="questionnaires_key"),
            models.CheckConstraint(
                condition=Q(open_to_all=False) | Q(anonymous=True), name="questionnaires_open_is_anonymous"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Version(TenantModel):
    """The questions as they were asked (版); `notice` is what respondents were told their answers are for."""

    transitions: ClassVar[tuple[Transition, ...]] = VERSION_TRANSITIONS

    questionnaire = models.ForeignKey("questionnaires.Questionnaire", models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版")
    status = models.CharField("状態", max_length=8, choices=VersionStatus.choices(), default=VersionStatus.DRAFT)
    notice = models.TextField("利用目的", max_length=1000)
    body = models.JSONField("設問")
    fingerprint = models.CharField("受付を始めたときの内容の指紋", max_length=64, blank=True)
    opened_at = models.DateTimeField("受付開始", null=True)
    closed_at = models.DateTimeField("受付終了", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "questionnaire", "number"], name="questionnaires_number"),
            models.UniqueConstraint(
                fields=["organization", "questionnaire"], condition=Q(status="open"), name="questionnaires_one_open"
            ),
            models.CheckConstraint(
                condition=Q(status=VersionStatus.DRAFT, fingerprint="", opened_at=None)
                | Q(~Q(status=VersionStatus.DRAFT), ~Q(fingerprint=""), opened_at__isnull=False),
                name="questionnaires_opened_is_sealed",
            ),
        ]


class AnswerSheet(TenantModel):
    """What one respondent answered (回答票). Who handed in an anonymous one, nothing in it tells:
    no file, no code, no moment, and a number that does not tell the order.
    """

    person_path = "case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = SHEET_TRANSITIONS

    # Not `version`: that is the number of a row which several people edit.
    edition = models.ForeignKey("questionnaires.Version", models.PROTECT, related_name="sheets")
    status = models.CharField("状態", max_length=10, choices=SheetStatus.choices(), default=SheetStatus.DRAFT)
    anonymous = models.BooleanField("無記名")
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, null=True, related_name="+")
    about = models.CharField("何について", max_length=60, blank=True)
    way = models.CharField("回答の方法", max_length=10, choices=Way.choices())
    typed_by = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, blank=True)
    answers = models.JSONField("回答", default=dict)
    quotas = ArrayField(models.CharField(max_length=30), verbose_name="数えた枠", default=list)
    outside = ArrayField(models.CharField(max_length=30), verbose_name="枠の外", default=list)
    answered_on = models.DateField("回答日", null=True)
    submitted_at = models.DateTimeField("提出日時", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "token_hash"], condition=~Q(token_hash=""), name="questionnaires_code_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "edition", "case_file", "about"],
                condition=Q(case_file__isnull=False),
                name="questionnaires_one_sheet_each",
            ),
            models.CheckConstraint(
                condition=Q(anonymous=False)
                | Q(Q(token_hash="") | Q(status=SheetStatus.DRAFT), case_file=None, submitted_at=None),
                name="questionnaires_anonymous_untraceable",
            ),
            models.CheckConstraint(
                condition=Q(status=SheetStatus.DRAFT) | Q(answered_on__isnull=False),
                name="questionnaires_submitted_has_day",
            ),
            models.CheckConstraint(
                condition=Q(way=Way.WEB, typed_by=None) | Q(~Q(way=Way.WEB), typed_by__isnull=False),
                name="questionnaires_typed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["organization", "edition", "status"], name="questionnaires_sheets")]


class PublishedTable(TenantModel):
    """A table as it was published (公表した集計), never changed: later tables are weighed against it."""

    append_only = True

    edition = models.ForeignKey("questionnaires.Version", models.PROTECT, related_name="tables")
    number = models.PositiveIntegerField("番号")
    title = models.CharField("表題", max_length=120)
    cut = models.JSONField("軸と対象")
    cells = models.JSONField("数")
    base = models.JSONField("母数")
    published_at = models.DateTimeField("公表日時")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "edition", "number"], name="questionnaires_table_number")
        ]
