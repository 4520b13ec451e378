"""Registers of the town, and who is registered in them."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.rulesets.models import JsonText
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.furusato.states import (
    OPEN,
    REGISTER_TRANSITIONS,
    TRANSITIONS,
    DecidedBy,
    EndReason,
    RegisterStatus,
    RegistrationStatus,
    RenewalOutcome,
)


class Register(TenantModel):
    """A register of the town's own (町の登録): for whom, on which conditions, for how long. Never the national one."""

    transitions: ClassVar[tuple[Transition, ...]] = REGISTER_TRANSITIONS

    key = models.SlugField("記号(アドレス)", max_length=40)
    status = models.CharField("状態", max_length=10, choices=RegisterStatus.choices(), default=RegisterStatus.DRAFT)
    name = models.CharField("名称", max_length=60)
    name_en = models.CharField("名称(英語)", max_length=80, blank=True)
    summary = models.TextField("どんな登録か", max_length=1000, blank=True)
    summary_en = models.TextField("どんな登録か(英語)", max_length=1500, blank=True)
    # One fact a line, as in "この登録で、住民票や選挙権は得られません。"
    is_not = models.TextField("この登録ではないこと", max_length=1000, blank=True)
    is_not_en = models.TextField("この登録ではないこと(英語)", max_length=1500, blank=True)
    # Who may be registered and stay so; None: whoever asks.
    rule = models.ForeignKey(
        "rulesets.Ruleset", models.PROTECT, verbose_name="登録の条件", null=True, blank=True, related_name="+"
    )
    decided_by = models.CharField("登録の決め方", max_length=8, choices=DecidedBy.choices(), default=DecidedBy.OFFICE)
    valid_months = models.PositiveSmallIntegerField("有効期間(か月。空けると期限なし)", null=True, blank=True)
    renewal_days = models.PositiveSmallIntegerField("期限の何日前から更新できるか", default=60)
    card_kind = models.CharField(
        "登録者証の種別(空けると発行しない)",
        max_length=20,
        blank=True,
        validators=[RegexValidator("^[a-z0-9_]+$", "半角の英小文字・数字・下線で書いてください。")],
    )
    # Registers of one ladder: the step above needs more. 0 stands in no ladder.
    step = models.PositiveSmallIntegerField("段階(はしごの何段目か。0はなし)", default=0)
    falls_to = models.ForeignKey(
        "self", models.PROTECT, verbose_name="更新できないときに移る登録", null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key"],
                name="furusato_register_key",
                violation_error_message="この記号の登録は、すでにあります。",
            ),
            models.UniqueConstraint(
                fields=["organization", "card_kind"],
                condition=~Q(card_kind=""),
                name="furusato_card_of_one_register",
                violation_error_message="この種別の登録者証は、別の登録で使っています。",
            ),
            models.CheckConstraint(
                condition=Q(valid_months=None) | Q(valid_months__gte=1),
                name="furusato_register_lasts",
                violation_error_message="有効期間は1か月以上にしてください。",
            ),
            models.CheckConstraint(condition=Q(falls_to=None) | ~Q(falls_to=F("id")), name="furusato_falls_elsewhere"),
        ]

    def __str__(self) -> str:
        return self.name


class Registration(TenantModel):
    """That somebody is registered, or asks for it (登録). `subject` is all that cards and counters know of them."""

    person_path = "case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = TRANSITIONS

    register = models.ForeignKey("furusato.Register", models.PROTECT, related_name="registrations")
    case_file = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="registrations")
    number = models.CharField("受付番号", max_length=14)
    subject = models.CharField("対象の記号", max_length=60)
    status = models.CharField(
        "状態", max_length=12, choices=RegistrationStatus.choices(), default=RegistrationStatus.ASKED
    )
    way = models.CharField("受け付けた方法", max_length=12, choices=Channel.choices())
    # What the person said, and what the rule said of it on the day of the decision, with its version.
    facts = JsonText("申込みの内容", default=dict)
    verdict = JsonText("条件の判定", null=True)
    client_key = models.UUIDField(null=True)
    asked_at = models.DateTimeField("申し込んだ日時")
    since = models.DateField("登録した日", null=True)
    valid_until = models.DateField("有効期限(この日まで)", null=True)
    ended_on = models.DateField("終わった日", null=True)
    reminded_on = models.DateField("更新を案内した日", null=True)
    end_reason = models.CharField("終了の理由", max_length=10, choices=EndReason.choices(), blank=True)
    why = models.CharField("登録しない・終了の理由(本人に示す)", max_length=300, blank=True)
    # The registration that this one took the place of, after a fall-back.
    renewed_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    guardian_name = models.CharField("保護者(法定代理人)の氏名", max_length=100, blank=True)
    guardian_relation = models.CharField("続柄", max_length=20, blank=True)
    guardian_contact = models.CharField("保護者の連絡先", max_length=200, blank=True)
    guardian_agreed_on = models.DateField("保護者が同意した日", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="furusato_number"),
            models.UniqueConstraint(fields=["organization", "subject"], name="furusato_subject"),
            models.UniqueConstraint(
                fields=["organization", "client_key"], condition=Q(client_key__isnull=False), name="furusato_sent_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "register", "case_file"],
                condition=Q(status__in=OPEN),
                name="furusato_registered_once",
                violation_error_message="この登録は、すでに申込み中か、登録中です。",
            ),
            models.CheckConstraint(
                condition=~Q(status=RegistrationStatus.REGISTERED) | Q(since__isnull=False),
                name="furusato_registered_since",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(since__lte=F("valid_until")), name="furusato_valid_forward"
            ),
            models.CheckConstraint(
                condition=Q(guardian_agreed_on=None) | ~Q(guardian_name=""),
                name="furusato_guardian_named",
                violation_error_message="同意した保護者の氏名を書いてください。",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "status", "valid_until"], name="furusato_by_end"),
            models.Index(fields=["organization", "-asked_at"], name="furusato_latest"),
            models.Index(fields=["case_file"], name="furusato_of_file"),
        ]

    def __str__(self) -> str:
        return self.number


class Renewal(TenantModel):
    """What became of a registration at the end of its time (更新の記録), with the rule's answer of that day."""

    person_path = "registration__case_file__person"
    append_only = True

    registration = models.ForeignKey("furusato.Registration", models.PROTECT, related_name="renewals")
    outcome = models.CharField("結果", max_length=10, choices=RenewalOutcome.choices())
    was_until = models.DateField("これまでの期限")
    valid_until = models.DateField("新しい期限", null=True)
    verdict = JsonText("条件の判定", null=True)
    decided_at = models.DateTimeField("決めた日時")

    class Meta(TenantModel.Meta):
        constraints = [
            # A period ends once: pressed twice, or by a job and by hand, it is one renewal.
            models.UniqueConstraint(fields=["organization", "registration", "was_until"], name="furusato_renewed_once"),
        ]


class RegistrationLink(TenantModel):
    """A secret link to a registration's own page (控えのリンク), stored as a hash."""

    registration = models.ForeignKey("furusato.Registration", models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "token_hash"], name="furusato_link_once")]
