"""What stands behind a tenancy besides its deposit: guarantees, and what is claimed for a damage beyond it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.dates import last_day
from kayoi.programmes.stays.states.tenancies import Guarantor


class Guarantee(TenantModel):
    """That somebody answers for what a household owes (連帯保証・保証会社), from when until when, up to how much."""

    person_path = "tenancy__case_file__person"

    tenancy = models.ForeignKey("stays.Tenancy", models.PROTECT, related_name="guarantees")
    kind = models.CharField("種類", max_length=8, choices=Guarantor.choices())
    name = models.CharField("氏名・名称", max_length=100)
    address = models.CharField("住所・所在地", max_length=200, blank=True)
    phone = models.CharField("電話番号", max_length=60, blank=True)
    most_yen = models.PositiveIntegerField("極度額", null=True, blank=True)
    agreed_on = models.DateField("保証の書面の日")
    starts_on = models.DateField("保証の初日")
    ends_before = models.DateField()
    why = models.CharField("終えた理由", max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            # Pressed twice it is one.
            models.UniqueConstraint(
                fields=["organization", "tenancy", "kind", "name", "starts_on"],
                # One that was noted by mistake ends before it begins: the right one may follow.
                condition=Q(ends_before__gt=F("starts_on")),
                name="stays_guarantee_once",
                violation_error_message="この保証は、すでに記録されています。",
            ),
            models.CheckConstraint(condition=Q(ends_before__gte=F("starts_on")), name="stays_guarantee_forward"),
            models.CheckConstraint(
                condition=Q(kind=Guarantor.COMPANY) | Q(most_yen__gt=0),
                name="stays_guarantee_most",
                violation_error_message="個人の連帯保証には、極度額が要ります(民法465条の2)。",
            ),
        ]
        indexes = [models.Index(fields=["tenancy", "starts_on"], name="stays_guarantees")]

    @property
    def ends_on(self) -> date:
        """The last day for which it answers."""
        return last_day(self.ends_before)


class DamageClaim(TenantModel):
    """What a household is asked to pay for a damage (原状回復の費用の請求): in the ledger, paid as rent is."""

    person_path = "tenancy__case_file__person"

    tenancy = models.ForeignKey("stays.Tenancy", models.PROTECT, related_name="damage_claims")
    amount_yen = models.PositiveIntegerField("金額")
    words = models.CharField("何の費用か", max_length=200)
    due_on = models.DateField("納期限")
    # Sent with the form, so that what is pressed twice is one.
    key = models.UUIDField()
    transfer = models.ForeignKey("ledger.Transfer", models.PROTECT, related_name="+")
    reversal = models.ForeignKey("ledger.Transfer", models.PROTECT, null=True, related_name="+")
    why = models.CharField("取り消した理由", max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="stays_damage_once"),
            models.CheckConstraint(condition=Q(amount_yen__gt=0), name="stays_damage_something"),
        ]
        indexes = [models.Index(fields=["tenancy", "due_on"], name="stays_damages")]
