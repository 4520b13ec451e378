"""Benefits, and each of their uses."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.furusato.states import (
    BENEFIT_TRANSITIONS,
    USE_TRANSITIONS,
    BenefitKind,
    BenefitStatus,
    ProofNeeded,
    UseStatus,
)


class Benefit(TenantModel):
    """What a registration is good for (特典): who, what must be shown, how often, from which budget."""

    # A counter of a partner sees the benefits that are used there.
    partner_path = "counter"
    transitions: ClassVar[tuple[Transition, ...]] = BENEFIT_TRANSITIONS

    key = models.SlugField("記号", max_length=40)
    kind = models.CharField("種類", max_length=12, choices=BenefitKind.choices())
    status = models.CharField("状態", max_length=10, choices=BenefitStatus.choices(), default=BenefitStatus.DRAFT)
    name = models.CharField("名称", max_length=60)
    name_en = models.CharField("名称(英語)", max_length=80, blank=True)
    summary = models.TextField("内容", max_length=600, blank=True)
    summary_en = models.TextField("内容(英語)", max_length=800, blank=True)
    rule = models.ForeignKey(
        "rulesets.Ruleset", models.PROTECT, verbose_name="使える条件", null=True, blank=True, related_name="+"
    )
    proof = models.CharField("示すもの", max_length=12, choices=ProofNeeded.choices(), default=ProofNeeded.CARD)
    is_recorded = models.BooleanField("利用を記録する", default=True)
    stock = models.PositiveIntegerField("数量の上限(年度ごと。空けると定めない)", null=True, blank=True)
    per_person = models.PositiveSmallIntegerField("1人の上限(年度ごと。空けると定めない)", null=True, blank=True)
    cost_yen = models.PositiveIntegerField("1回の町の負担(円)", default=0)
    points = models.PositiveIntegerField("1回に使うポイント(0なら使わない)", default=0)
    # Tied to a donation: by the ministry's notice a 返礼品等, with a cost check, a designation, and no points.
    donation_linked = models.BooleanField("寄附に伴う特典(返礼品等)", default=False)
    donation_yen = models.PositiveIntegerField("寄附額(円)", null=True, blank=True)
    designated_on = models.DateField("指定の基準に合うことを確かめた日", null=True, blank=True)
    designation = models.CharField("確かめた内容(決裁の番号など)", max_length=120, blank=True)
    counter_name = models.CharField("使える窓口", max_length=80, blank=True)
    counter = models.ForeignKey(
        "tenancy.Organization", models.PROTECT, verbose_name="協力する事業者", null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key"],
                name="furusato_benefit_key",
                violation_error_message="この記号の特典は、すでにあります。",
            ),
            models.CheckConstraint(
                condition=~Q(status=BenefitStatus.PUBLISHED)
                | Q(donation_linked=False)
                | Q(designated_on__isnull=False, donation_yen__isnull=False) & ~Q(designation=""),
                name="furusato_donation_designated",
                violation_error_message="寄附に伴う特典は、寄附額と、指定の基準を確かめた記録を入れてから公開してください。",
            ),
            models.CheckConstraint(
                condition=Q(is_recorded=True) | Q(stock=None, per_person=None, cost_yen=0, points=0),
                name="furusato_limits_are_recorded",
                violation_error_message="上限や町の負担がある特典、ポイントを使う特典は、利用を記録してください。",
            ),
            models.CheckConstraint(
                condition=Q(donation_linked=False) | Q(points=0),
                name="furusato_no_points_of_donation",
                violation_error_message="寄附に伴う特典に、ポイントは使えません。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BenefitOf(TenantModel):
    """That a benefit belongs to a register (特典の対象)."""

    benefit = models.ForeignKey("furusato.Benefit", models.CASCADE, related_name="registers")
    register = models.ForeignKey("furusato.Register", models.PROTECT, related_name="benefits")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "benefit", "register"], name="furusato_benefit_of_once")
        ]


class BenefitUse(TenantModel):
    """One use of a benefit at a counter (特典の利用), told once, perhaps later than it happened."""

    person_path = "registration__case_file__person"
    transitions: ClassVar[tuple[Transition, ...]] = USE_TRANSITIONS

    benefit = models.ForeignKey("furusato.Benefit", models.PROTECT, related_name="uses")
    registration = models.ForeignKey("furusato.Registration", models.PROTECT, related_name="uses")
    client_key = models.UUIDField()
    status = models.CharField("状態", max_length=10, choices=UseStatus.choices(), default=UseStatus.USED)
    card_number = models.CharField("登録者証の番号", max_length=14, blank=True)
    counter = models.CharField("窓口", max_length=80, blank=True)
    used_at = models.DateTimeField("利用した日時")
    told_at = models.DateTimeField("届いた日時")
    quantity = models.PositiveSmallIntegerField("数", default=1)
    yen = models.PositiveIntegerField("町の負担(円)", default=0)
    points = models.PositiveIntegerField("使うポイント", default=0)
    # Codes of what was gone beyond, as a counter without a network could not know.
    beyond = models.CharField("超えていたもの", max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "client_key"], name="furusato_use_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="furusato_use_something"),
            models.CheckConstraint(condition=Q(used_at__lte=F("told_at")), name="furusato_use_told_after"),
        ]
        indexes = [models.Index(fields=["benefit", "-used_at"], name="furusato_uses")]
