"""Procedures that staff have opened without code, and the versions of their questions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kayoi.engines.procedures.states import (
    PROCEDURE_TRANSITIONS,
    Applicants,
    ProcedureKind,
    ProcedureStatus,
    ProcedureWords,
)
from kayoi.engines.rulesets.models import JsonText
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition


class Procedure(TenantModel):
    """What people can apply for (手続き): its words, when it is open, by what rules and by whom it is decided.

    `questions` and `documents` are being written; what applicants see is the latest Form.
    """

    public_rows = "status <> 'draft'"
    transitions: ClassVar[tuple[Transition, ...]] = PROCEDURE_TRANSITIONS

    key = models.SlugField("記号", max_length=40)
    kind = models.CharField("種類", max_length=12, choices=ProcedureKind.choices())
    applicants = models.CharField("申請できる人", max_length=6, choices=Applicants.choices(), default=Applicants.PERSON)
    status = models.CharField("状態", max_length=10, choices=ProcedureStatus.choices(), default=ProcedureStatus.DRAFT)
    title = models.CharField("名称", max_length=60)
    title_en = models.CharField("英語の名称", max_length=100, blank=True)
    summary = models.TextField("説明", max_length=1000, blank=True)
    summary_en = models.TextField("英語の説明", max_length=1000, blank=True)
    ruleset = models.ForeignKey(
        "rulesets.Ruleset", models.PROTECT, verbose_name="要件・算定", null=True, blank=True, related_name="+"
    )
    opens_on = models.DateField("受付の始まり", null=True, blank=True)
    closes_before = models.DateField("受付の終わりの翌日", null=True, blank=True)
    first_month = models.PositiveSmallIntegerField("季節の始まりの月", null=True, blank=True)
    last_month = models.PositiveSmallIntegerField("季節の終わりの月", null=True, blank=True)
    days_needed = models.PositiveSmallIntegerField("決定までの日数の目安(開庁日)", default=30)
    conditions = models.TextField("決定の条件(通知書に載せる)", max_length=1000, blank=True)
    # Outcome to the words of its letter: title, opening, closing. What is left out is said in the standard words.
    letters = JsonText("通知書の文", default=dict)
    questions = JsonText("手続き独自の質問", default=list)
    documents = JsonText("添付書類", default=list)
    # Role to yen: up to how much it may decide (専決); null without limit. Empty: whoever may decide at all.
    limits = models.JSONField("専決の限度", default=dict)
    # Roles that approve one after another (回議); the first whose limit holds the amount decides. Empty: one decides.
    steps = models.JSONField("回議の順", default=list)
    # Came with a file, and nobody of this town has written on it.
    is_sample = models.BooleanField("見本", default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key"],
                name="procedures_key",
                violation_error_message="この記号の手続きは、すでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_before=None) | Q(closes_before__gt=F("opens_on")),
                name="procedures_open_forward",
                violation_error_message="受付の終わりは、始まりより後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(first_month=None, last_month=None)
                | Q(first_month__range=(1, 12), last_month__range=(1, 12)),
                name="procedures_season_whole",
                violation_error_message="季節は、始まりと終わりの月を両方選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown_as_sample(self) -> bool:
        """Tell whether it is a 見本: of a file, not yet this town's own."""
        return self.is_sample and self.status == ProcedureStatus.DRAFT

    @property
    def words(self) -> ProcedureWords:
        """What mails and the time line say of it."""
        return ProcedureWords(self.key, "", self.title, self.title_en or self.title)


class Form(TenantModel):
    """The questions and documents of a procedure as applicants saw them from a day on (様式の版)."""

    append_only = True

    procedure = models.ForeignKey("procedures.Procedure", models.PROTECT, related_name="forms")
    number = models.PositiveSmallIntegerField("版")
    questions = JsonText("質問")
    documents = JsonText("添付書類")
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "procedure", "number"], name="procedures_form_number")
        ]
