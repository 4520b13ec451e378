"""What is charged once a month and paid at the town's own desk: the columns that rents and fees of members share."""

from __future__ import annotations

from django.db import models

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.programmes.stays.states import PaidBy


class MonthlyCharge(TenantModel):
    """What is charged for a month: once in the ledger; put right by taking it back and charging anew."""

    month = models.DateField("月")
    amount_yen = models.PositiveIntegerField("金額")
    words = models.CharField("内訳", max_length=120)
    due_on = models.DateField("納期限")
    transfer = models.ForeignKey("ledger.Transfer", models.PROTECT, related_name="+")
    reversal = models.ForeignKey("ledger.Transfer", models.PROTECT, null=True, related_name="+")
    why = models.CharField("取り消した理由", max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        abstract = True


class MonthlyPayment(TenantModel):
    """That something was paid: the town's own desk takes it; the oldest debt is settled first."""

    amount_yen = models.PositiveIntegerField("金額")
    paid_on = models.DateField("支払いの日")
    paid_by = models.CharField("支払いの方法", max_length=10, choices=PaidBy.choices())
    payer = models.CharField("支払った人(本人でないとき)", max_length=100, blank=True)
    note = models.CharField("メモ(領収の番号など)", max_length=200, blank=True)
    # Sent with the form, so that what is pressed twice is one.
    key = models.UUIDField()
    transfer = models.ForeignKey("ledger.Transfer", models.PROTECT, related_name="+")
    reversal = models.ForeignKey("ledger.Transfer", models.PROTECT, null=True, related_name="+")
    why = models.CharField("取り消した理由", max_length=200, blank=True)
    noted_by = models.CharField("記録した人", max_length=150)
    noted_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        abstract = True

    @property
    def is_reversible(self) -> bool:
        """Whether the note can be taken back: once, and not what came from the deposit."""
        return self.reversal_id is None and self.paid_by != PaidBy.DEPOSIT
