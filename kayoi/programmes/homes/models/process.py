"""Checks before registering; brokers and who has which house."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.homes.states import AssignedBy, AssignmentStatus, BrokerStatus, CheckKind, CheckResult
from kayoi.programmes.homes.states.process import ASSIGNMENT_TRANSITIONS, BROKER_TRANSITIONS


class Check(TenantModel):
    """One thing that is checked before a house is registered (審査), with its ground and result."""

    home = models.ForeignKey("homes.Home", models.CASCADE, related_name="checks")
    kind = models.CharField("項目", max_length=14, choices=CheckKind.choices())
    result = models.CharField("結果", max_length=6, choices=CheckResult.choices(), default=CheckResult.OPEN)
    ground = models.CharField("根拠・照会先", max_length=200, blank=True)
    checked_on = models.DateField("確認日", null=True)
    remark = models.CharField("補足", max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "home", "kind"], name="homes_check_once")]


class Broker(TenantModel):
    """A licensed broker on the town's register (取扱業者). `partner` is its organization, where it has a log-in."""

    partner_path = "partner"
    transitions: ClassVar[tuple[Transition, ...]] = BROKER_TRANSITIONS

    partner = models.ForeignKey("tenancy.Organization", models.PROTECT, null=True, related_name="+")
    name = models.CharField("商号", max_length=100)
    licence = models.CharField("免許番号", max_length=60)
    licence_until = models.DateField("免許の有効期限")
    association = models.CharField("所属団体(宅建協会・全日)", max_length=60)
    phone = models.CharField("電話番号", max_length=60)
    email = models.EmailField("メールアドレス", blank=True)
    office = models.CharField("事務所の所在地", max_length=200)
    has_local_office = models.BooleanField("区域内に事務所がある", default=False)
    pays_tax = models.BooleanField("市町村税の滞納がない", default=False)
    is_clean = models.BooleanField("暴力団等と関わりがない(誓約)", default=False)
    agreed_on = models.DateField("協定に署名した日", null=True, blank=True)
    takes_turns = models.BooleanField("順番での割当てを受ける", default=True)
    status = models.CharField("状態", max_length=10, choices=BrokerStatus.choices(), default=BrokerStatus.APPLIED)
    why = models.CharField("停止・取消しの理由", max_length=200, blank=True)
    # A copy of another town's broker, by agreement: whose (its slug), and which status of theirs it has followed.
    shared_from = models.CharField("共同で使う業者の登録先", max_length=40, blank=True)
    shared_status = models.CharField(max_length=10, choices=BrokerStatus.choices(), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "licence"],
                name="homes_broker_licence",
                violation_error_message="この免許番号の業者は、すでに登録されています。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Assignment(TenantModel):
    """That a house was given to a broker, and the answer (割当て). Turns are counted from these."""

    # What is over is no longer reached, and neither is the house behind it.
    partner_path = "broker__partner"
    partner_rows = "status IN ('asked', 'accepted')"
    transitions: ClassVar[tuple[Transition, ...]] = ASSIGNMENT_TRANSITIONS

    home = models.ForeignKey("homes.Home", models.CASCADE, related_name="assignments")
    broker = models.ForeignKey("homes.Broker", models.PROTECT, related_name="assignments")
    assigned_by = models.CharField("決め方", max_length=8, choices=AssignedBy.choices())
    status = models.CharField("状態", max_length=8, choices=AssignmentStatus.choices(), default=AssignmentStatus.ASKED)
    why = models.CharField("理由", max_length=200, blank=True)
    assigned_at = models.DateTimeField("割り当てた日時")
    answered_at = models.DateTimeField("返事の日時", null=True)
    token_hash = models.CharField(max_length=64, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "token_hash"], condition=~Q(token_hash=""), name="homes_assignment_link"
            ),
            models.UniqueConstraint(
                fields=["organization", "home"],
                condition=Q(status__in=[AssignmentStatus.ASKED, AssignmentStatus.ACCEPTED]),
                name="homes_one_broker",
                violation_error_message="この空き家には、すでに取扱業者がいます。",
            ),
        ]
        indexes = [models.Index(fields=["broker", "assigned_at"], name="homes_turns")]
