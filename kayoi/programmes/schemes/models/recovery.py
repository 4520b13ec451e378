"""Refunds of grants: what was found, decided and demanded, parts, what came in; on which terms a town demands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.schemes.states.grants import GrantStatus
from kayoi.programmes.schemes.states.recovery import (
    CLOSED,
    DAY_OF,
    RECOVERY_TRANSITIONS,
    Arrears,
    Ground,
    Hardship,
    Limitation,
    Loss,
    RecoveryStatus,
)


class RecoveryTerms(TenantModel):
    """On which terms a town demands refunds (返還のきまり). A demand keeps those of its day.

    Nothing is asked for late payment until the town says in which article it stands; grantees are heard before a
    decision is cancelled (弁明の機会) unless the town says by which article they need not be.
    """

    ordinance = models.CharField("返還を命じる根拠の条文", max_length=120, blank=True)
    unheard_ground = models.CharField("弁明の機会を与えない根拠の条文", max_length=120, blank=True)
    due_days = models.PositiveSmallIntegerField("返還の期限(日)", default=20)
    reminder_days = models.PositiveSmallIntegerField("督促状の期限(日)", default=10)
    most_parts = models.PositiveSmallIntegerField("分割納付の回数(最大)", default=24)
    arrears = models.CharField("延滞の扱い", max_length=8, choices=Arrears.choices(), default=Arrears.NONE)
    percent = models.DecimalField("年の割合(%)", max_digits=5, decimal_places=2, default=Decimal(0))
    least_yen = models.PositiveIntegerField("これより少ない延滞分は求めない(円)", default=100)
    unit_yen = models.PositiveIntegerField("延滞分・加算金の端数を切り捨てる単位(円)", default=1)
    source = models.CharField("延滞の根拠の条文", max_length=120, blank=True)
    limitation = models.CharField(
        "消滅時効の根拠", max_length=8, choices=Limitation.choices(), default=Limitation.PUBLIC
    )
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization"], name="schemes_recovery_terms_once"),
            models.CheckConstraint(
                condition=Q(arrears=Arrears.NONE) | ~Q(source=""), name="schemes_arrears_by_ordinance",
                violation_error_message="延滞分を求めるには、根拠の条文が要ります。",
            ),
            models.CheckConstraint(
                condition=Q(due_days__gte=1, reminder_days__gte=1, most_parts__gte=2, unit_yen__gte=1),
                name="schemes_recovery_terms_sound",
            ),
        ]  # fmt: skip


class Recovery(TenantModel):
    """That what was granted may have to be paid back (返還): found, proposed, decided by a second person, paid back.

    `rule` holds the frozen version with its facts (procedures: frozen_inputs); nothing where the procedure has none.
    `base_yen` is what is to come back before an exemption. The last fields follow what has come in.
    """

    person_path = "grant__case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = RECOVERY_TRANSITIONS

    grant = models.ForeignKey("schemes.Grant", models.PROTECT, related_name="recoveries")
    status = models.CharField(
        "状態", max_length=14, choices=RecoveryStatus.choices(), default=RecoveryStatus.CONSIDERING
    )
    ground = models.CharField("事由", max_length=17, choices=Ground.choices())
    happened_on = models.DateField("起きた日", null=True)
    # Where the grantee names another day.
    said_on = models.DateField("本人が言う日", null=True)
    why = models.CharField("分かったこと", max_length=400)
    # Why it is that day, where it was contested.
    day_why = models.CharField("日を決めた理由", max_length=400, blank=True)
    opened_on = models.DateField("検討を始めた日")
    rule = models.JSONField("返還の要件(凍結)", null=True)
    by_rule_yen = models.PositiveBigIntegerField("要件による額", null=True)
    base_yen = models.PositiveBigIntegerField("返還の対象の額", null=True)
    exempted_yen = models.PositiveBigIntegerField("免除する額", default=0)
    hardship = models.CharField("免除の事由", max_length=10, choices=Hardship.choices(), blank=True)
    no_surcharge = models.BooleanField("加算金を求めない", default=False)
    reason = models.CharField("判断の理由", max_length=400, blank=True)
    evidence = models.CharField("確かめた書類", max_length=200, blank=True)
    proposed_on = models.DateField("案の日", null=True)
    proposed_by = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField("決裁の日", null=True)
    decided_by = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")
    # Where the grant stood before the demand: there it goes back to when the demand does not stand.
    grant_was = models.CharField("返還を命じる前の交付の状態", max_length=10, choices=GrantStatus.choices(), blank=True)
    demanded_yen = models.PositiveBigIntegerField("返還を命じた額", default=0)
    due_on = models.DateField("返還の期限", null=True)
    # Kind, percent, least_yen, unit_yen, source as they were on the day of the demand.
    arrears = models.JSONField("延滞のきまり(凍結)", null=True)
    # Percent, unit_yen, source as they were with the grant; None where none is asked.
    surcharge = models.JSONField("加算金のきまり(凍結)", null=True)
    # By which law it lapses; what let the time begin anew beside payments: kind, day, note.
    limitation = models.CharField("消滅時効の根拠", max_length=8, choices=Limitation.choices(), blank=True)
    renewals = models.JSONField("時効の更新", default=list)
    reminded_on = models.DateField("督促した日", null=True)
    # 積数: yen times days that were late up to the day on which parts were allowed.
    late_yen_days = models.PositiveBigIntegerField(default=0)
    planned_on = models.DateField("分割納付の承認日", null=True)
    loss = models.CharField("不納欠損の事由", max_length=10, choices=Loss.choices(), blank=True)
    lost_on = models.DateField("不納欠損の事由の日", null=True)
    closing = models.CharField("不納欠損の理由", max_length=400, blank=True)
    received_yen = models.PositiveBigIntegerField("納付された元金", default=0)
    surcharge_yen = models.PositiveBigIntegerField("納付された加算金", default=0)
    interest_yen = models.PositiveBigIntegerField("納付された延滞分", default=0)
    next_due_on = models.DateField("次の期限", null=True)
    settled_on = models.DateField("完納の日", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "grant"], condition=~Q(status__in=CLOSED), name="schemes_one_recovery_at_once"
            ),
            models.CheckConstraint(
                condition=Q(received_yen__lte=F("demanded_yen"))
                & (Q(base_yen=None) | Q(exempted_yen__lte=F("base_yen")))
                & (Q(demanded_yen=0) | Q(demanded_yen=F("base_yen") - F("exempted_yen"))),
                name="schemes_recovery_within",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="schemes_recovery_by_two"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "status", "next_due_on"], name="schemes_recoveries_due"),
        ]

    def __str__(self) -> str:
        return self.grant.application.receipt

    @property
    def rest_yen(self) -> int:
        """What of the principal has not come back."""
        return self.demanded_yen - self.received_yen

    @property
    def day_label(self) -> str:
        """How the day is called on which it happened."""
        return DAY_OF[Ground.of(self.ground)]

    def is_late(self, on: date) -> bool:
        """Tell whether a part should have come by now."""
        return self.next_due_on is not None and self.next_due_on < on

    @property
    def is_reminded(self) -> bool:
        """Tell whether a reminder was sent since the part was late."""
        return self.reminded_on is not None and self.next_due_on is not None and self.reminded_on > self.next_due_on

    @property
    def proposer(self) -> int | None:
        """The user who made the proposal."""
        return self.proposed_by.user_id if self.proposed_by else None


class Instalment(TenantModel):
    """A part of a refund that is paid in parts (分割納付): how much by when. A new plan replaces the one before."""

    person_path = "recovery__grant__case_file__person"

    recovery = models.ForeignKey("schemes.Recovery", models.CASCADE, related_name="instalments")
    number = models.PositiveSmallIntegerField("回")
    due_on = models.DateField("期限")
    amount_yen = models.PositiveBigIntegerField("額")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "recovery", "number"], name="schemes_instalment_number"),
            models.CheckConstraint(condition=Q(amount_yen__gt=0), name="schemes_instalment_of_something"),
        ]


class Repayment(TenantModel):
    """What has come in (納付): how much of it is principal, how much 加算金, how much for being late."""

    append_only = True
    person_path = "recovery__grant__case_file__person"

    recovery = models.ForeignKey("schemes.Recovery", models.PROTECT, related_name="repayments")
    key = models.UUIDField()
    on = models.DateField("納付日")
    principal_yen = models.PositiveBigIntegerField("元金")
    surcharge_yen = models.PositiveBigIntegerField("加算金", default=0)
    interest_yen = models.PositiveBigIntegerField("延滞分", default=0)
    note = models.CharField("摘要", max_length=100, blank=True)
    by_name = models.CharField("記録した人", max_length=150)
    made_by = models.ForeignKey("identity.Membership", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "recovery", "key"], name="schemes_repayment_once"),
            models.CheckConstraint(
                condition=Q(principal_yen__gt=0) | Q(surcharge_yen__gt=0) | Q(interest_yen__gt=0),
                name="schemes_repayment_of_something",
            ),
        ]

    @property
    def amount_yen(self) -> int:
        """All that came in."""
        return self.principal_yen + self.surcharge_yen + self.interest_yen


class Reversal(TenantModel):
    """That a repayment was booked by mistake (納付の取消し): it counts no more; by another person than booked it."""

    append_only = True
    person_path = "repayment__recovery__grant__case_file__person"

    repayment = models.ForeignKey("schemes.Repayment", models.PROTECT, related_name="reversals")
    why = models.CharField("取消しの理由", max_length=300)
    by_name = models.CharField("取り消した人", max_length=150)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "repayment"], name="schemes_reversed_once")]
